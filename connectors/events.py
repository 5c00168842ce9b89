"""Logs are events from this catalogue with scalar fields. Text, names and numbers of people are refused here."""

from __future__ import annotations

import logging
import re
from uuid import UUID

import structlog

# Each event and the fields it may carry.
CATALOGUE: dict[str, frozenset[str]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "gateway_started": "telegram whatsapp web worker",
        "gateway_stopped": "",
        "channel_off": "channel reason",
        "webhook_refused": "channel reason status",
        "webhook_accepted": "channel messages new statuses",
        "message_skipped": "channel reason count",
        "store_unavailable": "where",
        "intake_full": "where",
        "turn_answered": "conversation channel act language variety attempt ms degraded triage",
        "turn_failed": "conversation channel attempt error",
        "turn_buried": "conversation channel attempts",
        "turn_superseded": "conversation attempt",
        "voice_heard": "conversation channel result seconds ms",
        "voice_refused": "channel reason",
        "voice_unavailable": "reason",
        "not_read_aloud": "channel reason",
        "data_deleted": "conversation channel",
        "reply_sent": "conversation channel pieces attempt uncertain ms",
        "reply_delayed": "conversation channel code attempt wait_s",
        "reply_dead": "conversation channel code attempts",
        "reply_waits_for_person": "conversation channel code",
        "delivery_stopped": "conversation channel",
        "channel_call_failed": "channel call error",
        "polling_paused": "channel error wait_s",
        "data_expired": "words replies notes ids conversations questions readings",
        "case_waits_too_long": "case urgency minutes",
        "sweep_found": "inbox outbox stalled_jobs",
        "index_refreshed": "",
        "index_refresh_failed": "error",
        "encoder_unavailable": "",
        "worker_started": "",
        "worker_stopped": "",
        "worker_failed": "error",
    }.items()
}

Scalar = str | int | float | bool | UUID | None

_TOKEN = re.compile(r"[A-Za-z0-9_.:/-]{0,64}")
_MANY_DIGITS = re.compile(r"\d{7,}")  # error codes have up to six, phone numbers more


class NotAnEvent(ValueError):
    """The call names no event of the catalogue, or carries something that could be content."""


def emit(event: str, **fields: Scalar) -> None:
    """Write one event as JSON. Raises NotAnEvent for what the catalogue does not know."""
    allowed = CATALOGUE.get(event)
    if allowed is None:
        raise NotAnEvent(f"unknown event {event!r}")
    if unknown := fields.keys() - allowed:
        raise NotAnEvent(f"{event} carries no field {sorted(unknown)}")
    _log.info(event, **{name: _checked(event, name, value) for name, value in fields.items()})


def configure() -> None:
    """JSON lines on standard output, and silence for libraries that print addresses with tokens in them."""
    structlog.configure(
        processors=[structlog.processors.TimeStamper(fmt="iso"), structlog.processors.JSONRenderer()],
        cache_logger_on_first_use=True,
    )
    for library in ("httpx", "httpcore", "telegram", "procrastinate"):
        logging.getLogger(library).setLevel(logging.CRITICAL)


def _checked(event: str, name: str, value: Scalar) -> Scalar:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str) and (not _TOKEN.fullmatch(value) or _MANY_DIGITS.search(value)):
        raise NotAnEvent(f"{event}: the value of {name} looks like content")
    return value


_log = structlog.get_logger("dalil.gateway")
