"""What people are told about the team: hours, waiting time, how it stands; never more than is known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors import handover, reaching_person
from connectors.composing import Composer
from connectors.handover import Case
from connectors.opening import DeskNow, Opening, usual_wait
from connectors.protecting import Lines
from connectors.reaching_person import Knows
from connectors.turn import Effect, TurnAct, TurnState
from knowledge.article import Language
from knowledge.opening_hours import parse
from knowledge.phrases import say
from knowledge.standing import Standing, heard
from tests.connectors.talking import POLICE

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = Opening(hours=parse("mo-fr 09:00-17:00"), zone=BERLIN, holidays=frozenset({date(2026, 12, 25)}))
HOUR = timedelta(hours=1)


def berlin(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=BERLIN)


MONDAY_NOON, SUNDAY = berlin(23, 12), berlin(22, 12)
WAITING = handover.tell(handover.ask(SUNDAY), SUNDAY)


def knows(now: datetime | None = MONDAY_NOON, language: Language = Language.EN, opening: Opening = WEEK, wait: timedelta = HOUR) -> Knows:
    desk = DeskNow(opening=opening, now=now.astimezone(UTC), wait=wait) if now else None
    lines: Lines = lambda topics, country: [POLICE]  # noqa: E731 - the whole directory
    return Knows(composer=Composer(language, say, {}, date(2026, 11, 22)), desk=desk, lines=lines)


def told(now: datetime, **about: object) -> str:
    found = knows(now, **about)  # type: ignore[arg-type]
    assert found.desk is not None
    return reaching_person.is_there(found.desk, found.composer)


def test_the_desk_is_open_in_its_own_time_zone_and_closed_on_holidays() -> None:
    assert WEEK.is_open(datetime(2026, 11, 23, 8, tzinfo=UTC)) and not WEEK.is_open(datetime(2026, 11, 23, 16, tzinfo=UTC))
    assert not WEEK.is_open(berlin(25, 12, month=12))
    assert WEEK.next_opening(berlin(24, 18, month=12)) == berlin(28, 9, month=12)


def test_open_time_is_counted_across_nights_weekends_and_the_change_of_the_clock() -> None:
    assert WEEK.open_between(berlin(20, 16), MONDAY_NOON) == timedelta(hours=4)
    assert WEEK.open_between(MONDAY_NOON, SUNDAY) == timedelta()
    always = Opening(hours=parse("24/7"), zone=BERLIN)
    assert always.open_between(berlin(24, 12, month=10), berlin(25, 12, month=10)) == timedelta(hours=25)
    late = Opening(hours=parse("mo-fr 20:00-24:00"), zone=BERLIN)
    assert late.is_open(berlin(23, 23)) and not late.is_open(berlin(24, 0))
    assert Opening(hours=parse("unknown"), zone=BERLIN).next_opening(SUNDAY) is None


def test_the_wait_is_the_median_once_there_are_enough_answers_and_the_promise_before() -> None:
    assert usual_wait([HOUR] * 4, 4 * HOUR) == 4 * HOUR
    assert usual_wait([HOUR, HOUR, HOUR, 9 * HOUR, 9 * HOUR], 4 * HOUR) == HOUR


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (berlin(23, 7), "today at 09:00"),
        (SUNDAY, "tomorrow at 09:00"),
        (berlin(20, 18), "on Monday at 09:00"),
    ],
)
def test_a_closed_desk_says_when_it_opens(now: datetime, says: str) -> None:
    assert says in told(now) and "Monday to Friday from 09:00 to 17:00 (Berlin time)" in told(now)


def test_far_away_an_opening_has_a_date_and_an_unknown_one_is_said_to_be_unknown() -> None:
    holidays = frozenset(date(2026, 11, 23) + timedelta(days=days) for days in range(10))
    closed = Opening(hours=WEEK.hours, zone=BERLIN, holidays=holidays)
    assert "03/12/2026" in told(MONDAY_NOON, opening=closed)
    assert told(SUNDAY, opening=Opening(hours=parse("unknown"), zone=BERLIN)) == say("desk_away", Language.EN)
    elsewhere = Opening(hours=WEEK.hours, zone=ZoneInfo("Europe/Madrid"))
    assert "(Europe/Madrid)" in told(MONDAY_NOON, opening=elsewhere)


@pytest.mark.parametrize(("minutes", "key"), [(1, "wait_15"), (16, "wait_30"), (60, "wait_60"), (61, "wait_120"), (900, "wait_more")])
def test_a_wait_is_rounded_up(minutes: int, key: str) -> None:
    assert say(key, Language.EN) in told(MONDAY_NOON, wait=timedelta(minutes=minutes))


@pytest.mark.parametrize("language", list(Language))
def test_every_language_tells_the_same(language: Language) -> None:
    for now in (MONDAY_NOON, SUNDAY, berlin(20, 18)):
        text = told(now, language=language)
        assert "09:00" in text and "17:00" in text and "{" not in text


def test_a_request_out_of_hours_comes_with_numbers_to_call() -> None:
    asked = reaching_person.request(TurnState(), knows(SUNDAY))
    assert (asked.act, asked.effects, asked.told_hours) == (TurnAct.HANDOFF, (Effect.REQUEST_PERSON,), True)
    assert asked.reply.helplines and say("handoff_until_then", Language.EN) in asked.reply.text
    open_now = reaching_person.request(TurnState(), knows())
    assert not open_now.reply.helplines and say("handoff_noted", Language.EN) in open_now.reply.text
    assert [button.payload for button in open_now.reply.buttons] == ["/person_status", "/person_withdraw"]


def test_without_the_desks_hours_nothing_is_promised() -> None:
    asked = reaching_person.request(TurnState(), knows(None))
    assert (asked.reply.text, asked.told_hours) == (say("handoff_requested", Language.EN), False)
    again = reaching_person.status(TurnState(case=handover.ask(SUNDAY)), knows(None))
    assert (again.reply.text, again.told_hours) == (say("handoff_already", Language.EN), False)


@pytest.mark.parametrize(
    ("case", "key", "told_hours"),
    [(None, "handoff_none", False), (WAITING, "handoff_waits", True), (handover.take(WAITING, 1, SUNDAY), "with_person", False)],
)
def test_the_status_says_how_it_stands(case: Case | None, key: str, told_hours: bool) -> None:
    said = reaching_person.status(TurnState(case=case), knows())
    assert (said.reply.text.startswith(say(key, Language.EN)), said.told_hours, said.effects) == (True, told_hours, ())


def test_asking_for_a_person_again_tells_how_it_stands_and_wishes_anew() -> None:
    said = reaching_person.request(TurnState(case=WAITING), knows())
    assert said.reply.text.startswith(say("handoff_waits", Language.EN)) and said.effects == (Effect.REQUEST_PERSON,)


def test_a_wish_can_be_withdrawn_and_there_must_be_one() -> None:
    assert reaching_person.withdraw(TurnState(case=WAITING), knows()).effects == (Effect.WITHDRAW_REQUEST,)
    assert reaching_person.withdraw(TurnState(), knows()).effects == ()


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("wach kayn chi wa7d??", None),
        ("Wach kayn chi wahd?", Standing.STATUS),
        ("واش كاين شي حَد", Standing.STATUS),
        ("لسّه مستنيه", Standing.STATUS),
        ("Il y a quelqu’un ?", Standing.STATUS),
        ("C'è qualcuno?", Standing.STATUS),
        ("Ich warte noch", Standing.STATUS),
        ("I am still waiting, please cancel my request", Standing.WITHDRAW),
        ("Anfrage zurückziehen", Standing.WITHDRAW),
        ("How long does a visa take?", None),
        ("c'est quoi un visa", None),
        ("is anyone there who can tell me how long the procedure for a work visa takes in Germany", None),
    ],
)
def test_people_ask_in_words_how_it_stands(text: str, standing: Standing | None) -> None:
    assert heard(text) is standing
