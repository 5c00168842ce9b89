"""Cases in the store: every step is decided by `connectors.handover` and saved with the conversation locked. Blocking.

The stage stands twice, on the case and as `Conversation.holder`, which each turn reads; only `_keep` writes either.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from connectors import handover, models
from connectors.errors import DoesNotFit
from connectors.handover import OPEN, Call, Case, Ending, Outcome, Stage
from connectors.models import CaseNote, CaseReport, Conversation, Holder
from knowledge.triage.alarm import Category, Urgency

_OPEN = [stage.value for stage in OPEN]


def of(conversation: UUID) -> Case | None:
    """The open case of a conversation."""
    row = _row(conversation)
    return read(row) if row else None


def ask(conversation: Conversation, now: datetime, *, told: bool) -> None:
    """The person wants a human being; `told`: the answer says when somebody is there. The conversation is locked."""
    row = _row(conversation.id)
    case = handover.ask(now, _alarm(conversation, now), read(row) if row else None)
    _keep(conversation, row, handover.tell(case, now) if told else case)


def tell(conversation: Conversation, now: datetime) -> None:
    """The person has been told when somebody is there. The conversation is locked."""
    if row := _row(conversation.id):
        _keep(conversation, row, handover.tell(read(row), now))


def hear(conversation: Conversation, now: datetime, call: Call | None) -> None:
    """The person wrote. An ended case gives the word back to the bot. The conversation is locked."""
    row = _row(conversation.id)
    if row is None:
        if conversation.holder == Holder.CLOSED:
            conversation.holder = Holder.BOT
    elif (heard := handover.hear(read(row), now, call)) is not None:
        _keep(conversation, row, heard)


def withdraw(conversation: Conversation, now: datetime) -> None:
    """The person wants nobody any more; nothing happens when they did not ask. The conversation is locked."""
    if row := _row(conversation.id):
        _keep(conversation, row, handover.withdraw(read(row), now))


def erase(conversation: Conversation, now: datetime) -> None:
    """Cut every case of the conversation loose from it: what stays says that a request was erased, not whose nor about what."""
    CaseNote.objects.filter(case__conversation=conversation).delete()
    CaseReport.objects.filter(case__conversation=conversation).delete()
    for row in models.Case.objects.select_for_update().filter(conversation=conversation):
        _keep(conversation, row, handover.erase(read(row), now))
        row.conversation = None
        row.save(update_fields=["conversation"])
    conversation.holder = Holder.BOT


def note_down(conversation: Conversation, now: datetime, category: Category | None) -> models.Case:
    """The open case, else a new one that asks for nobody, for what a person handed over. The conversation is locked."""
    row = _row(conversation.id)
    case = read(row) if row else handover.note_down(now)
    return _keep(conversation, row, handover.about(case, category) if category else case)


def change(conversation: UUID, step: Callable[[Case], Case]) -> Conversation:
    """Take a caseworker's step, in the surrounding transaction. Raises DoesNotFit when there is no open case for it."""
    locked = Conversation.objects.select_for_update().get(id=conversation)
    row = _row(conversation)
    if row is None:
        raise DoesNotFit(locked.holder)
    _keep(locked, row, step(read(row)))
    locked.save(update_fields=["holder"])
    return locked


def open_ones() -> list[models.Case]:
    """Everything on the desk, the most urgent first, then who waits longest."""
    rows = models.Case.objects.filter(stage__in=_OPEN).select_related("conversation", "held_by")
    return sorted(rows, key=lambda row: (*handover.rank(read(row)), row.id))


def sound(row: models.Case, now: datetime) -> bool:
    """Set off the alarm of one case; False when it no longer waits."""
    with transaction.atomic():
        try:
            change(_conversation_of(row), lambda case: handover.sound(case, now))
        except DoesNotFit:
            return False
    return True


def read(row: models.Case) -> Case:
    """The case as the pure rules know it."""
    call = Call(category=Category(row.call_category), urgency=Urgency(row.call_urgency), at=row.call_at) if row.call_at else None
    return Case(
        stage=Stage(row.stage),
        asked_at=row.asked_at,
        since=row.since,
        urgency=Urgency(row.urgency) if row.urgency else None,
        category=Category(row.category) if row.category else None,
        told_at=row.told_at,
        held_by=row.held_by_id,
        taken_at=row.taken_at,
        answered_at=row.answered_at,
        call=call,
        helped=frozenset(_help(text) for text in row.helped),
        overdue_at=row.overdue_at,
        ending=Ending(row.ending) if row.ending else None,
        outcome=Outcome(row.outcome) if row.outcome else None,
        ended_at=row.ended_at,
    )


def _keep(conversation: Conversation, row: models.Case | None, case: Case) -> models.Case:
    """Save the case; the caller saves the conversation, whose holder moves with it."""
    row = row or models.Case(conversation=conversation, channel=conversation.channel)
    row.stage, row.asked_at, row.since = Holder(case.stage), case.asked_at, case.since
    row.urgency, row.category = case.urgency or "", case.category or ""
    row.told_at, row.taken_at, row.answered_at = case.told_at, case.taken_at, case.answered_at
    row.held_by_id = case.held_by
    row.call_category = case.call.category if case.call else ""
    row.call_urgency = case.call.urgency if case.call else ""
    row.call_at = case.call.at if case.call else None
    row.helped = sorted(f"{category}:{urgency}" for category, urgency in case.helped)
    row.overdue_at, row.ended_at = case.overdue_at, case.ended_at
    row.ending, row.outcome = case.ending or "", case.outcome or ""
    row.save()
    conversation.holder = Holder(handover.stage_of(case))
    return row


def _row(conversation: UUID) -> models.Case | None:
    return models.Case.objects.filter(conversation=conversation, stage__in=_OPEN).first()


def _conversation_of(row: models.Case) -> UUID:
    if row.conversation_id is None:  # erased meanwhile
        raise DoesNotFit(row.stage)
    return row.conversation_id


def _alarm(conversation: Conversation, now: datetime) -> Call | None:
    """The call for help that the conversation still cares about."""
    if not (conversation.care_turns and conversation.alarm_category):
        return None
    return Call(category=Category(conversation.alarm_category), urgency=Urgency(conversation.alarm_urgency), at=now)


def _help(text: str) -> tuple[Category, Urgency]:
    category, _, urgency = text.partition(":")
    return Category(category), Urgency(urgency)
