"""All that is kept about one person, read for their own copy of it. Blocking: runs on a store thread."""

from __future__ import annotations

from uuid import UUID

from connectors import case_reports, cases, markup
from connectors.errors import Unreadable
from connectors.media.note import Note
from connectors.memory import recall
from connectors.message import Kind, Reply
from connectors.models import Conversation, Inbox, Outbox
from connectors.own_copy import Holdings, Said, Speaker


def of(conversation: UUID) -> Holdings:
    """Raises Unreadable when the key of the conversation is lost: then nothing is held that anybody could read."""
    row = Conversation.objects.get(id=conversation)
    asked = [_asked(message) for message in row.inbox.order_by("id")]
    sent = [_sent(reply) for reply in row.outbox.order_by("seq")]
    said = sorted((line for line in asked + sent if line and line.text), key=lambda line: line.at)
    return Holdings(
        channel=row.channel,
        since=row.created_at,
        has_address=bool(row.address),
        state=recall(row),
        said=tuple(said),
        requests=tuple(cases.read(case) for case in row.cases.order_by("id")),
        reports=tuple((kept.at, kept.report) for kept in case_reports.of_conversation(conversation)),
    )


def _asked(row: Inbox) -> Said | None:
    """What was written; a pressed button or a command says nothing about the person that our next line does not."""
    if row.kind in {Kind.BUTTON, Kind.COMMAND}:
        return None
    try:
        said = "" if Note.read(row.text) else row.text  # a voice message that was not heard yet
        return Said(at=row.received_at, speaker=Speaker.PERSON, text=said)
    except Unreadable:
        return None


def _sent(row: Outbox) -> Said | None:
    try:
        reply = Reply.from_json(row.reply)
    except Unreadable:
        return None
    speaker = Speaker.ASSISTANT if row.inbox_id else Speaker.STAFF
    numbers = "".join(f"\n{card.name}: {card.phone}" for card in reply.helplines)
    return Said(at=row.created_at, speaker=speaker, text=markup.write(reply.text, markup.plain) + numbers)
