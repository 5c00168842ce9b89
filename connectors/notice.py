"""What people are told at first contact: that nobody human answers, what is kept and for how long, and how to erase it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from connectors import payloads
from connectors.message import Button, Reply
from connectors.phrasing import Say
from connectors.turn import Effect, Outcome, TurnAct, TurnState
from knowledge.article import Language

APPS = {"telegram": "Telegram", "whatsapp": "WhatsApp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long things are kept, in days, as it is told to people."""

    words_days: int = 30
    idle_days: int = 30


def is_due(before: TurnState, outcome: Outcome) -> bool:
    """Once, after a first answer. Never with help, nor soon after it, nor while a person speaks, nor with an erasure."""
    helping = outcome.act is TurnAct.PROTECT or outcome.triage is not None or before.care_turns > 0 or outcome.state.care_turns > 0
    silent = outcome.act is TurnAct.SILENT or not outcome.replies or before.held_by_person
    return not (before.noticed or outcome.state.noticed or helping or silent or Effect.DELETE_DATA in outcome.effects)


def compose(channel: str, language: Language, terms: Terms, say: Say) -> Reply:
    """The notice, and the one question that it asks."""
    parts = [say("notice", language, days=str(terms.words_days))]
    if app := APPS.get(channel):
        parts.append(say("notice_app", language, app=app))
    parts.append(say("notice_learn", language))
    buttons = (
        Button(label=say("button_learn_yes", language), payload=payloads.write(payloads.CONSENT, learn=True)),
        Button(label=say("button_learn_no", language), payload=payloads.write(payloads.CONSENT, learn=False)),
    )
    return Reply(text="\n\n".join(parts), language=language.value, buttons=buttons)
