"""What a webhook of the WhatsApp Cloud API says to us: messages, and what became of ours. Pure.

Meta batches: every entry, change and message is read, and one that cannot be read never harms its siblings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.media.note import Note
from connectors.message import Incoming, Kind
from connectors.models import OutboxState
from connectors.outbox import Status

OLDEST = timedelta(days=8)  # Meta tries for seven; older ones are replays, for a signature holds no time
_BSUID = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
_PHONE = re.compile(r"\d{5,20}")
_OPAQUE = re.compile(r"([0-9]{1,18})(?:\.([0-9]{1,3}))?")
_STATES = {"sent": OutboxState.SENT, "delivered": OutboxState.DELIVERED, "read": OutboxState.READ, "failed": OutboxState.DEAD}
_LAST_SECOND = 10_000_000_000  # a larger timestamp is in milliseconds
_SILENT_TYPES = frozenset({"reaction", "system", "ephemeral", "request_welcome"})  # nobody waits for an answer to these


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    messages: tuple[Incoming, ...] = ()
    statuses: tuple[Status, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)  # reason -> how many


class _Skip(Exception):
    """This item is not for the conversation; the argument says why, for the count."""


def parse(data: Mapping[str, Any], account: str, now: datetime) -> Parsed:
    """Read a whole batch. Total: whatever JSON object comes, something sensible is returned."""
    messages: list[Incoming] = []
    statuses: list[Status] = []
    skipped: Counter[str] = Counter()
    for value in _values(data):
        if _dig(value, "metadata", "phone_number_id") != account:
            skipped["other_account"] += len(_items(value, "messages")) or 1
            continue
        for item in _items(value, "messages"):
            try:
                messages.append(_message(item, value, account, now))
            except _Skip as reason:
                skipped[str(reason)] += 1
        for item in _items(value, "statuses"):
            try:
                statuses.append(_status(item))
            except _Skip as reason:
                skipped[str(reason)] += 1
    # The order within a batch is not promised; the sort is stable for equal seconds.
    messages.sort(key=lambda message: message.sent_at or now)
    return Parsed(messages=tuple(messages), statuses=tuple(statuses), skipped=dict(skipped))


def _values(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for entry in _items(data, "entry"):
        for change in _items(entry, "changes"):
            if isinstance(change.get("value"), Mapping):
                yield change["value"]


def _message(item: Mapping[str, Any], value: Mapping[str, Any], account: str, now: datetime) -> Incoming:
    external_id = item.get("id")
    if not isinstance(external_id, str) or not external_id:
        raise _Skip("no_id")
    if item.get("type") in _SILENT_TYPES:
        raise _Skip("silent_type")
    if item.get("group_id"):
        raise _Skip("group")
    sent_at = read_timestamp(item.get("timestamp"))
    if sent_at is not None and now - sent_at > OLDEST:
        raise _Skip("too_old")
    sender = _sender(item, value)
    kind, text = _content(item)
    return Incoming(
        channel="whatsapp",
        account=account,
        external_id=external_id,
        sender=sender,
        address=sender,
        kind=kind,
        text=text,
        sent_at=sent_at,
    )


def _sender(item: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    """The business-scoped user id where Meta gives one, else the phone number.

    The id may stand in the message (`from_user_id`, or even `from`) or only among the contacts; since 2026 the
    phone number may be missing altogether. Names and `wa_id` are never kept.
    """
    contacts = _items(value, "contacts")
    phone = item.get("from")
    candidates = [item.get("from_user_id"), phone]
    candidates += [contact.get("user_id") for contact in contacts if len(contacts) == 1 or _same(contact, phone)]
    for candidate in candidates:
        if isinstance(candidate, str) and _BSUID.fullmatch(candidate):
            return candidate
    candidates += [contact.get("wa_id") for contact in contacts if len(contacts) == 1]
    for candidate in candidates:
        if isinstance(candidate, str) and _PHONE.fullmatch(candidate.removeprefix("+")):
            return candidate.removeprefix("+")
    raise _Skip("no_sender")


def _same(contact: Mapping[str, Any], phone: object) -> bool:
    return phone is not None and contact.get("wa_id") == phone


def _content(item: Mapping[str, Any]) -> tuple[Kind, str]:
    match item:
        case {"type": "text", "text": {"body": str(body)}}:
            return Kind.TEXT, body
        case {"type": "interactive", "interactive": {"button_reply": {"id": str(payload)}}}:
            return Kind.BUTTON, payload
        case {"type": "interactive", "interactive": {"list_reply": {"id": str(payload)}}}:
            return Kind.BUTTON, payload
        case {"type": "button", "button": {"text": str(text)}}:  # of a template: its words, for its payload is not ours
            return Kind.TEXT, text
        case {"type": "audio", "audio": {"id": str(id)} as audio}:
            return Kind.VOICE, Note(id=id, sha256=str(audio.get("sha256", ""))).as_payload()
        case {"type": "image" | "video" | "document" as kind}:
            caption = _dig(item, kind, "caption")
            return (Kind.TEXT, caption) if isinstance(caption, str) and caption else (Kind.UNSUPPORTED, "")
        case _:
            return Kind.UNSUPPORTED, ""


def _status(item: Mapping[str, Any]) -> Status:
    """Ours carry the outbox id in the opaque data that Meta echoes, with the number of a piece that others follow."""
    reply = item.get("biz_opaque_callback_data")
    state = _STATES.get(str(item.get("status")))
    if state is None:
        raise _Skip("other_status")
    ours = _OPAQUE.fullmatch(reply) if isinstance(reply, str) else None
    if ours is None:
        raise _Skip("foreign_status")
    errors = _items(item, "errors")
    code = errors[0].get("code") if errors else None
    return Status(reply=int(ours[1]), piece=int(ours[2] or 0), state=state, code=str(code) if isinstance(code, int) else "")


def read_timestamp(value: object) -> datetime | None:
    """Seconds as a string, sometimes milliseconds; None for what is neither.

    >>> read_timestamp("1763683200"), read_timestamp("1763683200000") == read_timestamp("1763683200"), read_timestamp("x")
    (datetime.datetime(2025, 11, 21, 0, 0, tzinfo=datetime.timezone.utc), True, None)
    """
    if not isinstance(value, str | int) or re.fullmatch(r"[0-9]{1,13}", str(value)) is None:
        return None
    number = int(value)
    return datetime.fromtimestamp(number / 1000 if number > _LAST_SECOND else number, UTC)


def _items(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of a list, without what is not an object."""
    found = data.get(name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _dig(data: Mapping[str, Any], *path: str) -> object:
    found: object = data
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
