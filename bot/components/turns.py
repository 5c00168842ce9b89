"""Read one request of the gateway. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST = 2000  # characters that the classifier is shown; the rest adds time, not meaning
NOTHING_SAID = "/nlu_fallback"
# What a button may say. Everything else that starts with "/" is a person's text, not an order to the engine: Rasa
# itself would obey "/restart", and log the whole text when it cannot read the arguments.
PAYLOADS = frozenset(
    {
        *("feedback", "handoff", "set_profile", "menu", "help", "delete_data", "export_data", "change_language", "affirm", "deny", "greet"),
        *("check_offer", "report", "report_answer", "report_stop"),
    }
)
_PAYLOAD = re.compile(r"/(?P<name>[a-z_]+)\s*(?P<arguments>\{.*\})?\s*", re.DOTALL)


class Unreadable(ValueError):
    """The request is not of the contract; answer 400."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message of one conversation; `key` is the same for a retry of the same turn, None if the caller gave none."""

    sender: str
    text: str
    key: str | None = None
    metadata: Mapping[str, object] = field(default_factory=dict)


def parse(body: object) -> Turn:
    """Check the request and make its text safe for Rasa; raises Unreadable."""
    match body:
        case {"sender": str(sender), "message": str(text), **rest} if sender:
            metadata = rest.get("metadata") or {}
            if not isinstance(metadata, dict):
                raise Unreadable("metadata is not an object")
            turn_id = metadata.get("turn_id")
            key = f"{sender} {turn_id}" if turn_id is not None else None
            return Turn(sender=sender, text=_said(text), key=key, metadata=metadata)
    raise Unreadable("sender and message are needed, both text")


def _said(text: str) -> str:
    stripped = text.strip()[:LONGEST]
    if not stripped.startswith("/"):
        return stripped or NOTHING_SAID
    return _payload(stripped) or stripped.lstrip("/ ") or NOTHING_SAID


def _payload(text: str) -> str | None:
    """The payload in Rasa's own notation, or None if it is not one of ours."""
    match = _PAYLOAD.fullmatch(text)
    if match is None or match["name"] not in PAYLOADS:
        return None
    intent = match["name"]
    try:
        arguments = json.loads(match["arguments"] or "{}")
    except ValueError:
        return f"/{intent}"
    known = {name: value for name, value in arguments.items() if value is None or isinstance(value, str | bool)}
    return f"/{intent}{json.dumps(known)}" if known else f"/{intent}"
