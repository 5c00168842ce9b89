"""What both sides of a conversation said, as plain text, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connectors import markup
from connectors.errors import Unreadable
from connectors.media.note import Note
from connectors.message import Kind, Reply
from connectors.models import Conversation, Inbox, Outbox

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
    numbers: tuple[tuple[str, str], ...] = ()  # helplines that went with it: name and number
    sources: tuple[str, ...] = ()
    state: str = ""  # of what we sent: connectors.models.OutboxState
    author: str = ""  # the caseworker's account
    template: bool = False  # WhatsApp's approved message that an answer waits


def exchange(conversation: Conversation) -> list[Line]:
    """What both sides said, oldest first; a line that nobody can open any more is empty."""
    asked = list(conversation.inbox.order_by("-id")[:SHOWN])  # through the row, so that its key is opened once
    sent = list(conversation.outbox.select_related("author").order_by("-seq")[:SHOWN])
    replies = [(row, _opened(row)) for row in sent]
    labels = {button.payload: button.label for _row, reply in reversed(replies) for button in reply.buttons if button.payload}
    lines = [_asked(row, labels) for row in asked] + [_sent(row, reply) for row, reply in replies]
    return sorted(lines, key=lambda line: line.at)


def _opened(row: Outbox) -> Reply:
    try:
        return Reply.from_json(row.reply)
    except Unreadable:
        return Reply(text="", language="en")


def _asked(row: Inbox, labels: dict[str, str]) -> Line:
    pressed = row.kind == Kind.BUTTON
    try:
        said = row.text
    except Unreadable:
        said = ""
    if row.kind == Kind.VOICE:  # its words as they were heard; none yet, or ever: only that somebody spoke
        said = f"🎤 {'…' if not said or Note.read(said) else said}"
    text = labels.get(said, said) if pressed else said
    return Line(speaker=Speaker.ASKER, text=text, at=row.received_at, pressed=pressed)


def _sent(row: Outbox, reply: Reply) -> Line:
    return Line(
        speaker=Speaker.ASSISTANT if row.inbox_id or row.template else Speaker.CASEWORKER,
        text=markup.write(reply.text, markup.plain),
        at=row.created_at,
        numbers=tuple((card.name, card.phone) for card in reply.helplines),
        sources=tuple(f"{citation.title} ({citation.checked_on})" for citation in reply.citations),
        state=row.state,
        author=row.author.get_username() if row.author else "",
        template=row.template,
    )
