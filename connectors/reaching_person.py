"""What the assistant says about the team: the request noted, how it stands, when somebody is there, withdrawn. Pure.

Everything about time comes from the desk's own hours and from what people really waited; unknown is said to be unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors import cards
from connectors.composing import Composer
from connectors.handover import Stage, is_for_the_record
from connectors.message import Button, Reply
from connectors.opening import DeskNow
from connectors.protecting import Lines
from connectors.protecting import cards as helpline_cards
from connectors.turn import Effect, TurnAct, TurnState
from knowledge import helpline_words
from knowledge.article import Country
from knowledge.opening_hours import DAYS

STATUS, WITHDRAW = "person_status", "person_withdraw"  # payloads
OUT_OF_HOURS = ("emergency", "migrant_help", "iom")  # helpline topics, when nothing tells what it is about
ZONES = {
    "Europe/Berlin": "zone_berlin",
    "Europe/Rome": "zone_rome",
    "Europe/Paris": "zone_paris",
    "Europe/Brussels": "zone_brussels",
    "Africa/Cairo": "zone_cairo",
    "Africa/Casablanca": "zone_casablanca",
    "Africa/Tunis": "zone_tunis",
}
_WAITS = (15, 30, 60, 120, 240, 480)  # minutes; a wait is said as the next longer of these
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A reply about the team, and what goes with it."""

    act: TurnAct
    reply: Reply
    effects: tuple[Effect, ...] = ()
    told_hours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Knows:
    """What the words are made from."""

    composer: Composer
    desk: DeskNow | None
    lines: Lines
    topics: Sequence[str] = OUT_OF_HOURS


def request(state: TurnState, knows: Knows) -> Said:
    """The person asks for a human being; once asked, asking again tells how it stands."""
    if state.case is not None and not is_for_the_record(state.case):
        # The wish goes with it: somebody of the team may close the case before this is saved.
        return replace(status(state, knows), effects=(Effect.REQUEST_PERSON,))
    if knows.desk is None:
        reply = knows.composer.phrase("handoff_requested")
    else:
        reply = _reply(knows, ["handoff_noted"], state.corridor.present_in)
    return Said(act=TurnAct.HANDOFF, reply=reply, effects=(Effect.REQUEST_PERSON,), told_hours=knows.desk is not None)


def status(state: TurnState, knows: Knows) -> Said:
    """How the request stands. To one that could not be told so far, this is where the hours are told."""
    case, composer = state.case, knows.composer
    if case is None or is_for_the_record(case):
        return Said(act=TurnAct.COMMAND, reply=composer.phrase("handoff_none", composer.label("button_person", "/handoff")))
    if case.stage is Stage.PERSON:
        return Said(act=TurnAct.HANDOFF, reply=composer.phrase("with_person"))
    if knows.desk is None:
        return Said(act=TurnAct.HANDOFF, reply=composer.phrase("handoff_already", _withdraw(composer)))
    reply = _reply(knows, ["handoff_waits"], state.corridor.present_in)
    return Said(act=TurnAct.HANDOFF, reply=reply, told_hours=True)


def withdraw(state: TurnState, knows: Knows) -> Said:
    """The person wants nobody any more."""
    if state.case is None:
        return status(state, knows)
    reply = knows.composer.phrase("handoff_cancelled", knows.composer.label("button_person", "/handoff"))
    return Said(act=TurnAct.COMMAND, reply=reply, effects=(Effect.WITHDRAW_REQUEST,))


def held_menu(composer: Composer) -> Reply:
    """What still works while a person holds the conversation."""
    buttons = (
        composer.label("button_languages", "/change_language"),
        _withdraw(composer),
        composer.label("cmd_delete", "/delete_data"),
    )
    return composer.phrase("with_person", *buttons)


def is_there(desk: DeskNow, composer: Composer) -> str:
    """When somebody is there and how long it usually takes, in one or two sentences."""
    opening, language, say = desk.opening, composer.language, composer.say
    values = {
        "hours": helpline_words.hours(opening.hours, language, say),
        "zone": say(ZONES[opening.zone.key], language) if opening.zone.key in ZONES else opening.zone.key,
        "wait": say(_wait_key(desk.wait), language),
    }
    if opening.is_open(desk.now):
        return say("desk_open_now", language, **values)
    opens = opening.next_opening(desk.now)
    if opens is None:
        return say("desk_away", language)
    return say("desk_closed_now", language, **values, opening=_moment(opens, desk.now.astimezone(opening.zone), composer))


def _reply(knows: Knows, first: list[str], country: Country | None) -> Reply:
    """The state of the request, the hours, and the numbers to call when nobody is there."""
    desk, composer = knows.desk, knows.composer
    assert desk is not None
    closed = not desk.opening.is_open(desk.now)
    lines = knows.lines(knows.topics, country) if closed else ()
    language = composer.language
    parts = [*(composer.say(key, language) for key in first), is_there(desk, composer), composer.say("handoff_urgent", language)]
    parts += [composer.say("handoff_until_then", language)] if lines else []
    return Reply(
        text="\n\n".join(parts),
        language=language.value,
        helplines=helpline_cards(composer, lines, country),
        buttons=(composer.label("button_status", f"/{STATUS}"), _withdraw(composer)),
    )


def _withdraw(composer: Composer) -> Button:
    return composer.label("button_withdraw", f"/{WITHDRAW}")


def _wait_key(wait: timedelta) -> str:
    minutes = wait.total_seconds() / 60
    return next((f"wait_{limit}" for limit in _WAITS if minutes <= limit), "wait_more")


def _moment(opens: datetime, now: datetime, composer: Composer) -> str:
    """A moment in the desk's zone as one says it today."""
    language, say, time = composer.language, composer.say, opens.strftime("%H:%M")
    days = (opens.date() - now.date()).days
    if days <= 1:
        return say("opening_tomorrow" if days else "opening_today", language, time=time)
    if timedelta(days=days) < _WEEK:
        return say("opening_day", language, day=say(f"helpline_day_{DAYS[opens.weekday()]}", language), time=time)
    return say("opening_date", language, date=cards.day(opens.date().isoformat(), language), time=time)
