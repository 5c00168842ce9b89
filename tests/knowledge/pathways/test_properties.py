"""What must hold for every person: more never closes a route, and what is not known never opens one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.article import Figure
from knowledge.pathways.asking import next_question
from knowledge.pathways.catalogue import base, pathways
from knowledge.pathways.conditions import AnyOf, Condition, Points
from knowledge.pathways.judging import Verdict, assess, assess_all, judge
from knowledge.pathways.pathway import State
from knowledge.pathways.profile import ANYWHERE, LEVELS, NO_OFFER, Education, Level, Offer, OfferKind, Profile, Recognition

TODAY = date(2026, 11, 22)
FIGURES = base().figures
OCCUPATIONS = ("it_specialist", "engineer", "nurse", "doctor", "teacher", "electrician", "caregiver", "cook", "mason")
_untold = partial(st.one_of, st.none())

amounts = st.decimals(0, 120_000, places=2)
offers = st.builds(
    Offer,
    kind=st.sampled_from([kind for kind in OfferKind if kind is not OfferKind.NONE]),
    occupations=_untold(st.frozensets(st.sampled_from(OCCUPATIONS), max_size=1)),
    salary_eur_year=_untold(amounts),
)
profiles = st.builds(
    Profile,
    origin=_untold(st.sampled_from(["MA", "TN", "EG", "DZ"])),
    destination=_untold(st.sampled_from(["DE", "IT", "FR", "BE", "MA", "TN", ANYWHERE])),
    age=_untold(st.integers(15, 70).map(Decimal)),
    education=_untold(st.sampled_from(Education)),
    recognised=_untold(st.sampled_from(Recognition)),
    experience_years=_untold(st.integers(0, 40).map(Decimal)),
    languages=st.dictionaries(st.sampled_from(["de", "en", "fr"]), st.sampled_from(Level)),
    offer=st.one_of(st.none(), st.just(NO_OFFER), offers),
    funds_eur_month=_untold(st.decimals(0, 3000, places=2)),
)


def states(profile: Profile) -> dict[str, State]:
    return {path.id: assess(path, profile, FIGURES, TODAY).state for path in pathways()}


def no_worse(before: Profile, after: Profile) -> None:
    """Nothing that was not closed is closed now, and what was open is open."""
    old, new = states(before), states(after)
    assert [route for route, state in new.items() if state is State.CLOSED and old[route] is not State.CLOSED] == []
    assert [route for route, state in old.items() if state is State.OPEN and new[route] is not State.OPEN] == []


@settings(max_examples=60, deadline=None)
@given(profiles, st.decimals(0, 50_000, places=2))
def test_a_higher_salary_never_closes_a_route(profile: Profile, more: Decimal) -> None:
    offer = profile.offer
    if offer is not None and offer.salary_eur_year is not None:
        no_worse(profile, replace(profile, offer=replace(offer, salary_eur_year=offer.salary_eur_year + more)))


@settings(max_examples=60, deadline=None)
@given(profiles, st.sampled_from(["de", "en", "fr"]), st.sampled_from(Level))
def test_a_better_language_never_closes_a_route(profile: Profile, language: str, level: Level) -> None:
    known = profile.languages.get(language)
    if known is not None:
        better = max(known, level, key=LEVELS.index)
        no_worse(profile, replace(profile, languages={**profile.languages, language: better}))


@settings(max_examples=60, deadline=None)
@given(profiles, st.integers(0, 20).map(Decimal), st.decimals(0, 2000, places=2))
def test_more_experience_and_more_money_never_close_a_route(profile: Profile, years: Decimal, money: Decimal) -> None:
    if profile.experience_years is not None and profile.funds_eur_month is not None:
        richer = replace(profile, experience_years=profile.experience_years + years, funds_eur_month=profile.funds_eur_month + money)
        no_worse(profile, richer)


@settings(max_examples=100, deadline=None)
@given(
    profiles, st.sampled_from(["origin", "destination", "age", "education", "recognised", "experience_years", "offer", "funds_eur_month"])
)
def test_what_is_not_told_never_opens_a_route(profile: Profile, field: str) -> None:
    old, new = states(profile), states(replace(profile, **{field: None}))
    assert [route for route, state in new.items() if state is State.OPEN and old[route] is not State.OPEN] == []


@settings(max_examples=100, deadline=None)
@given(profiles, st.sampled_from(["kind", "occupations", "salary_eur_year"]), st.sampled_from(["de", "en", "fr"]))
def test_what_is_not_told_of_an_offer_or_a_language_never_opens_a_route(profile: Profile, field: str, language: str) -> None:
    less = replace(profile, languages={code: level for code, level in profile.languages.items() if code != language})
    if profile.offer is not None and not profile.offer.is_none:
        less = replace(less, offer=replace(profile.offer, **{field: None}))
    old, new = states(profile), states(less)
    assert [route for route, state in new.items() if state is State.OPEN and old[route] is not State.OPEN] == []


def _points() -> Points:
    """The shipped table of points, as it counts once somebody has confirmed it."""

    def inside(condition: Condition) -> list[Points]:
        if isinstance(condition, Points):
            return [condition]
        return [found for each in getattr(condition, "of", ()) for found in inside(each)] if hasattr(condition, "of") else []

    card = next(path for path in pathways() if path.id == "de-opportunity-card")
    (found,) = [points for condition in card.conditions if isinstance(condition, AnyOf) for points in inside(condition)]
    assert found.unverified is not None
    return replace(found, unverified=None)


POINTS = _points()


@settings(max_examples=150, deadline=None)
@given(profiles, st.sampled_from(Level), st.integers(0, 10).map(Decimal))
def test_more_points_never_take_a_route_away(profile: Profile, level: Level, years: Decimal) -> None:
    better = replace(profile, languages={**profile.languages, "de": max(profile.languages.get("de", Level.NONE), level, key=LEVELS.index)})
    if profile.experience_years is not None:
        better = replace(better, experience_years=profile.experience_years + years)
    before, after = judge(POINTS, profile, FIGURES).verdict, judge(POINTS, better, FIGURES).verdict
    assert after is Verdict.MET if before is Verdict.MET else after is not Verdict.BARRED


def test_points_are_counted_as_the_table_says() -> None:
    def verdict(**told: object) -> Verdict:
        known = {
            "age": Decimal(41),
            "recognised": Recognition.NONE,
            "experience_years": Decimal(0),
            "languages": {"de": Level.NONE, "en": Level.NONE},
        }
        return judge(POINTS, Profile(**{**known, **told}), FIGURES).verdict  # type: ignore[arg-type]

    b1, b2 = {"de": Level.B1, "en": Level.NONE}, {"de": Level.B2, "en": Level.NONE}
    assert verdict(age=Decimal(35), languages=b1, experience_years=Decimal(2)) is Verdict.MET  # 2 + 2 + 2
    assert verdict(age=Decimal(36), languages=b1, experience_years=Decimal(2)) is Verdict.LACKING  # 1 + 2 + 2
    assert verdict(age=Decimal(36), languages=b2, experience_years=Decimal(2)) is Verdict.MET  # 1 + 3 + 2
    assert verdict(age=Decimal(41), languages=b2, experience_years=Decimal(5)) is Verdict.MET  # 0 + 3 + 3
    assert verdict(recognised=Recognition.PARTIAL, age=Decimal(35)) is Verdict.MET  # 4 + 2
    assert verdict(recognised=Recognition.PARTIAL, age=Decimal(40)) is Verdict.LACKING  # 4 + 1
    assert verdict(age=None, languages=b1, experience_years=Decimal(2)) is Verdict.UNKNOWN


def test_one_change_of_a_figure_changes_the_route() -> None:
    card = next(path for path in pathways() if path.id == "fr-talent")
    offer = Offer(kind=OfferKind.JOB, occupations=frozenset({"engineer"}), salary_eur_year=Decimal(40_000))
    person = Profile(origin="MA", destination="FR", offer=offer)
    old = FIGURES["fr_talent_salary"]
    raised: dict[str, Figure] = {**FIGURES, old.id: replace(old, value=Decimal(40_001))}
    assert assess(card, person, FIGURES, TODAY).state is State.OPEN
    assert assess(card, person, raised, TODAY).state is State.NEARLY
    assert assess(card, person, {}, TODAY).state is State.UNKNOWN


@settings(max_examples=60, deadline=None)
@given(profiles)
def test_a_question_is_only_asked_about_what_was_not_told_and_while_a_route_waits_for_it(profile: Profile) -> None:
    found = assess_all(pathways(), profile, FIGURES, TODAY)
    question = next_question(found)
    if question is None:
        return
    waiting = {each.pathway.id: each for each in found}
    assert question.routes
    for route in question.routes:
        assert waiting[route].state is State.UNKNOWN
        assert f"tell:{question.field}" in [str(missing) for missing in waiting[route].missing]
    assert next_question(found, {question.field}) != question
