"""The desk: who waits for a person, what was said, and the three steps a caseworker can take.

Every step locks the conversation, so that it and the worker's turns come one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Min, QuerySet
from wagtail.log_actions import log

from connectors import doorbell, markup
from connectors.message import Kind, Reply
from connectors.models import Channel, Conversation, Holder, Inbox, Outbox, OutboxState
from staff.errors import Overtaken

SHOWN = 200  # messages of each side; older ones are left out


class Speaker(StrEnum):
    ASKER = "asker"
    ASSISTANT = "assistant"
    CASEWORKER = "caseworker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of the exchange, as plain text."""

    speaker: Speaker
    text: str
    at: datetime
    pressed: bool = False  # the person pressed a button
    numbers: tuple[str, ...] = ()  # helplines that went with it
    sources: tuple[str, ...] = ()
    state: str = ""  # of what we sent: connectors.models.OutboxState


def asked_for_a_person() -> QuerySet[Conversation]:
    """Those who wait, then those a person speaks with; who wrote first comes first."""
    wanted = Conversation.objects.filter(holder__in=[Holder.REQUESTED, Holder.PERSON])
    return wanted.order_by("-holder", "last_inbound_at", "created_at")  # "requested" sorts after "person"


def waiting() -> tuple[int, datetime | None]:
    """How many wait, and since when the first of them."""
    found = Conversation.objects.filter(holder=Holder.REQUESTED).aggregate(number=Count("id"), since=Min("last_inbound_at"))
    return found["number"], found["since"]


def exchange(conversation: Conversation) -> list[Line]:
    """What both sides said, oldest first."""
    asked = list(conversation.inbox.order_by("-id")[:SHOWN])  # through the row, so that its key is opened once
    sent = list(conversation.outbox.order_by("-seq")[:SHOWN])
    replies = [(row, Reply.from_json(row.reply)) for row in sent]
    labels = {button.payload: button.label for _row, reply in reversed(replies) for button in reply.buttons if button.payload}
    lines = [_asked(row, labels) for row in asked] + [_sent(row, reply) for row, reply in replies]
    return sorted(lines, key=lambda line: line.at)


def _asked(row: Inbox, labels: dict[str, str]) -> Line:
    pressed = row.kind == Kind.BUTTON
    text = labels.get(row.text, row.text) if pressed else row.text
    return Line(speaker=Speaker.ASKER, text=text, at=row.received_at, pressed=pressed)


def _sent(row: Outbox, reply: Reply) -> Line:
    return Line(
        speaker=Speaker.ASSISTANT if row.inbox_id else Speaker.CASEWORKER,
        text=markup.write(reply.text, markup.plain),
        at=row.created_at,
        numbers=tuple(f"{card.name}: {card.phone}" for card in reply.helplines),
        sources=tuple(f"{citation.title} ({citation.checked_on})" for citation in reply.citations),
        state=row.state,
    )


def note_reading(conversation: Conversation, user: User) -> None:
    """Who read whose conversation, and when: kept apart from the words."""
    log(instance=conversation, action="staff.conversation.read", user=user)


def take_over(conversation: UUID, user: User) -> None:
    """The assistant falls silent. Raises Overtaken when nobody waits there any more."""
    with transaction.atomic():
        row = _locked(conversation, Holder.REQUESTED)
        _hand_to(row, Holder.PERSON)
        log(instance=row, action="staff.conversation.taken", user=user)


def hand_back(conversation: UUID, user: User) -> None:
    """The assistant answers again. Raises Overtaken when no person holds it."""
    with transaction.atomic():
        row = _locked(conversation, Holder.PERSON)
        _hand_to(row, Holder.BOT)
        log(instance=row, action="staff.conversation.handed_back", user=user)


def reply(conversation: UUID, text: str, seen: int, user: User) -> None:
    """Queue a caseworker's words, once.

    `seen` is the conversation's `next_seq` when the page was opened: after a second click, or a colleague's
    answer, it no longer fits. Raises Overtaken then, and when no person holds the conversation.
    """
    with transaction.atomic():
        row = _locked(conversation, Holder.PERSON)
        if row.next_seq != seen:
            raise Overtaken
        _queue(row, Reply(text=text, language=row.language or "en"))
        log(instance=row, action="staff.conversation.answered", user=user)


def _locked(conversation: UUID, holder: Holder) -> Conversation:
    row = Conversation.objects.select_for_update().get(id=conversation)
    if row.holder != holder:
        raise Overtaken
    return row


def _hand_to(row: Conversation, holder: Holder) -> None:
    row.holder = holder
    row.save(update_fields=["holder"])


def _queue(row: Conversation, words: Reply) -> None:
    """On the web a row is the event itself; elsewhere a worker sends it."""
    web = row.channel == Channel.WEB
    queued = Outbox(conversation=row, seq=row.next_seq, state=OutboxState.SENT if web else OutboxState.QUEUED)
    queued.reply = words.as_json()
    queued.save()
    row.next_seq += 1
    row.save(update_fields=["next_seq"])
    if web:
        doorbell.tell_web_listeners(row.id)
    else:
        doorbell.ring(doorbell.DELIVER, row.id)
