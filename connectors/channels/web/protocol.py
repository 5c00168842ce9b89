"""What a browser sends, as JSON from the script or as a form from the plain page. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl
from uuid import NAMESPACE_URL, UUID, uuid5

from connectors.errors import BadRequest
from connectors.message import Incoming, Kind
from connectors.webhook_body import read_object

CHANNEL = "web"
ACCOUNT = "web"
_FORM_FIELDS = 8
_PAYLOAD_LIMIT = 1000  # characters; our own payloads are shorter


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message of the chat: words, or the payload of a button that we offered."""

    id: UUID  # made by the client; a repeated one is the same message
    text: str = ""
    payload: str = ""
    language: str = ""  # of the page, a hint only


def read_message(raw: bytes) -> Said:
    """Raises BadRequest for anything but {"client_msg_id", "text" | "payload", "language"?}."""
    match read_object(raw):
        case {"client_msg_id": str(key), "text": str(text), **rest} if "payload" not in rest:
            return Said(id=_uuid(key), text=text, language=_language(rest))
        case {"client_msg_id": str(key), "payload": str(payload), **rest} if payload and "text" not in rest:
            return Said(id=_uuid(key), payload=_payload(payload), language=_language(rest))
    raise BadRequest("a message needs client_msg_id and either text or payload")


def read_fields(raw: bytes) -> dict[str, str]:
    """The fields of a URL-encoded form, the last of each name. Raises BadRequest for more than a page of ours sends."""
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="replace", max_num_fields=_FORM_FIELDS)
    except ValueError as exc:
        raise BadRequest("not a form of ours") from exc
    return dict(pairs)


def read_form(fields: dict[str, str]) -> Said | None:
    """None for an empty message. The same words twice from one rendered page are one message: a double tap."""
    text, payload = fields.get("text", ""), _payload(fields.get("payload", ""))
    if not text.strip() and not payload:
        return None
    page = _uuid(fields.get("page", ""))
    key = uuid5(NAMESPACE_URL, f"{page}:{payload}:{'' if payload else text}")
    return Said(id=key, text="" if payload else text, payload=payload, language=_language(fields))


def incoming(said: Said, session: str, now: datetime) -> Incoming:
    """The message as every channel brings it in. Its id is unique for the session only."""
    return Incoming(
        channel=CHANNEL,
        account=ACCOUNT,
        external_id=f"{session}:{said.id}",
        sender=session,
        address="",
        kind=Kind.BUTTON if said.payload else Kind.TEXT,
        text=said.payload or said.text,
        sent_at=now,
        language_hint=said.language or None,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as exc:
        raise BadRequest("client_msg_id is not a UUID") from exc


def _payload(text: str) -> str:
    if len(text) > _PAYLOAD_LIMIT:
        raise BadRequest("no button of ours is that long")
    return text


def _language(fields: dict[str, object] | dict[str, str]) -> str:
    language = fields.get("language", "")
    return language if isinstance(language, str) else ""
