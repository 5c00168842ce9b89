"""What the engine remembers of a conversation, sealed under the conversation's own name, for a day. Pure, but for the shelves.

The gateway names a conversation by 64 hexadecimal digits that it derives from the conversation's key. The name itself is kept
nowhere here: rows are found by its hash and opened with a key made of it. When a person erases their data the gateway forgets the
key, and with it the name; from then on nobody can find or open what was remembered, and after a day it is dropped.
"""

import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEPT_S = 24 * 3600.0  # a form that was left for a day is begun anew
_NONCE = 12


class Shelf(Protocol):
    """Where sealed memories lie, by the hash of their name."""

    def put(self, key: str, sealed: bytes, now: float) -> None: ...

    def get(self, key: str) -> tuple[bytes, float] | None: ...

    def drop(self, before: float) -> None: ...


class InMemory:
    """Gone with the process."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, tuple[bytes, float]] = OrderedDict()  # oldest first

    def put(self, key: str, sealed: bytes, now: float) -> None:
        self._rows[key] = (sealed, now)
        self._rows.move_to_end(key)

    def get(self, key: str) -> tuple[bytes, float] | None:
        return self._rows.get(key)

    def drop(self, before: float) -> None:
        while self._rows and next(iter(self._rows.values()))[1] < before:
            self._rows.popitem(last=False)


class InDatabase:
    """One table; survives a restart of the engine."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, pool_pre_ping=True)
        self._table = sa.Table(
            "engine_memory",
            sa.MetaData(),
            sa.Column("key", sa.String(64), primary_key=True),
            sa.Column("sealed", sa.LargeBinary, nullable=False),
            sa.Column("at", sa.Float, nullable=False, index=True),
        )
        self._table.create(self._engine, checkfirst=True)

    def put(self, key: str, sealed: bytes, now: float) -> None:
        with self._engine.begin() as connection:
            connection.execute(self._table.delete().where(self._table.c.key == key))
            connection.execute(self._table.insert().values(key=key, sealed=sealed, at=now))

    def get(self, key: str) -> tuple[bytes, float] | None:
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(self._table.c.sealed, self._table.c.at).where(self._table.c.key == key)).first()
        return (bytes(row[0]), float(row[1])) if row else None

    def drop(self, before: float) -> None:
        with self._engine.begin() as connection:
            connection.execute(self._table.delete().where(self._table.c.at < before))


class SealedMemory:
    """Text by the name of a conversation."""

    def __init__(self, shelf: Shelf, clock: Callable[[], float] = time.time) -> None:
        self._shelf, self._clock = shelf, clock

    def save(self, sender: str, text: str) -> None:
        """Keep `text`; what is older than a day goes."""
        now, nonce = self._clock(), os.urandom(_NONCE)
        self._shelf.drop(now - KEPT_S)
        self._shelf.put(_hash(sender), nonce + AESGCM(_key(sender)).encrypt(nonce, text.encode(), None), now)

    def load(self, sender: str) -> str | None:
        """The text kept last; None when there is none, it is too old, or its bytes were changed."""
        found = self._shelf.get(_hash(sender))
        if found is None or found[1] < self._clock() - KEPT_S:
            return None
        try:
            return AESGCM(_key(sender)).decrypt(found[0][:_NONCE], found[0][_NONCE:], None).decode()
        except InvalidTag:
            return None


def _hash(sender: str) -> str:
    return hashlib.sha256(b"dalil engine memory\0" + sender.encode()).hexdigest()


def _key(sender: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dalil engine memory").derive(sender.encode())
