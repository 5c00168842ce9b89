"""What people may always do with their data, whoever holds the conversation; none of it needs the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connectors import payloads
from connectors.current_turn import CurrentTurn
from connectors.engine import engine_member
from connectors.handover import Voice
from connectors.turn import Effect, Outcome, TurnAct, TurnState
from knowledge.article import Language


def own_data(turn: CurrentTurn, name: str, fields: Mapping[str, Any]) -> Outcome | None:
    """What people may always do with their data, whoever holds the conversation; none of it needs the engine."""
    match name, fields:
        case "delete_data", {"sure": True}:
            reply = turn.composer().phrase("delete_done")
            return turn.end(TurnAct.RUN, reply, effects=(Effect.DELETE_DATA,), voice=Voice.COMMAND)
        case "delete_data", {"sure": False}:
            return turn.end(TurnAct.RUN, turn.composer().phrase("delete_kept"), voice=Voice.COMMAND)
        case payloads.EXPORT, _:
            return export(turn)
        case payloads.CONSENT, {"learn": bool(learn)}:
            reply = turn.composer().phrase("learn_yes" if learn else "learn_no")
            return turn.end(TurnAct.COMMAND, reply, may_learn=learn, confidence=1.0, voice=Voice.COMMAND)
    return None


def wiped(turn: CurrentTurn, fields: Mapping[str, Any]) -> Outcome:
    """After a panic word: one neutral line, whoever holds the conversation."""
    language = engine_member(fields.get("language"), Language) or turn.language
    fresh = replace(turn, state=TurnState(), language=language, variety=language.value)
    line = fresh.composer().phrase("wiped")
    return fresh.end(TurnAct.RUN, line, effects=(Effect.DELETE_DATA,), confidence=1.0, voice=Voice.COMMAND)


def export(turn: CurrentTurn) -> Outcome:
    """The store puts what it keeps in the place of the title."""
    title = turn.composer().phrase("copy_title")
    return turn.end(TurnAct.RUN, title, effects=(Effect.EXPORT_DATA,), confidence=1.0, voice=Voice.COMMAND)


def ask_deletion(turn: CurrentTurn) -> Outcome:
    """Nothing is erased before it was confirmed."""
    composer = turn.composer()
    sure = composer.label("button_delete_sure", payloads.write("delete_data", sure=True))
    keep = composer.label("button_cancel", payloads.write("delete_data", sure=False))
    return turn.end(TurnAct.RUN, composer.phrase("delete_ask", sure, keep), confidence=1.0, voice=Voice.COMMAND)
