"""Answers to the open question of a report, and what is none."""

import pytest

from components.since import since_of
from components.telling import SLOTS, Heard, answers_of, forgotten

IN_ITALY = {"entity": "country", "value": "IT", "role": "present"}
TO_FRANCE = {"entity": "country", "value": "FR", "role": "likely_destination"}


def heard(text: str, intent: str = "nlu_fallback", confidence: float = 0.3, *entities: dict[str, object]) -> Heard:
    return Heard(text=text, intent=intent, confidence=confidence, entities=entities)


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("since March", "since March"),
        ("for 3 months now", "for 3 months"),
        ("depuis deux semaines", "depuis deux semaines"),
        ("da tre mesi", "da tre mesi"),
        ("seit letzte Woche", "seit letzte Woche"),
        ("mn 3 chhour hakka", "mn 3 chhour"),
        ("men 3amin", "3amin"),
        ("من شهرين", "شهرين"),
        ("منذ ثلاثة أشهر", "منذ ثلاثة أشهر"),
        ("من رمضان", "من رمضان"),
        ("lbare7", "lbare7"),
        ("since 2024", "since 2024"),
        ("15.09.2026", "15.09.2026"),
        ("in Italy", None),
        ("my boss", None),
    ],
)
def test_when_it_began_is_found_in_every_language(text: str, since: str | None) -> None:
    assert since_of(text) == since


@pytest.mark.parametrize(
    ("asked", "message", "filled"),
    [
        ("since", heard("depuis mars", "ask", 0.9), {"report_since": "depuis mars"}),
        ("since", heard("mn nhar jit l had lblad"), {"report_since": "said"}),
        ("where", heard("f talyan", "inform", 1.0, IN_ITALY), {"report_where": "IT"}),
        ("where", heard("France", "inform", 1.0, TO_FRANCE), {"report_where": "FR"}),
        ("where", heard("in Spain", "inform", 0.9), {"report_where": "other"}),
        ("employer", heard("la", "deny", 0.9), {"report_employer": "no", "report_name": "skipped"}),
        ("employer", heard("oui", "affirm", 0.9), {"report_employer": "yes"}),
        ("wish", heard("bghit nhder m3a bnadem", "handoff", 0.9), {"report_wish": "person"}),
        ("wish", heard("un conseil"), {"report_wish": "advice"}),
        ("wish", heard("نصيحة"), {"report_wish": "advice"}),
        ("sure", heard("aywa", "affirm", 0.9), {"report_sure": "yes"}),
        ("sure", heard("لا", "deny", 0.9), {"report_sure": "no"}),
        ("kind", heard("they make us sleep in the stable", "ask", 0.4), {"report_kind": "said"}),
    ],
)
def test_an_answer_fills_the_question_that_is_open(asked: str, message: Heard, filled: dict[str, str]) -> None:
    assert answers_of(asked, message) == filled


@pytest.mark.parametrize("asked", ["where", "employer", "wish", "sure"])
def test_a_correction_fills_what_it_names_and_never_says_yes_or_no(asked: str) -> None:
    assert answers_of(asked, heard("no, since June", "deny", 0.9)) == {"report_since": "since June"}
    if asked != "where":
        assert answers_of(asked, heard("no, in Italy", "deny", 0.9, IN_ITALY)) == {"report_where": "IT"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("since", heard("how much is the minimum wage?", "ask", 0.5)),
        ("since", heard("how do i renew my permit", "ask", 0.9)),
        ("kind", heard("delete my data", "delete_data", 0.9)),
        ("where", heard("english please", "change_language", 0.9)),
        ("wish", heard("hmm")),
        ("sure", heard("maybe", "affirm", 0.4)),
        ("sure", heard("my cousin too", "ask", 0.5)),
        ("", heard("since March")),
        ("nonsense", heard("since March")),
    ],
)
def test_a_question_a_command_and_a_doubtful_yes_fill_nothing(asked: str, message: Heard) -> None:
    assert answers_of(asked, message) is None


def test_a_new_report_starts_empty_but_for_what_its_button_says() -> None:
    assert forgotten("report", [], "action_listen", in_form=False) == SLOTS
    assert forgotten("report", ["report_kind"], "action_listen", in_form=False) == SLOTS[1:]
    assert forgotten("report_answer", ["report_kind"], "action_listen", in_form=False) == ()
    assert forgotten("report", [], "action_listen", in_form=True) is None
    assert forgotten("report", [], "report_form", in_form=False) is None
    assert forgotten("ask", [], "action_listen", in_form=False) is None
