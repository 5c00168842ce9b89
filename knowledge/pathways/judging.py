"""Whether a profile meets a condition, and so whether a route is open, nearly open, closed or unknown. Pure.

Four verdicts. For a route as a whole the worst of its conditions counts, in the order BARRED, UNKNOWN, LACKING, MET: while something
is unknown, "nearly open" would be a guess. Of alternatives the best counts, and there what is unknown counts more than what is
lacking, because it may be met. So what is not known never opens a route, and more of a good thing never closes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum

from knowledge.article import Country, Figure
from knowledge.entities import ORIGINS
from knowledge.pathways.conditions import (
    Age,
    All,
    Amount,
    AnyOf,
    Ask,
    Condition,
    Experience,
    Funds,
    HasEducation,
    HasOffer,
    IsRecognised,
    Livelihood,
    Occupation,
    Points,
    Salary,
    Speaks,
)
from knowledge.pathways.pathway import Assessment, Missing, Pathway, State, Why
from knowledge.pathways.profile import ANYWHERE, LEVELS, RECOGNITIONS, Offer, OfferKind, Profile

Figures = Mapping[str, Figure]
MONTHS = 12


class Verdict(IntEnum):
    BARRED = 0
    LACKING = 1
    UNKNOWN = 2
    MET = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    verdict: Verdict
    missing: tuple[Missing, ...] = ()


_MET = Judgement(verdict=Verdict.MET)
_STATES = {Verdict.BARRED: State.CLOSED, Verdict.UNKNOWN: State.UNKNOWN, Verdict.LACKING: State.NEARLY, Verdict.MET: State.OPEN}
_WHYS = {Verdict.BARRED: (Why.BARS,), Verdict.LACKING: (Why.LACKS,), Verdict.UNKNOWN: (Why.TELL, Why.ASK, Why.LACKS), Verdict.MET: ()}


def assess(pathway: Pathway, profile: Profile, figures: Figures, today: date) -> Assessment:
    """One route for one person on one day; a route whose review is overdue is unknown at best."""
    judged = [_corridor(pathway, profile), *(judge(condition, profile, figures) for condition in pathway.conditions)]
    if pathway.is_overdue(today):
        judged.append(Judgement(verdict=Verdict.UNKNOWN, missing=(Missing(why=Why.ASK, code="review"),)))
    whole = _all(judged)
    return Assessment(pathway=pathway, state=_STATES[whole.verdict], missing=_shown(whole))


def assess_all(pathways: Iterable[Pathway], profile: Profile, figures: Figures, today: date) -> list[Assessment]:
    """Every route to the destination, or to anywhere while that is not told, in the order of the files."""
    wanted = (path for path in pathways if profile.destination in (None, ANYWHERE, path.destination.value))
    return [assess(path, profile, figures, today) for path in wanted]


def _shown(whole: Judgement) -> tuple[Missing, ...]:
    """What explains the verdict, each code once: a closed route says only what closes it."""
    wanted = _WHYS[whole.verdict]
    kept = {(entry.why, entry.code): entry for entry in reversed(whole.missing) if entry.why in wanted}
    return tuple(reversed(kept.values()))


def _corridor(pathway: Pathway, profile: Profile) -> Judgement:
    """From and to are conditions like any other. What the base says holds for its three countries of origin only."""
    if profile.origin is None or profile.destination is None:
        told = (("from", profile.origin), ("to", profile.destination))
        return _unknown(*(Missing(why=Why.TELL, code=code) for code, value in told if value is None))
    if profile.origin in pathway.origins:
        return _MET
    if profile.origin in ORIGINS or _home(profile.origin, pathway.destination):
        return Judgement(verdict=Verdict.BARRED, missing=(Missing(why=Why.BARS, code="origin"),))
    return _unknown(Missing(why=Why.ASK, code="origin"))


def _home(origin: str, destination: Country) -> bool:
    """Nobody needs a permit for the country they are from."""
    return origin == destination.value


def judge(condition: Condition, profile: Profile, figures: Figures) -> Judgement:
    """One condition for one person. A figure that does not exist makes it unknown: never a guess."""
    if condition.unverified is not None:
        return _unknown(Missing(why=Why.ASK, code=condition.code, condition=condition))
    match condition:
        case All():
            return _alternative([judge(inner, profile, figures) for inner in condition.of])
        case AnyOf():
            return _any([judge(inner, profile, figures) for inner in condition.of])
        case Ask():
            return _ask(condition)
        case Points():
            return _points(condition, profile, figures)
        case Age() | HasEducation() | IsRecognised() | Experience() | Speaks() | Funds():
            return _of_person(condition, profile, figures)
        case HasOffer() | Occupation() | Salary() | Livelihood():
            return _of_offer(condition, profile, figures)


def _of_person(condition: Age | HasEducation | IsRecognised | Experience | Speaks | Funds, profile: Profile, figures: Figures) -> Judgement:
    match condition:
        case Age():
            return _age(condition, profile, figures)
        case HasEducation():
            known = profile.education
            return _told("education", condition, None if known is None else known in condition.one_of)
        case IsRecognised():
            found = profile.recognised
            reached = None if found is None else RECOGNITIONS.index(found) >= RECOGNITIONS.index(condition.level)
            return _told("recognised", condition, reached)
        case Experience():
            years = profile.experience_years
            if condition.years is None:
                return _told("experience_years", condition, None if years is None else years > 0)
            return _reaches("experience_years", condition, years, condition.years, figures)
        case Speaks():
            level = profile.languages.get(condition.language)
            spoken = None if level is None else LEVELS.index(level) >= LEVELS.index(condition.level)
            return _told(f"languages.{condition.language}", condition, spoken)
        case Funds():
            return _reaches("funds_eur_month", condition, profile.funds_eur_month, condition.at_least, figures)


def _age(condition: Age, profile: Profile, figures: Figures) -> Judgement:
    bounds = [(condition.at_least, "least"), (condition.at_most, "most"), (condition.below, "below")]
    judged = []
    for amount, how in bounds:
        if amount is None:
            continue
        if (limit := value_of(amount, figures)) is None:
            return _ask(condition)
        age = profile.age
        within = None if age is None else age >= limit if how == "least" else age < limit + (how == "most")  # 35 lasts until 36
        judged.append(_told("age", condition, within))
    return _all(judged)


def _of_offer(condition: HasOffer | Occupation | Salary | Livelihood, profile: Profile, figures: Figures) -> Judgement:
    """Without an offer, what it would have to be is missing with it: the offer itself is the thing to find."""
    offer = profile.offer
    if isinstance(condition, Livelihood):
        return _livelihood(condition, profile, figures)
    if offer is None:
        return _unknown(Missing(why=Why.TELL, code="offer", condition=condition))
    if offer.is_none:
        code = condition.code if isinstance(condition, HasOffer) else "offer"
        return _failed(condition, closes=False, code=code)
    match condition:
        case HasOffer():
            return _told("offer.kind", condition, None if offer.kind is None else offer.kind is condition.kind)
        case Occupation():
            return _occupation(condition, offer)
        case Salary():
            return _reaches("offer.salary_eur_year", condition, offer.salary_eur_year, condition.at_least, figures)


def _occupation(condition: Occupation, offer: Offer) -> Judgement:
    """A name that none of our lists knows, or that the sources leave open, is for the authority to judge."""
    known = offer.occupations
    if known is None:
        return _unknown(Missing(why=Why.TELL, code="offer.occupation", condition=condition))
    if known & condition.none_of:
        return _failed(condition)
    if known & condition.one_of:
        return _MET
    if condition.ask_for and (not known or known & condition.ask_for):
        return _ask(condition)
    if not known:
        return _unknown(Missing(why=Why.ASK, code="occupation", condition=condition))
    return _failed(condition) if condition.one_of else _MET


def _livelihood(condition: Livelihood, profile: Profile, figures: Figures) -> Judgement:
    limit = value_of(condition.at_least, figures)
    if limit is None:
        return _ask(condition)
    pay = profile.offer.salary_eur_year if profile.offer is not None else None
    if profile.offer is not None and profile.offer.is_none:
        pay = Decimal(0)
    known = (pay or Decimal(0)) / MONTHS + (profile.funds_eur_month or Decimal(0))
    if known >= limit:
        return _MET
    untold = [code for code, value in (("offer.salary_eur_year", pay), ("funds_eur_month", profile.funds_eur_month)) if value is None]
    if profile.offer is None:
        untold = ["offer", *untold[1:]]
    return _unknown(*(Missing(why=Why.TELL, code=code, condition=condition) for code in untold)) if untold else _failed(condition)


def _points(condition: Points, profile: Profile, figures: Figures) -> Judgement:
    """Sure points reach it: met. Not even the possible ones do: lacking. Else what is not told decides."""
    limit = value_of(condition.at_least, figures)
    if limit is None:
        return _ask(condition)
    judged = [(row, judge(row.when, profile, figures)) for row in condition.table]
    sure = sum_of_best((row.subject, row.points) for row, found in judged if found.verdict is Verdict.MET)
    possible = sum_of_best((row.subject, row.points) for row, found in judged if found.verdict in (Verdict.MET, Verdict.UNKNOWN))
    if sure >= limit:
        return _MET
    if possible < limit:
        return _failed(condition)
    return _unknown(
        *(entry for _, found in judged if found.verdict is Verdict.UNKNOWN for entry in found.missing if entry.why is not Why.LACKS)
    )


def sum_of_best(points: Iterable[tuple[str, int]]) -> int:
    """The best of each subject, added up.

    >>> sum_of_best([("german", 3), ("german", 1), ("age", 2)])
    5
    """
    best: dict[str, int] = {}
    for subject, count in points:
        best[subject] = max(count, best.get(subject, 0))
    return sum(best.values())


def value_of(amount: Amount, figures: Figures) -> Decimal | None:
    """The number an amount stands for; None when its figure does not exist. Raises nothing."""
    if amount.figure is None:
        return amount.value
    figure = figures.get(amount.figure)
    return None if figure is None else figure.value


def yearly(amount: Amount, figures: Figures) -> Decimal | None:
    """The amount as gross pay a year: a figure a month counts twelve times."""
    value = value_of(amount, figures)
    figure = figures.get(amount.figure) if amount.figure else None
    return value * MONTHS if value is not None and figure is not None and figure.unit.endswith("/month") else value


def _reaches(field: str, condition: Condition, told: Decimal | None, amount: Amount, figures: Figures) -> Judgement:
    limit = yearly(amount, figures) if isinstance(condition, Salary) else value_of(amount, figures)
    if limit is None:
        return _ask(condition)
    return _told(field, condition, None if told is None else told >= limit)


def _told(field: str, condition: Condition, is_met: bool | None) -> Judgement:
    if is_met is None:
        return _unknown(Missing(why=Why.TELL, code=field, condition=condition))
    return _MET if is_met else _failed(condition)


def _failed(condition: Condition, *, closes: bool | None = None, code: str | None = None) -> Judgement:
    barred = condition.closes if closes is None else closes
    missing = Missing(why=Why.BARS if barred else Why.LACKS, code=code or condition.code, condition=condition)
    return Judgement(verdict=Verdict.BARRED if barred else Verdict.LACKING, missing=(missing,))


def _ask(condition: Condition) -> Judgement:
    return _unknown(Missing(why=Why.ASK, code=condition.code, condition=condition))


def _unknown(*missing: Missing) -> Judgement:
    return Judgement(verdict=Verdict.UNKNOWN, missing=missing)


_WORST_FIRST = (Verdict.BARRED, Verdict.UNKNOWN, Verdict.LACKING, Verdict.MET)


def _all(judged: Sequence[Judgement]) -> Judgement:
    """The worst counts; everything that is missing is kept."""
    found = {each.verdict for each in judged}
    verdict = next((worst for worst in _WORST_FIRST if worst in found), Verdict.MET)
    return Judgement(verdict=verdict, missing=tuple(entry for each in judged for entry in each.missing))


def _alternative(judged: Sequence[Judgement]) -> Judgement:
    """All of it, as one of several ways: what is lacking makes it moot to ask for the rest."""
    verdict = min((each.verdict for each in judged), default=Verdict.MET)
    kept = (entry for each in judged for entry in each.missing if entry.why in _WHYS[verdict])
    missing = tuple(replace(entry, decides=True) for entry in kept)
    return Judgement(verdict=verdict, missing=missing)


def _any(judged: Sequence[Judgement]) -> Judgement:
    """The best alternative counts; of equals one that the person can settle, then the one that misses least, the first of those."""
    return max(judged, key=_promise, default=_MET)


def _promise(found: Judgement) -> tuple[Verdict, bool, int]:
    return found.verdict, all(missing.why is not Why.ASK for missing in found.missing), -len(found.missing)


def needs(kind: OfferKind) -> str:
    """The code of what is missing when there is no such offer."""
    return {OfferKind.JOB: "offer", OfferKind.STUDY: "study_place", OfferKind.TRAINING: "training_place"}.get(kind, f"{kind.value}_offer")
