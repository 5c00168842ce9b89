"""Erasing a conversation: its key goes, and with it every copy of its words. Blocking: runs on a store thread, row locked.

In one transaction the words and the wrapped key leave the database, and the share of the key is marked for destruction; right
after it the share is overwritten, or, if the process dies in between, at the next sweep. From then on nothing that was said can
be read: not in dead rows of the table, not in PostgreSQL's log, not in a backup, not in the dialogue engine's memory, whose
name for the conversation came from the key.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from connectors import cases
from connectors.errors import Unreadable
from connectors.memory import forget
from connectors.models import CaseNote, CaseReport, Channel, Conversation, ErasedKey, Feedback, Inbox, InboxState
from connectors.vault import vault

_KEY = ("key_slot", "key_version", "wrapped_key", "sealed_address", "sealed_memory")


def erase(conversation: Conversation, upto: int, now: datetime) -> None:
    """Forget what both sides said up to message `upto`, under a new key; what the person wrote after it is kept.

    The address stays, so that the confirmation can arrive. Keyed hashes of message ids stay, so that a repeated webhook stays
    a repeat. Of a request for a person a tombstone stays, and nobody holds the conversation. The caller saves the row.
    """
    address = _kept_address(conversation)
    later = [(row, row.text, row.language_hint) for row in _waiting(conversation, upto)]
    conversation.outbox.all().delete()
    conversation.inbox.filter(id__lte=upto).update(sealed=b"")
    Feedback.objects.filter(conversation=conversation).update(conversation=None)
    cases.erase(conversation, now)
    begin_anew(conversation)
    conversation.address = address
    for row, text, hint in later:
        row.sealed = b""
        row.text, row.language_hint = text, hint
        row.save(update_fields=["sealed"])


def wipe(conversation: Conversation, message: int, now: datetime) -> None:
    """A panic word, in the transaction that keeps it: what was said before goes at once, answered or not.

    On the web the chat ends too, and its page leaves for the neutral one; elsewhere one neutral line follows.
    """
    erase(conversation, upto=message - 1, now=now)
    conversation.inbox.filter(id__lt=message, state=InboxState.NEW).update(state=InboxState.DONE, next_try_at=None)
    if conversation.channel == Channel.WEB:
        conversation.inbox.filter(id=message).update(sealed=b"", state=InboxState.DONE)
        conversation.stopped = True
    conversation.save(update_fields=[*_KEY, "holder", "stopped"])


def begin_anew(conversation: Conversation) -> None:
    """A new key and an empty memory; the old key's share is destroyed when the transaction is through.

    Who waits for a person goes on waiting: whose key was lost did not ask for an end.
    """
    with transaction.atomic():
        doom(conversation)
        conversation.hold(*vault().make(conversation.id))
        conversation.sealed_address = b""
        forget(conversation)
        conversation.save(update_fields=[*_KEY, "language", "language_chosen", "variety"])


def empty(conversation: Conversation) -> None:
    """No key and nothing to open, in a row that has to stay; a next message begins anew."""
    conversation.outbox.all().delete()
    CaseNote.objects.filter(case__conversation=conversation).delete()
    CaseReport.objects.filter(case__conversation=conversation).delete()
    conversation.inbox.update(sealed=b"")
    conversation.key_slot = conversation.key_version = conversation.wrapped_key = None
    conversation.sealed_address = conversation.sealed_memory = b""
    conversation.save(update_fields=[*_KEY])


def mend(conversation: UUID) -> Conversation:
    """The row with a key that opens: a new one when the old one is lost, by a restored backup or a lost folder of keys."""
    with transaction.atomic():
        row = Conversation.objects.select_for_update().get(id=conversation)
        make_usable(row)
    return row


def make_usable(conversation: Conversation) -> None:
    """A key that opens, for the row that the caller has locked."""
    try:
        conversation.box()
    except Unreadable:
        begin_anew(conversation)


def doom(conversation: Conversation) -> None:
    """The key of this row is not to be opened by anybody any more."""
    if conversation.key_slot is not None:
        ErasedKey.objects.get_or_create(slot=conversation.key_slot)
        transaction.on_commit(destroy_shares, robust=True)  # when it fails, the next sweep does it


def destroy_shares() -> int:
    """Destroy the shares whose erasure was committed; how many. Raises KeysUnavailable: they stay marked."""
    with transaction.atomic():
        slots = list(ErasedKey.objects.select_for_update(skip_locked=True).values_list("slot", flat=True))
        if slots:
            vault().shares.destroy(slots)
            ErasedKey.objects.filter(slot__in=slots).delete()
    return len(slots)


def _kept_address(conversation: Conversation) -> str:
    try:
        return str(conversation.address)
    except Unreadable:
        return ""


def _waiting(conversation: Conversation, upto: int) -> list[Inbox]:
    """Messages that came after the wish to erase: they belong to what begins now."""
    rows = []
    for row in conversation.inbox.filter(id__gt=upto, state=InboxState.NEW):
        try:
            row.text  # noqa: B018 - opened now, while the key is there
        except Unreadable:
            continue
        rows.append(row)
    return rows
