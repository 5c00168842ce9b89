"""What a conversation remembers, between its row and the turn. Pure: nothing is saved here."""

from __future__ import annotations

from connectors.handover import Case
from connectors.models import Conversation, Holder
from connectors.report import Draft
from connectors.sealed_columns import seal_all
from connectors.turn import Triaged, TurnState
from knowledge.article import Corridor, Country, Language


def recall(row: Conversation, case: Case | None = None) -> TurnState:
    """With the open case, when there is one."""
    return TurnState(
        language=Language(row.language) if row.language else None,
        language_chosen=row.language_chosen,
        variety=row.variety,
        corridor=Corridor(
            origin=Country(row.origin) if row.origin else None,
            destination=Country(row.destination) if row.destination else None,
            present_in=Country(row.present_in) if row.present_in else None,
        ),
        occupation=row.occupation,
        last_question=row.last_question,
        last_article=row.last_article,
        last_found=row.last_found,
        failed=row.failed,
        care_turns=row.care_turns,
        noticed=row.noticed,
        may_learn=row.may_learn,
        awaits_offer=row.awaits_offer,
        held_by_person=row.holder == Holder.PERSON,
        case=case,
        telling=Draft.from_json(row.telling) if row.telling else None,
        alarm=Triaged(category=row.alarm_category, urgency=row.alarm_urgency) if row.alarm_category else None,
    )


def remember(row: Conversation, state: TurnState) -> None:
    """Who holds the conversation is not taken from the state: staff may have taken over while the bot was thinking."""
    row.language = state.language or ""
    row.language_chosen = state.language_chosen
    row.variety = state.variety
    said = {
        "origin": state.corridor.origin,
        "destination": state.corridor.destination,
        "present_in": state.corridor.present_in,
        "occupation": state.occupation,
        "last_question": state.last_question,
        "last_article": state.last_article,
        "last_found": state.last_found,
        "failed": state.failed,
        "care_turns": state.care_turns,
        "noticed": state.noticed,
        "may_learn": state.may_learn,
        "telling": state.telling.as_json() if state.telling else None,
        "awaits_offer": state.awaits_offer,
        "alarm_category": state.alarm.category if state.alarm else "",
        "alarm_urgency": state.alarm.urgency if state.alarm else "",
    }
    seal_all(row, "sealed_memory", said)


def forget(row: Conversation) -> None:
    """Back to the first day. Who holds the conversation is for `connectors.cases` to say: a lost memory ends no request."""
    remember(row, TurnState())
