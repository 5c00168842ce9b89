from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from benchmarks.pathways import AT_MOST, measure
from knowledge.pathways.asking import FIELDS, next_question
from knowledge.pathways.catalogue import base, pathways
from knowledge.pathways.judging import assess_all
from knowledge.pathways.pathway import Assessment
from knowledge.pathways.profile import ANYWHERE, NO_OFFER, Education, Profile

TODAY = date(2026, 11, 22)


def found(profile: Profile) -> list[Assessment]:
    return assess_all(pathways(), profile, base().figures, TODAY)


def test_the_finder_reaches_a_result_in_a_median_of_eight_questions_and_misses_nothing() -> None:
    """The short form of `python -m benchmarks.pathways`."""
    measured = measure(60)
    assert measured["median_questions"] <= AT_MOST
    assert measured["different"] == 0


def test_where_to_is_asked_first_and_all_routes_wait_for_it() -> None:
    question = next_question(found(Profile()))
    assert question is not None
    assert (question.field, len(question.routes)) == ("to", len(pathways()))


def test_what_is_skipped_is_not_asked_again() -> None:
    skipped: list[str] = []
    while question := next_question(found(Profile(destination="DE")), skipped):
        assert question.field not in skipped
        skipped.append(question.field)
    assert set(skipped) <= set(FIELDS)
    assert len(skipped) > 5


def test_an_answer_that_closes_every_waiting_route_ends_the_questions_about_them() -> None:
    person = Profile(origin="EG", destination="BE", age=Decimal(30), education=Education.NONE, offer=NO_OFFER)
    question = next_question(found(person))
    assert question is None or "be-brussels-qualified" not in question.routes
    assert next_question(found(replace(person, education=None))) is not None


def test_pay_is_not_asked_of_somebody_without_an_offer() -> None:
    skipped: list[str] = []
    while question := next_question(found(Profile(origin="MA", destination=ANYWHERE, offer=NO_OFFER)), skipped):
        skipped.append(question.field)
    assert not [field for field in skipped if field.startswith("offer")]


def test_a_correction_is_another_profile_and_nothing_of_the_old_one_stays() -> None:
    old = Profile(origin="MA", destination="FR", age=Decimal(40))
    young = {each.pathway.id: each.state.value for each in found(replace(old, age=Decimal(20)))}
    assert {each.pathway.id: each.state.value for each in found(old)}["fr-young-professionals"] == "closed"
    assert young["fr-young-professionals"] == "unknown"
