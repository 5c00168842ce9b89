"""Words under lock: AES-256-GCM with a conversation's own key, and that key wrapped for the database. Pure.

What is sealed is bound to its place, the table and what of the row is known when it is written (the message's keyed id, the
reply's number), so that nobody who can write to the database can show one person's words as another's, or an old reply as a
new one. A conversation's key is wrapped under a key made of two halves: the master key, and a share of the conversation's own
that lies outside the database and can be destroyed. Formats: NIST SP 800-38D (GCM), RFC 5869 (HKDF).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from connectors.errors import Unreadable

KEY_BYTES = 32
NONCE_BYTES = 12
_FORMAT = b"\x01"  # of everything sealed here; another one would be another cipher


@dataclass(frozen=True, slots=True)
class Box:
    """A conversation's key in use. Keep it no longer than the transaction or page it was opened for."""

    key: bytes = field(repr=False)

    def seal(self, place: bytes, said: Mapping[str, Any], nonce: bytes) -> bytes:
        """`said` as bytes for the database; `nonce` is 12 random bytes, never used twice."""
        return encrypt(self.key, json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), place, nonce)

    def open(self, place: bytes, sealed: bytes) -> dict[str, Any]:
        """What was sealed at this place. Raises Unreadable."""
        opened = json.loads(decrypt(self.key, sealed, place).decode("utf-8", "surrogatepass"))
        if not isinstance(opened, dict):
            raise Unreadable("not what we seal")
        return opened

    def engine_sender(self) -> str:
        """The name of this conversation towards the dialogue engine: gone with the key, and no way back to it."""
        return derive(self.key, b"", b"dalil engine sender").hex()


def place(table: str, *parts: object) -> bytes:
    """Where something is kept, without two places making the same bytes.

    >>> place("outbox", "a", 12) == place("outbox", "a1", 2)
    False
    """
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in (str(part).encode() for part in (table, *parts)))


def wrapping_key(master: bytes, share: bytes) -> bytes:
    """The key that wraps one conversation's key: without either half it cannot be had."""
    return derive(master, share, b"dalil conversation key")


def derive(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(secret)


def encrypt(key: bytes, plain: bytes, where: bytes, nonce: bytes) -> bytes:
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, _FORMAT + where)


def decrypt(key: bytes, sealed: bytes, where: bytes) -> bytes:
    """Raises Unreadable: destroyed or wrong key, changed bytes, or bytes of another place."""
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if sealed[:1] != _FORMAT or len(nonce) != NONCE_BYTES:
        raise Unreadable("not what we seal")
    try:
        return AESGCM(key).decrypt(nonce, rest, _FORMAT + where)
    except InvalidTag:
        raise Unreadable("wrong key or changed bytes") from None
