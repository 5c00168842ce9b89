"""A voice note before it is fetched: where the provider keeps it. Pure.

It stands in the place of the words until they were heard, as a payload, so that nothing takes it for something a person said.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from connectors import payloads

_NAME = "voice"
_ID_LIMIT = 512  # Telegram's file ids have about 80 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`sha256` is what the provider announced, base64 or hex; `seconds` and `size` (bytes) are its claims, 0 when it makes none."""

    id: str
    sha256: str = ""
    seconds: int = 0
    size: int = 0

    def as_payload(self) -> str:
        """
        >>> Note.read(Note(id="AwACAg", seconds=7).as_payload()) == Note(id="AwACAg", seconds=7)
        True
        """
        return payloads.write(_NAME, id=self.id[:_ID_LIMIT], sha256=self.sha256[:64], seconds=str(self.seconds), size=str(self.size))

    @classmethod
    def read(cls, text: str) -> Note | None:
        """The note a stored text stands for; None for words and other payloads."""
        match payloads.read(text):
            case ("voice", {"id": str(id), "sha256": str(sha256), "seconds": str(seconds), "size": str(size)}):
                return cls(id=id, sha256=sha256, seconds=_number(seconds), size=_number(size))
        return None

    def is_made_of(self, digest: bytes) -> bool:
        """Whether the bytes are those announced; true when nothing readable was announced.

        >>> Note(id="1", sha256="ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=").is_made_of(hashlib.sha256(b"abc").digest())
        True
        """
        announced = _digest(self.sha256)
        return announced is None or announced == digest


def _digest(text: str) -> bytes | None:
    """Meta writes base64 in webhooks and hex in its media endpoint."""
    try:
        raw = bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if len(raw) == hashlib.sha256().digest_size else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 12 else 0
