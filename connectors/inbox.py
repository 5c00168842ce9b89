"""Writing what came in, in one transaction, before the provider is told 200. Blocking: runs on a store thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from connectors import doorbell, erasure, identity, intake, payloads
from connectors.errors import Unreadable
from connectors.message import Incoming
from connectors.models import Channel, Conversation, Inbox, InboxState, Outbox, OutboxState
from connectors.vault import vault

WHATSAPP_WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One message of the batch as it is kept; `new` is False when the provider sent it before."""

    message: Incoming
    conversation: UUID
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What `accept` needs to know besides the messages."""

    secret: bytes  # of the identity hashes
    text_limit: int


def accept(messages: Iterable[Incoming], rules: Intake, now: datetime) -> tuple[Accepted, ...]:
    """Keep every message of the batch, or none; then ring the doorbell of each conversation that got something new.

    `now` bounds what a provider's clock may claim about the future. The number of statements does not grow with the batch.
    Raises django.db.Error when the store is away.
    """
    settled = [intake.settle(message, text_limit=rules.text_limit) for message in messages]
    with transaction.atomic():
        conversations = _conversations(settled, rules.secret, now)
        accepted = _keep(settled, conversations, rules.secret, now)
        doorbell.ring(doorbell.ANSWER, *sorted({item.conversation for item in accepted if item.new}))
    return accepted


def find_conversation(channel: str, account: str, sender: str, secret: bytes) -> UUID | None:
    """The conversation of a person, without making one."""
    key = identity.person_key(secret, channel, account, sender)
    return Conversation.objects.filter(channel=channel, account=account, key=key).values_list("id", flat=True).first()


def stop(channel: str, account: str, sender: str, secret: bytes) -> None:
    """The person blocked us: what waits for them is never sent."""
    conversation = find_conversation(channel, account, sender, secret)
    if conversation is not None:
        with transaction.atomic():
            Conversation.objects.filter(id=conversation).update(stopped=True)
            waiting = Outbox.objects.filter(conversation=conversation, state__in=[OutboxState.QUEUED, OutboxState.SENDING])
            waiting.update(state=OutboxState.DEAD, error="stopped")


_Person = tuple[str, str, str]


def _identity(message: Incoming, secret: bytes) -> _Person:
    return message.channel, message.account, identity.person_key(secret, message.channel, message.account, message.sender)


def _conversations(messages: Sequence[Incoming], secret: bytes, now: datetime) -> dict[_Person, Conversation]:
    """The rows of all who wrote, made where they are missing, locked: no key may be changed while a message is sealed with it."""
    latest = {_identity(message, secret): message for message in messages}
    rows = _locked(latest)
    if missing := [person for person in sorted(latest) if person not in rows]:
        _make(missing)
        rows |= _locked(missing)
    for person, message in latest.items():
        _reach(rows[person], message.address)
        rows[person].stopped = False
    _note_arrival([(rows[person], min(message.sent_at or now, now)) for person, message in latest.items()])
    return rows


def _locked(people: Iterable[_Person]) -> dict[_Person, Conversation]:
    wanted: dict[tuple[str, str], list[str]] = {}
    for channel, account, key in people:
        wanted.setdefault((channel, account), []).append(key)
    if not wanted:
        return {}
    theirs = reduce(or_, (Q(channel=channel, account=account, key__in=keys) for (channel, account), keys in wanted.items()))
    # In one order, so that two batches about the same people wait for each other and never in a circle.
    found = Conversation.objects.select_for_update().filter(theirs).order_by("channel", "account", "key")
    return {(row.channel, row.account, row.key): row for row in found}


def _make(people: Sequence[_Person]) -> None:
    """Rows with keys for those who write for the first time; another gateway may be faster, and its row stands."""
    fresh = [Conversation(channel=channel, account=account, key=key) for channel, account, key in people]
    for row, (held, box) in zip(fresh, vault().make_all([row.id for row in fresh]), strict=True):
        row.hold(held, box)
    Conversation.objects.bulk_create(fresh, ignore_conflicts=True)


def _note_arrival(arrived: Sequence[tuple[Conversation, datetime]]) -> None:
    """Who wrote is reachable, and on WhatsApp may be answered for a day from then; of what waited, the template is unneeded."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {Conversation._meta.db_table} c
                SET sealed_address = v.address, stopped = FALSE, last_inbound_at = GREATEST(c.last_inbound_at, v.at),
                    window_expires_at = CASE WHEN c.channel = %s THEN GREATEST(c.window_expires_at, v.at + make_interval(secs => %s))
                                             ELSE c.window_expires_at END
                FROM unnest(%s::uuid[], %s::bytea[], %s::timestamptz[]) AS v(id, address, at) WHERE c.id = v.id""",
            [
                Channel.WHATSAPP.value,
                WHATSAPP_WINDOW.total_seconds(),
                [row.id for row, _ in arrived],
                [bytes(row.sealed_address) for row, _ in arrived],
                [at for _, at in arrived],
            ],
        )
    on_whatsapp = [row.id for row, _ in arrived if row.channel == Channel.WHATSAPP]
    if on_whatsapp:
        waiting = [OutboxState.QUEUED, OutboxState.SENDING]
        unsent = Outbox.objects.filter(conversation__in=on_whatsapp, template=True, state__in=waiting)
        unsent.update(state=OutboxState.DEAD, error="unneeded", next_try_at=None)


def _reach(conversation: Conversation, address: str) -> None:
    """Note where answers go. A conversation whose key is lost begins anew: nothing of it can be read any more."""
    try:
        conversation.address = address
    except Unreadable:
        erasure.begin_anew(conversation)
        conversation.address = address


def _keep(
    messages: Sequence[Incoming], conversations: Mapping[_Person, Conversation], secret: bytes, now: datetime
) -> tuple[Accepted, ...]:
    """Write all messages, in their order; those that are there already are told by their key."""
    rows = [_row(message, conversations[_identity(message, secret)], secret) for message in messages]
    kept = _insert(rows, messages) if rows else {}
    accepted = []
    for row, message in zip(rows, messages, strict=True):
        number = kept.pop((row.channel, row.account, row.external_id), None)  # popped: its repeat in the same batch is not new
        if number is not None and (said := payloads.read(message.text)) and said[0] == payloads.WIPE:
            erasure.wipe(row.conversation, number, now)
        accepted.append(Accepted(message=message, conversation=row.conversation.id, new=number is not None))
    return tuple(accepted)


def _row(message: Incoming, conversation: Conversation, secret: bytes) -> Inbox:
    key = identity.message_key(secret, message.channel, message.account, message.external_id)
    row = Inbox(channel=message.channel, account=message.account, external_id=key, conversation=conversation, kind=message.kind)
    row.text, row.language_hint = message.text, message.language_hint or ""
    return row


def _insert(rows: Sequence[Inbox], messages: Sequence[Incoming]) -> dict[tuple[str, str, str], int]:
    """The ids of those that are new, by what makes them unique."""
    values = ", ".join(["(%s, %s, %s, %s, %s, %s, %s::timestamptz, now(), %s, 0)"] * len(rows))
    fields: list[str | bytes | UUID | datetime | None] = []
    for row, message in zip(rows, messages, strict=True):
        sealed = bytes(row.sealed)
        fields += [row.channel, row.account, row.external_id, row.conversation.id, row.kind, sealed, message.sent_at, InboxState.NEW.value]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {Inbox._meta.db_table} (channel, account, external_id, conversation_id, kind, sealed,
                    sent_at, received_at, state, attempts)
                VALUES {values}
                ON CONFLICT (channel, account, external_id) DO NOTHING RETURNING id, channel, account, external_id""",
            fields,
        )
        return {(channel, account, key): int(number) for number, channel, account, key in cursor.fetchall()}
