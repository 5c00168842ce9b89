"""An offer of work in a turn: asked for, sent along or plainly pasted."""

from __future__ import annotations

from dataclasses import replace

from connectors import offer_reply, payloads
from connectors.current_turn import CurrentTurn
from connectors.showing import in_language
from connectors.turn import Outcome, TurnAct
from knowledge.offers import Checked
from knowledge.triage.alarm import Urgency

_SHORTEST = 100  # characters; shorter messages that nobody asked for are not looked at


def with_offer(turn: CurrentTurn, outcome: Outcome) -> Outcome:
    """Help comes first; an offer that was asked for is still checked after it, unless it must stay one message or a person has the word."""
    if turn.state.held_by_person or turn.state.telling:
        return outcome
    if outcome.act is not TurnAct.PROTECT or (outcome.triage and outcome.triage.urgency == Urgency.IMMEDIATE):
        return outcome
    checked = sent_offer(replace(turn, state=outcome.state))
    return replace(outcome, replies=(*outcome.replies, *checked.replies[:1])) if checked else outcome


def sent_offer(turn: CurrentTurn) -> Outcome | None:
    """What worries in the offer that a message is; None when it is none."""
    if not turn.awaited_offer and len(turn.text) < _SHORTEST:
        return None
    checked = turn.do.check_offer(turn.text)
    return _checked(turn, checked) if offer_reply.is_offer(turn.text, checked, awaited=turn.awaited_offer) else None


def ask_for_offer(turn: CurrentTurn) -> Outcome:
    """Who asks for a check may have sent the offer along; else it is asked for."""
    if payloads.read(turn.text) is None and (offer := sent_offer(replace(turn, awaited_offer=len(turn.text) >= _SHORTEST))):
        return offer
    return turn.end(TurnAct.RUN, turn.composer().phrase("offer_ask"), awaits_offer=True, confidence=1.0)


def _checked(turn: CurrentTurn, checked: Checked) -> Outcome:
    articles = {key: in_language(group, turn.language) for key, group in turn.do.base().articles.items()}
    live = {key: article for key, article in articles.items() if not article.is_overdue(turn.do.today())}
    return turn.end(TurnAct.RUN, *offer_reply.told(turn.composer(), checked, live), confidence=1.0)
