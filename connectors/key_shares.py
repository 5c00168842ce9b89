"""The halves of the conversations' keys that can be destroyed: one file outside the database, 32 bytes a conversation.

A database cannot forget at once: an old row version lies in its files, its log and its backups for days. Bytes of a file of our
own are overwritten in place. So the key of a conversation is wrapped with a share from here too, and erasing the share erases
every copy of the words, those in the database's log and in backups included.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from connectors.errors import KeysUnavailable, Unreadable

FILE = "shares"
SHARE_BYTES = 32
_GONE = bytes(SHARE_BYTES)


class KeyShares:
    """Shares by slot; a slot number comes from the database's sequence and is never used twice."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def make(self, slots: Iterable[int]) -> None:
        """New random shares, all on disk before this returns. Raises KeysUnavailable."""
        with self._opened() as file:
            for slot in slots:
                os.pwrite(file, secrets.token_bytes(SHARE_BYTES), slot * SHARE_BYTES)
            os.fdatasync(file)

    def read(self, slot: int) -> bytes:
        """Raises Unreadable for a share that was destroyed, KeysUnavailable when the file cannot be read."""
        with self._opened() as file:
            share = os.pread(file, SHARE_BYTES, slot * SHARE_BYTES)
        if len(share) != SHARE_BYTES or share == _GONE:
            raise Unreadable("the share of this key was destroyed")
        return share

    def destroy(self, slots: Iterable[int]) -> None:
        """Overwrite the shares; when this returns they are gone from the file on disk. Raises KeysUnavailable."""
        with self._opened() as file:
            for slot in slots:
                os.pwrite(file, _GONE, slot * SHARE_BYTES)
            os.fdatasync(file)

    @contextmanager
    def _opened(self) -> Iterator[int]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as exc:
            raise KeysUnavailable("the file of the key shares cannot be opened") from exc
        try:
            yield descriptor
        except OSError as exc:
            raise KeysUnavailable("the file of the key shares cannot be used") from exc
        finally:
            os.close(descriptor)
