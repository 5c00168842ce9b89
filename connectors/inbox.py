"""Writing what came in, in one transaction, before the provider is told 200. Blocking: runs on a store thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from connectors import doorbell, erasure, identity, intake, payloads
from connectors.errors import Unreadable
from connectors.message import Incoming
from connectors.models import Channel, Conversation, Inbox, InboxState, Outbox, OutboxState

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

    `now` bounds what a provider's clock may claim about the future. Raises django.db.Error when the store is away.
    """
    settled = [intake.settle(message, text_limit=rules.text_limit) for message in messages]
    with transaction.atomic():
        conversations = _conversations(settled, rules.secret, now)
        accepted = tuple(_keep(message, conversations[_identity(message, rules.secret)], rules.secret, now) for message in settled)
        for conversation in sorted({item.conversation for item in accepted if item.new}):
            doorbell.ring(doorbell.ANSWER, conversation)
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
    latest = {_identity(message, secret): message for message in messages}
    # Sorted, so that two batches about the same people take their row locks in the same order.
    return {person: _conversation(person, latest[person], now) for person in sorted(latest)}


def _conversation(person: _Person, message: Incoming, now: datetime) -> Conversation:
    """The row, locked: its key must not be changed by an erasure while a message is sealed with it."""
    channel, account, key = person
    same = Conversation.objects.select_for_update().filter(channel=channel, account=account, key=key)
    conversation = same.first()
    if conversation is None:
        fresh = Conversation(channel=channel, account=account, key=key)
        fresh.box()
        Conversation.objects.bulk_create([fresh], ignore_conflicts=True)
        conversation = same.get()
    _reach(conversation, message.address)
    written_at = min(message.sent_at or now, now)
    row = Conversation.objects.filter(id=conversation.id)
    seen = Greatest(F("last_inbound_at"), written_at)
    row.update(sealed_address=conversation.sealed_address, stopped=False, last_inbound_at=seen)
    if channel == Channel.WHATSAPP:
        row.update(window_expires_at=Greatest(F("window_expires_at"), written_at + WHATSAPP_WINDOW))
        unsent = Outbox.objects.filter(conversation=conversation, template=True, state__in=[OutboxState.QUEUED, OutboxState.SENDING])
        unsent.update(state=OutboxState.DEAD, error="unneeded", next_try_at=None)
    return conversation


def _reach(conversation: Conversation, address: str) -> None:
    """Note where answers go. A conversation whose key is lost begins anew: nothing of it can be read any more."""
    try:
        conversation.address = address
    except Unreadable:
        erasure.begin_anew(conversation)
        conversation.address = address


def _keep(message: Incoming, conversation: Conversation, secret: bytes, now: datetime) -> Accepted:
    key = identity.message_key(secret, message.channel, message.account, message.external_id)
    row = Inbox(channel=message.channel, account=message.account, external_id=key, conversation=conversation, kind=message.kind)
    row.text, row.language_hint = message.text, message.language_hint or ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {Inbox._meta.db_table} (channel, account, external_id, conversation_id, kind, sealed,
                    sent_at, received_at, state, attempts)
                VALUES (%s, %s, %s, %s, %s, %s, %s, now(), %s, 0)
                ON CONFLICT (channel, account, external_id) DO NOTHING RETURNING id""",
            [row.channel, row.account, row.external_id, conversation.id, row.kind, row.sealed, message.sent_at, InboxState.NEW],
        )
        kept = cursor.fetchone()
    if kept and (said := payloads.read(message.text)) and said[0] == payloads.WIPE:
        erasure.wipe(conversation, kept[0], now)
    return Accepted(message=message, conversation=conversation.id, new=kept is not None)
