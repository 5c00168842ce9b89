"""What could not be answered or delivered: seen without its words, and put back when the cause is gone. Blocking.

A reply is dead when its provider refused it for good, a message when five attempts to answer it failed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from connectors import doorbell
from connectors.models import Channel, Inbox, InboxState, Outbox, OutboxState

# Dead on purpose: the person blocked us, wrote meanwhile, or the words are gone. Nothing of these is ever sent.
FINAL = ("stopped", "unneeded", "unreadable", "403")
_PAST_ANSWERS = 1000  # parts of an earlier attempt's kind sentence stand behind this number: the new answer begins at 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """One of them, without a word of it."""

    kind: str  # message | reply
    id: int
    conversation: UUID
    channel: str
    code: str  # the provider's or ours; "" for a message
    attempts: int
    at: datetime


def find(limit: int = 1000) -> list[DeadLetter]:
    """The oldest first."""
    messages = _messages().select_related("conversation").order_by("id")[:limit]
    replies = _replies().select_related("conversation").order_by("id")[:limit]
    found = [
        DeadLetter(
            kind="message", id=m.id, conversation=m.conversation_id, channel=m.channel, code="", attempts=m.attempts, at=m.received_at
        )
        for m in messages
    ]
    found += [
        DeadLetter(
            kind="reply",
            id=r.id,
            conversation=r.conversation_id,
            channel=r.conversation.channel,
            code=r.error,
            attempts=r.attempts,
            at=r.created_at,
        )
        for r in replies
    ]
    return sorted(found, key=lambda letter: letter.at)[:limit]


def count() -> int:
    return _messages().count() + _replies().count()


def replay(letters: Collection[DeadLetter]) -> int:
    """Answer and send them again, as if they had come now; how many. What is no longer dead is left alone.

    A reply is sent after those that went out meanwhile: late words are better than none.
    """
    return sum(_replay_message(one) if one.kind == "message" else _replay_reply(one) for one in letters)


def _messages() -> QuerySet[Inbox]:
    return Inbox.objects.filter(state=InboxState.DEAD).exclude(sealed=b"")


def _replies() -> QuerySet[Outbox]:
    return Outbox.objects.filter(state=OutboxState.DEAD, conversation__stopped=False).exclude(error__in=FINAL)


def _replay_message(letter: DeadLetter) -> int:
    with transaction.atomic():
        back = _messages().filter(id=letter.id).update(state=InboxState.NEW, attempts=0, next_try_at=None)
        if back:
            Outbox.objects.filter(inbox=letter.id).update(part=F("part") + _PAST_ANSWERS)
            doorbell.ring(doorbell.ANSWER, letter.conversation)
    return back


def _replay_reply(letter: DeadLetter) -> int:
    with transaction.atomic():
        dead = list(_replies().filter(id=letter.id).select_for_update(of=("self",)).values_list("id", flat=True))
        back = Outbox.objects.filter(id__in=dead).update(state=OutboxState.QUEUED, next_try_at=None, error="")
        if back and letter.channel != Channel.WEB:
            doorbell.ring(doorbell.DELIVER, letter.conversation)
    return back
