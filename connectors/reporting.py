"""A report in a turn: its steps, what interrupts it, and when it is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connectors import listening, payloads, reaching_person, telling
from connectors.asking_team import knows
from connectors.calls_for_help import protect_person
from connectors.current_turn import CurrentTurn
from connectors.engine import Tell
from connectors.handover import Voice
from connectors.message import Button
from connectors.report import NO, YES, Question, kind_of
from connectors.telling import Told
from connectors.turn import Effect, Outcome, Triaged, TurnAct


def protect_teller(turn: CurrentTurn, alarm: Triaged) -> Outcome:
    """A call for help goes before a report. Whoever is not alone leaves it; where no life is at stake its question comes again."""
    outcome, draft = protect_person(turn, alarm), turn.state.telling
    if draft is None or turn.state.held_by_person:
        return outcome
    if payloads.read(listening.meant(turn.text, draft)) == (payloads.REPORT_UNSAFE, {}):
        state = replace(outcome.state, telling=None)
        return replace(outcome, state=state, effects=(*outcome.effects, Effect.DROP_REPORT), forget=(*draft.turns, turn.id))
    kind = kind_of(alarm.category) if draft.asked is Question.KIND else None
    if kind:
        draft = telling.go_on(draft, {Question.KIND.value: kind}, Question.SINCE, turn.text, turn.id, turn.composer()).draft or draft
        outcome = replace(outcome, state=replace(outcome.state, telling=draft))
    if alarm.urgency == "immediate":
        return outcome
    return replace(outcome, replies=(*outcome.replies, *telling.resume(draft, turn.id, turn.composer()).replies))


def resumed(turn: CurrentTurn, outcome: Outcome) -> Outcome:
    """After something else was answered, the report's open question again."""
    draft = turn.state.telling
    if draft is None or outcome.told or outcome.state.telling is None or outcome.act is TurnAct.RUN:
        return outcome
    told = telling.resume(draft, turn.id, replace(turn, language=outcome.language).composer())
    return replace(outcome, replies=(*outcome.replies, *told.replies), state=replace(outcome.state, telling=told.draft))


def offered(turn: CurrentTurn, outcome: Outcome) -> Outcome:
    """When the care after a call for help ends, once: the offer to tell what happened. Never pressed."""
    ends = turn.caring and not turn.state.care_turns and not turn.state.telling
    kind = kind_of(turn.state.alarm.category) if turn.state.alarm else None
    if not ends or kind is None or outcome.told or outcome.act in {TurnAct.PROTECT, TurnAct.HANDOFF, TurnAct.RUN, TurnAct.SILENT}:
        return outcome
    composer = replace(turn, language=outcome.language).composer()
    button = telling.offer(kind, composer)
    if any(button in reply.buttons for reply in outcome.replies):
        return outcome
    return replace(outcome, replies=(*outcome.replies, composer.phrase("report_offer", button)))


def offers(turn: CurrentTurn) -> tuple[Button, ...]:
    """The button to tell what happened, during the care; where a life was at stake, only when the care ends."""
    alarm = turn.state.alarm
    may = alarm and not turn.state.telling and (alarm.urgency != "immediate" or not turn.state.care_turns)
    kind = kind_of(alarm.category) if alarm and may else None
    return (telling.offer(kind, turn.composer()),) if kind else ()


def tell(turn: CurrentTurn, act: Tell) -> Outcome:
    """One step of a report."""
    draft, composer, asked = turn.state.telling, turn.composer(), act.question
    if asked is not None and draft is None:
        return _told(turn, telling.begin(act.heard, asked, turn.text, turn.id, composer))
    if asked is not None and draft is not None:
        step = (
            telling.go_on(draft, act.heard, asked, turn.text, turn.id, composer) if act.heard else telling.resume(draft, turn.id, composer)
        )
        return _told(turn, step)
    sure = act.heard.get(Question.SURE.value)
    if draft is None or act.ask == "stopped" or sure == NO:
        return _told(turn, telling.stop(draft, turn.id, composer), voice=Voice.COMMAND)
    if draft.asked is not Question.SURE or sure != YES:  # nothing was shown, or nothing said to it
        return _told(turn, telling.go_on(draft, {}, Question.SURE, turn.text, turn.id, composer))
    return _handed_over(turn, telling.hand_over(draft))


def of_report(turn: CurrentTurn, name: str, fields: Mapping[str, Any]) -> Outcome | None:
    """What is no matter of the engine: to leave at once, and to choose an answer to change."""
    draft, composer = turn.state.telling, turn.composer()
    if name == payloads.REPORT_UNSAFE:
        return _told(turn, telling.unsafe(draft, turn.id, composer), Voice.COMMAND)
    return _told(turn, telling.change(draft, fields.get("what"), composer)) if draft else None


def _told(turn: CurrentTurn, told: Told, voice: Voice = Voice.CHATTER) -> Outcome:
    return turn.end(
        TurnAct.COMMAND,
        *told.replies,
        telling=told.draft,
        effects=told.effects,
        report=told.report,
        forget=told.forget,
        told=True,
        voice=voice,
        confidence=1.0,
    )


def _handed_over(turn: CurrentTurn, told: Told) -> Outcome:
    """Kept, and what happens now: an answer of the team, or nothing but that it is written down."""
    if told.report and told.report.for_the_record:
        return _told(
            turn,
            replace(told, replies=(turn.composer().phrase("report_written", turn.composer().label("button_person", "/handoff")),)),
            Voice.COMMAND,
        )
    said = reaching_person.request(turn.state, knows(turn))
    kept = _told(turn, replace(told, replies=(turn.composer().phrase("report_kept"), said.reply)), Voice.COMMAND)
    return replace(kept, effects=(*said.effects, *kept.effects), told_hours=said.told_hours)
