"""Replies on their way out: claimed in order, marked before the call, settled after it. Blocking: runs on a store thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from connectors import doorbell, erasure, identity
from connectors.errors import Unreadable
from connectors.message import Reply
from connectors.models import Channel, Conversation, Outbox, OutboxState

_WAITING = (OutboxState.QUEUED, OutboxState.SENDING)
# WhatsApp's window is closed: of what waits, only the approved message may go. When it is open, only the rest.
_SILENT = "{0}.channel = 'whatsapp' AND ({0}.window_expires_at IS NULL OR {0}.window_expires_at <= now())"
BEFORE_SWEEP = timedelta(seconds=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A claimed reply. `attempt` is its fence."""

    id: int
    attempt: int
    conversation: UUID
    channel: str
    account: str
    address: str
    reply: Reply
    pieces_sent: int
    uncertain: bool  # an earlier call may have arrived
    waiting_since: datetime  # since when it could have been sent
    template: bool = False  # the approved message that says outside WhatsApp's window that an answer waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a provider reports about a reply of ours."""

    reply: int  # Outbox id, from the provider's echo of our opaque data
    state: OutboxState
    code: str = ""
    piece: int = 0  # of a long reply, when others follow it; 0: the last one, or the only one


def queue_reply(conversation: Conversation, reply: Reply, author: int | None) -> None:
    """Queue a caseworker's words behind all that was said; the conversation is locked. On the web the row is the event itself."""
    erasure.make_usable(conversation)
    web = conversation.channel == Channel.WEB
    state = OutboxState.SENT if web else OutboxState.QUEUED
    seq = conversation.next_seq
    queued = Outbox(conversation=conversation, seq=seq, state=state, author_id=author)
    queued.reply = reply.as_json()
    queued.save()
    conversation.next_seq = seq + 1
    conversation.save(update_fields=["next_seq"])
    if web:
        doorbell.tell_web_listeners(conversation.id)
    else:
        doorbell.ring(doorbell.DELIVER, conversation.id)


def queue_templates(now: datetime, limit: int) -> int:
    """Where a caseworker's answer waits outside WhatsApp's window, queue the approved message that says so: once a silence."""
    late = Outbox.objects.filter(inbox=None, template=False, state=OutboxState.QUEUED)
    told = Outbox.objects.filter(template=True, conversation=OuterRef("pk"), created_at__gt=OuterRef("last_inbound_at"))
    silent = Conversation.objects.filter(channel=Channel.WHATSAPP, stopped=False, window_expires_at__lte=now)
    found = silent.filter(Exists(late.filter(conversation=OuterRef("pk"))), ~Exists(told)).values_list("id", flat=True)[:limit]
    return sum(_queue_template(conversation, now) for conversation in list(found))


def _queue_template(conversation: UUID, now: datetime) -> bool:
    with transaction.atomic():
        row = Conversation.objects.select_for_update().get(id=conversation)
        told = Outbox.objects.filter(conversation=row, template=True, created_at__gt=row.last_inbound_at or row.created_at)
        if row.window_expires_at is None or row.window_expires_at > now or told.exists():
            return False  # the person wrote, or another worker was faster
        erasure.make_usable(row)
        words = Reply(text="", language=row.language or "en")
        queued = Outbox(conversation=row, seq=row.next_seq, template=True)
        queued.reply = words.as_json()
        queued.save()
        row.next_seq += 1
        row.save(update_fields=["next_seq"])
        doorbell.ring(doorbell.DELIVER, row.id)
    return True


def claim(conversation: UUID, grace: timedelta, channels: tuple[str, ...]) -> Outgoing | None:
    """Take the oldest unsent reply; None when there is none to send now.

    A row still marked `sending` after `grace` was cut off by a crash: it is taken again, and labelled uncertain.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {Outbox._meta.db_table} o SET attempts = o.attempts + 1, uncertain = o.uncertain OR o.state = 'sending',
                    state = 'sending', next_try_at = now() + make_interval(secs => %(grace)s)
                FROM {Conversation._meta.db_table} c
                WHERE o.id = (SELECT w.id FROM {Outbox._meta.db_table} w JOIN {Conversation._meta.db_table} k ON k.id = w.conversation_id
                              WHERE w.conversation_id = %(conversation)s AND w.state IN ('queued', 'sending')
                                AND w.template = ({_SILENT.format("k")}) ORDER BY w.seq LIMIT 1)
                  AND c.id = o.conversation_id AND o.state IN ('queued', 'sending')
                  AND (o.next_try_at IS NULL OR o.next_try_at <= now())
                  AND c.channel = ANY(%(channels)s) AND NOT c.stopped
                  AND o.template = ({_SILENT.format("c")})
                RETURNING o.id""",
            {"grace": grace.total_seconds(), "conversation": conversation, "channels": list(channels)},
        )
        row = cursor.fetchone()
    if row is None:
        return None
    taken = Outbox.objects.select_related("conversation").get(id=row[0])
    try:
        address, reply = taken.conversation.address, Reply.from_json(taken.reply)
    except Unreadable:  # its key is lost: nobody can send it any more, and those behind it go on
        Outbox.objects.filter(id=taken.id).update(state=OutboxState.DEAD, next_try_at=None, error="unreadable")
        return claim(conversation, grace, channels)
    return Outgoing(
        id=taken.id,
        attempt=taken.attempts,
        conversation=conversation,
        channel=taken.conversation.channel,
        account=taken.conversation.account,
        address=address,
        reply=reply,
        pieces_sent=taken.pieces_sent,
        uncertain=taken.uncertain,
        template=taken.template,
        waiting_since=max(taken.created_at, taken.conversation.last_inbound_at or taken.created_at),
    )


def note_piece(out: Outgoing, pieces_sent: int, grace: timedelta) -> None:
    """A piece of a long reply arrived: it is not sent again, and the next one has `grace` of its own."""
    _claimed(out).update(pieces_sent=pieces_sent, next_try_at=Now() + grace)


def settle(out: Outgoing, provider_id: str, secret: bytes) -> None:
    """The provider took the reply. A status that came first is not taken back."""
    key = identity.message_key(secret, out.channel, out.account, provider_id)
    if not _claimed(out).update(provider_id=key, sent_at=Now(), state=OutboxState.SENT, next_try_at=None, error=""):
        Outbox.objects.filter(id=out.id).update(provider_id=key, sent_at=Now())


def delay(out: Outgoing, pause: timedelta, code: str, *, uncertain: bool) -> None:
    """Try again after `pause`. An uncertain one stays `sending`: a status may still settle it."""
    state = OutboxState.SENDING if uncertain else OutboxState.QUEUED
    _claimed(out).update(state=state, next_try_at=Now() + pause, error=code)


def wait_for_person(out: Outgoing, code: str) -> None:
    """The provider's window is closed: the reply waits in the queue until the person writes again."""
    with transaction.atomic():
        Conversation.objects.filter(id=out.conversation, last_inbound_at__lte=out.waiting_since).update(window_expires_at=Now())
        _claimed(out).update(state=OutboxState.QUEUED, next_try_at=None, error=code)


def give_up(out: Outgoing, code: str) -> None:
    """The reply is dead, with the reason; the next one goes on."""
    _claimed(out).update(state=OutboxState.DEAD, next_try_at=None, error=code)


def stop(out: Outgoing, code: str) -> None:
    """The person blocked us: this reply and all behind it are dead until they write again."""
    with transaction.atomic():
        Conversation.objects.filter(id=out.conversation).update(stopped=True)
        waiting = Outbox.objects.filter(conversation=out.conversation, state__in=_WAITING)
        waiting.update(state=OutboxState.DEAD, next_try_at=None, error=code)


def note_statuses(statuses: tuple[Status, ...], account: str) -> None:
    """Move states forward only: reports come twice, late, and in any order."""
    with transaction.atomic():
        for status in sorted(statuses, key=lambda status: status.reply):
            ours = Outbox.objects.filter(id=status.reply, conversation__channel=Channel.WHATSAPP, conversation__account=account)
            behind = ours.filter(state__in=_behind(status.state))
            if status.piece and status.state is not OutboxState.DEAD:  # the rest of the reply is still to be sent
                ours.filter(state__in=_WAITING, pieces_sent__lt=status.piece).update(pieces_sent=status.piece)
            elif status.state is OutboxState.DEAD:
                behind.update(state=OutboxState.DEAD, error=status.code, next_try_at=None)
            else:
                behind.update(state=status.state, next_try_at=None, error="")


def left_behind(limit: int, channels: tuple[str, ...]) -> list[UUID]:
    """Conversations with a reply whose doorbell was lost, whose call was cut off, or whose pause is over."""
    unheard = Q(next_try_at=None, created_at__lt=Now() - BEFORE_SWEEP)
    due = Outbox.objects.filter(unheard | Q(next_try_at__lte=Now()), state__in=_WAITING)
    silent = Q(conversation__channel=Channel.WHATSAPP) & ~Q(conversation__window_expires_at__gt=Now())
    mine = due.filter(
        silent & Q(template=True) | ~silent & Q(template=False), conversation__channel__in=channels, conversation__stopped=False
    )
    return list(mine.order_by("conversation").values_list("conversation", flat=True).distinct()[:limit])


def _claimed(out: Outgoing) -> QuerySet[Outbox]:
    return Outbox.objects.filter(id=out.id, attempts=out.attempt, state=OutboxState.SENDING)


_ORDER: list[OutboxState] = [state for state in OutboxState if state is not OutboxState.DEAD]


def _behind(state: OutboxState) -> list[OutboxState]:
    """The states a report may replace. A failure never takes back what was delivered."""
    last = OutboxState.SENT if state is OutboxState.DEAD else _ORDER[_ORDER.index(state) - 1]
    return _ORDER[: _ORDER.index(last) + 1]
