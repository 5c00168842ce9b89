"""Web sessions: opaque tokens that only we can make. Pure: clock, randomness and key are arguments.

Nothing is stored until the first message. A token holds 160 random bits, the day it was made, and a keyed hash of both.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NONCE_BYTES = 20
_TIME_BYTES = 5
_MAC_BYTES = 16
_TOKEN_LENGTH = 56  # of the base64 of all three, without padding: 41 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who speaks: `id` stands for the person, as a chat id does on other channels."""

    id: str
    issued_at: datetime


def issue(secret: bytes, now: datetime, nonce: bytes) -> str:
    """A new token. `nonce` is NONCE_BYTES of fresh randomness."""
    if len(nonce) != NONCE_BYTES:
        raise ValueError(f"a session needs {NONCE_BYTES} random bytes")
    body = int(now.timestamp()).to_bytes(_TIME_BYTES, "big") + nonce
    return _encode(body + _mac(secret, body))


def read(secret: bytes, token: str, now: datetime, lifetime: timedelta) -> Session | None:
    """The session of a token; None when it is not ours, was changed, or is older than `lifetime`."""
    if len(token) >= _TOKEN_LENGTH or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if len(body) != _TIME_BYTES + NONCE_BYTES or not hmac.compare_digest(mac, _mac(secret, body)):
        return None
    issued_at = datetime.fromtimestamp(int.from_bytes(body[:_TIME_BYTES], "big"), UTC)
    if not issued_at - timedelta(minutes=5) <= now < issued_at + lifetime:
        return None
    return Session(id=_encode(body[_TIME_BYTES:]), issued_at=issued_at)


def _mac(secret: bytes, body: bytes) -> bytes:
    return hmac.new(secret, b"web session\0" + body, hashlib.sha256).digest()[:_MAC_BYTES]


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
