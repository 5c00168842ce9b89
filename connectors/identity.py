"""Keyed hashes instead of people's ids. A plain hash of a phone number is guessed in seconds; a keyed one is not."""

from __future__ import annotations

import hashlib
import hmac


def person_key(secret: bytes, channel: str, account: str, sender: str) -> str:
    """The identity of a person on one channel account: 64 hex digits."""
    return _digest(secret, "person", channel, account, sender)


def message_key(secret: bytes, channel: str, account: str, external_id: str) -> str:
    """The dedupe key of a message: 64 hex digits. WhatsApp's message ids hold the phone number, so none is stored."""
    return _digest(secret, "message", channel, account, external_id)


def _digest(secret: bytes, *parts: str) -> str:
    # Lengths before the parts: no two lists of parts make the same bytes.
    data = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (part.encode("utf-8", "surrogatepass") for part in parts))
    return hmac.new(secret, data, hashlib.sha256).hexdigest()
