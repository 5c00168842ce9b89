"""What a web chat holds, read from inbox and outbox. Blocking: runs on a store thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Now

from connectors import identity
from connectors.channels.web.drawing import label_of
from connectors.channels.web.protocol import ACCOUNT, CHANNEL
from connectors.message import Button, Kind, Reply
from connectors.models import Conversation, Inbox, InboxState, Outbox, OutboxState

EVENTS_AT_ONCE = 50
HISTORY_LENGTH = 200  # messages of each side that a page shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    seq: int
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a chat stands. What is older than `first` was erased; `waiting`: an answer is being made."""

    waiting: bool = False
    first: int = 1
    last: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the person wrote, or the label of the button they pressed."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A conversation of a session; `over` when the person left it."""

    conversation: UUID
    over: bool


def find(secret: bytes, session: str) -> Chat | None:
    key = identity.person_key(secret, CHANNEL, ACCOUNT, session)
    same = Conversation.objects.filter(channel=CHANNEL, account=ACCOUNT, key=key)
    row = same.values_list("id", "stopped").first()
    return Chat(conversation=row[0], over=row[1]) if row else None


def after(conversation: UUID, seq: int) -> tuple[list[Event], Status]:
    """The next replies, in order, and then the state: read first, so that it never runs ahead of them."""
    status = _status(conversation)
    if status.last <= seq:  # an idle look must not open the key
        return [], status
    rows = _replies(conversation).filter(seq__gt=seq, seq__lte=status.last).order_by("seq")[:EVENTS_AT_ONCE]
    events = [Event(seq=row.seq, reply=Reply.from_json(row.reply)) for row in rows]
    queued = [row.id for row in rows if row.state == OutboxState.QUEUED]
    if queued:  # of staff: being streamed is being sent
        Outbox.objects.filter(id__in=queued, state=OutboxState.QUEUED).update(state=OutboxState.SENT, sent_at=Now())
    return events, status


def history(conversation: UUID) -> tuple[list[Words | Event], Status]:
    """Both sides in the order they spoke. Erased words and messages without any are left out."""
    status = _status(conversation)
    chat = Conversation.objects.get(id=conversation)  # both sides read through it: its key is opened once
    replies = list(chat.outbox.order_by("-seq")[:HISTORY_LENGTH])[::-1]
    messages = list(chat.inbox.exclude(sealed=b"").order_by("-id")[:HISTORY_LENGTH])[::-1]
    spoken: list[tuple[datetime, int, Words | Event]] = []
    offered: list[Button] = []
    for row in replies:
        reply = Reply.from_json(row.reply)
        offered += reply.buttons
        spoken.append((row.created_at, 1, Event(seq=row.seq, reply=reply)))
    for message in messages:
        tapped = message.kind in {Kind.BUTTON, Kind.COMMAND}
        if text := label_of(message.text, offered) if tapped else message.text:
            spoken.append((message.received_at, 0, Words(text=text)))
    return [item for _, _, item in sorted(spoken, key=lambda row: row[:2])], status


def offers(conversation: UUID, payload: str) -> bool:
    """Whether we showed a button with this payload in this chat. Nothing else may reach the dialogue engine as one."""
    rows = _replies(conversation).order_by("-seq")
    return any(button.get("payload") == payload for row in rows.iterator(chunk_size=20) for button in row.reply["buttons"])


def _replies(conversation: UUID) -> QuerySet[Outbox]:
    """Read through the conversation's row, so that its key is opened once."""
    return Conversation.objects.get(id=conversation).outbox.all()


def _status(conversation: UUID) -> Status:
    bounds = Outbox.objects.filter(conversation=conversation).aggregate(first=Min("seq"), last=Max("seq"))
    waiting = Inbox.objects.filter(conversation=conversation, state=InboxState.NEW).exists()
    return Status(waiting=waiting, first=bounds["first"] or 1, last=bounds["last"] or 0)
