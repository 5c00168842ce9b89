"""A call for help in a turn: before the engine, and whatever it would have said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connectors import payloads
from connectors.current_turn import CurrentTurn
from connectors.engine import LookUp
from connectors.handover import Voice, is_news
from connectors.looking_up import look_up_alone
from connectors.protecting import CARE_TURNS, numbers_only, protect
from connectors.showing import show
from connectors.turn import Outcome, Suspicion, Triaged, TurnAct
from knowledge.article import Country
from knowledge.triage.alarm import Category, Urgency


def suspected(turn: CurrentTurn) -> Suspicion | None:
    try:
        return turn.do.suspects(turn.text, turn.variety)
    except Exception:  # the opinion may only add: whatever it raises, the message is answered as without it
        return None


def asked_gently(turn: CurrentTurn, outcome: Outcome, alarm: Triaged) -> Outcome:
    """The answer, and after it the question whether help is needed: who needs none has lost nothing."""
    if turn.caring:
        return outcome  # the numbers were shown a moment ago
    composer = replace(turn, language=outcome.language).composer()
    button = composer.label("button_need_help", payloads.write(payloads.NEED_HELP, category=alarm.category, urgency=alarm.urgency))
    return replace(outcome, replies=(*outcome.replies, composer.phrase("protect_gently", button)))


def protect_person(turn: CurrentTurn, alarm: Triaged) -> Outcome:
    """A call for help: before the engine, and whatever it would have said."""
    # Where the person says they are, or a country of destination they name ("f talyan"), or what we knew.
    place = turn.named.present_in or turn.named.destination or turn.state.corridor.present_in
    corridor = replace(turn.state.corridor, present_in=place)
    turn = replace(turn, state=replace(turn.state, corridor=corridor))
    if turn.state.held_by_person:
        return _numbers_beside_person(turn, alarm, place)
    outcome = numbers(turn, alarm, place)
    if alarm.urgency == "immediate":  # one message, one action
        return outcome
    # Where nobody's life is at stake, the article that says what to do comes after the numbers.
    try:
        found = _what_to_do(replace(turn, state=outcome.state, caring=True), alarm)
    except Exception:  # whatever search may raise, the numbers must arrive
        return outcome
    return replace(outcome, replies=(*outcome.replies, *found.replies), state=found.state) if found else outcome


def _what_to_do(turn: CurrentTurn, alarm: Triaged) -> Outcome | None:
    """What search is sure of, else the article about this kind of alarm, else nothing."""
    found = look_up_alone(turn, LookUp())
    if found.act is TurnAct.ANSWER:
        return found
    about = turn.do.article_for(alarm)
    if about is None or about not in turn.do.base().articles:
        return None
    return show(turn, about, {"part": "answer"})


def tapped_for_help(turn: CurrentTurn, name: str, fields: Mapping[str, Any]) -> Outcome | None:
    """A button that asks for numbers: for the country we know, or for the one it names."""
    alarm, place = payloads.alarm(fields), turn.state.corridor.present_in
    if alarm is None:
        return None
    if name == payloads.HELP_IN:
        place = payloads.corridor({"present_in": fields.get("country")}).present_in
    moved = replace(turn.state, corridor=replace(turn.state.corridor, present_in=place))
    return numbers(replace(turn, state=moved), alarm, place)


def numbers(turn: CurrentTurn, alarm: Triaged, country: Country | None) -> Outcome:
    replies = protect(turn.composer(), alarm, turn.do.topics(alarm), country, turn.do.lines)
    return turn.end(TurnAct.PROTECT, *replies, triage=alarm, alarm=alarm, care_turns=CARE_TURNS, confidence=1.0, voice=Voice.PROTECTIVE)


def _numbers_beside_person(turn: CurrentTurn, alarm: Triaged, country: Country | None) -> Outcome:
    """A call for help while a person holds the conversation: the desk hears it each time, the person gets its numbers once."""
    if not is_news(turn.state.case, Category(alarm.category), Urgency(alarm.urgency)):
        return turn.end(TurnAct.SILENT, triage=alarm)
    reply = numbers_only(turn.composer(), alarm, turn.do.topics(alarm), country, turn.do.lines)
    return turn.end(TurnAct.PROTECT, reply, triage=alarm, alarm=alarm, confidence=1.0, voice=Voice.PROTECTIVE)
