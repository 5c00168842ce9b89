"""Spoken words in a turn: asked about where they may be misheard, then the same as typed ones."""

from __future__ import annotations

from connectors import payloads
from connectors.commands import as_words
from connectors.current_turn import CurrentTurn
from connectors.turn import Outcome, TurnAct

_LONGEST = 1000  # characters of what was heard, in the question and in its button


def confirmed(text: str) -> str:
    """The words that a person confirmed to have spoken, from then on the same as typed ones."""
    match payloads.read(text):
        case (payloads.HEARD, {"text": str(words)}):
            return as_words(words)
    return text


def heard_right(turn: CurrentTurn) -> Outcome:
    """Did I hear this right? Nothing else is remembered of it until the person says so."""
    composer, words = turn.composer(), turn.text[:_LONGEST]
    yes = composer.label("button_heard", payloads.write(payloads.HEARD, text=words))
    no = composer.label("button_misheard", payloads.write(payloads.MISHEARD))
    return turn.end(TurnAct.CLARIFY, composer.phrase("voice_check", yes, no, text=words), confidence=0.0)
