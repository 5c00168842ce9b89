"""A person takes over: the rules by example, and at random. A million steps: `python -m benchmarks.handover`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.handover import walk
from connectors import handover
from connectors.errors import DoesNotFit
from connectors.handover import Call, Case, Ending, Outcome, Stage, Voice
from knowledge.triage.alarm import Category, Urgency

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DANGER = Call(category=Category.VIOLENCE, urgency=Urgency.IMMEDIATE, at=NOW)
WAGES = Call(category=Category.UNPAID_WAGES, urgency=Urgency.SUPPORT, at=NOW)


def minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


def held(call: Call | None = None) -> Case:
    return handover.take(handover.tell(handover.ask(NOW, call), NOW), 1, minutes(3))


def test_twenty_thousand_random_steps_break_no_rule() -> None:
    assert walk(20_000, first_seed=1) >= 20_000


def test_a_wish_is_noted_queued_taken_answered_and_closed() -> None:
    asked = handover.ask(NOW)
    told = handover.tell(asked, minutes(1))
    answered = handover.answer(handover.take(told, 1, minutes(2)), 1, minutes(4))
    closed = handover.close(answered, Outcome.ANSWERED, minutes(9))
    assert [case.stage for case in (asked, told, answered, closed)] == [Stage.REQUESTED, Stage.WAITING, Stage.PERSON, Stage.CLOSED]
    assert (closed.told_at, closed.taken_at, closed.answered_at, closed.ended_at) == (minutes(1), minutes(2), minutes(4), minutes(9))
    assert (closed.ending, closed.outcome, handover.stage_of(closed)) == (Ending.CLOSED, Outcome.ANSWERED, Stage.CLOSED)
    assert handover.hear(closed, minutes(20)) is None


def test_asking_again_keeps_the_place_and_a_call_for_help_moves_it_up() -> None:
    asked = handover.ask(NOW)
    assert handover.ask(minutes(9), case=asked) == asked
    worse = handover.ask(minutes(9), DANGER, asked)
    assert (worse.asked_at, worse.urgency, worse.category) == (NOW, Urgency.IMMEDIATE, Category.VIOLENCE)
    milder = handover.ask(minutes(9), WAGES, worse)
    assert (milder.urgency, milder.category) == (Urgency.IMMEDIATE, Category.VIOLENCE)


def test_the_queue_has_danger_first_then_who_waits_longest_then_those_who_are_answered() -> None:
    old, danger, young = handover.ask(NOW), handover.ask(minutes(5), DANGER), handover.ask(minutes(4))
    answered = handover.answer(held(DANGER), 1, minutes(1))
    assert sorted([answered, young, old, danger], key=handover.rank) == [danger, old, young, answered]


@pytest.mark.parametrize("voice", list(Voice))
def test_beside_a_person_the_assistant_says_only_help_and_what_was_commanded(voice: Voice) -> None:
    assert handover.may_speak(Stage.PERSON, voice) == (voice is not Voice.CHATTER)
    assert all(handover.may_speak(stage, voice) for stage in Stage if stage is not Stage.PERSON)


def test_what_the_person_writes_to_a_caseworker_waits_for_an_answer_and_a_call_is_shown_until_then() -> None:
    quiet = handover.answer(held(), 1, minutes(4))
    assert quiet.since is None
    heard = handover.hear(quiet, minutes(7), DANGER)
    assert heard is not None and (heard.since, heard.call, heard.urgency) == (minutes(7), DANGER, Urgency.IMMEDIATE)
    assert not handover.is_news(heard, DANGER.category, DANGER.urgency)
    answered = handover.answer(heard, 1, minutes(8))
    assert (answered.call, answered.since, answered.urgency) == (None, None, Urgency.IMMEDIATE)
    assert not handover.is_news(answered, DANGER.category, DANGER.urgency)
    assert handover.is_news(answered, DANGER.category, Urgency.HIGH)


def test_only_who_holds_it_answers_and_a_transfer_changes_that() -> None:
    with pytest.raises(DoesNotFit):
        handover.answer(held(), 2, NOW)
    assert handover.answer(handover.transfer(held(), 2), 2, minutes(5)).held_by == 2


def test_put_back_it_waits_at_its_old_place() -> None:
    back = handover.put_back(handover.answer(held(), 1, minutes(4)), minutes(9))
    assert (back.stage, back.held_by, back.asked_at, back.since) == (Stage.WAITING, None, NOW, minutes(9))


@pytest.mark.parametrize("case", [handover.ask(NOW), held()])
def test_the_person_may_withdraw_whoever_holds_it(case: Case) -> None:
    withdrawn = handover.withdraw(case, minutes(5))
    assert (withdrawn.ending, handover.stage_of(withdrawn)) == (Ending.WITHDRAWN, Stage.BOT)
    with pytest.raises(DoesNotFit):
        handover.withdraw(withdrawn, minutes(6))


def test_of_an_erased_case_a_tombstone_stays_that_says_nothing() -> None:
    stone = handover.erase(held(DANGER), minutes(5))
    assert (stone.ending, stone.category, stone.call, stone.held_by, stone.helped) == (Ending.ERASED, None, None, None, frozenset())
    closed = handover.close(held(DANGER), Outcome.SAFE, minutes(5))
    assert (handover.erase(closed, minutes(6)).ending, handover.erase(closed, minutes(6)).category) == (Ending.CLOSED, None)


@pytest.mark.parametrize(
    ("call", "waited", "late"), [(DANGER, 4, False), (DANGER, 5, True), (WAGES, 59, False), (WAGES, 60, True), (None, 5, False)]
)
def test_the_alarm_goes_off_for_danger_after_five_minutes_and_for_others_after_an_hour(call: Call | None, waited: int, late: bool) -> None:
    limits = {"immediate": timedelta(minutes=5), "others": timedelta(minutes=60)}
    asked = handover.ask(NOW, call)
    assert handover.is_overdue(asked, timedelta(minutes=waited), **limits) is late
    assert not handover.is_overdue(handover.answer(held(call), 1, NOW), timedelta(days=1), **limits)


def test_the_alarm_goes_off_once_a_wait() -> None:
    rung = handover.sound(handover.ask(NOW), minutes(60))
    assert rung.overdue_at == minutes(60)
    with pytest.raises(DoesNotFit):
        handover.sound(rung, minutes(61))
    assert handover.answer(handover.take(rung, 1, minutes(62)), 1, minutes(63)).overdue_at is None
