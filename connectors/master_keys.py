"""The versioned master keys: from a setting, else random ones in a file beside the shares. Never in the database."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from connectors.errors import KeysUnavailable
from connectors.sealing import KEY_BYTES

FILE = "master.keys"


def parse(text: str) -> dict[int, bytes]:
    """Keys by version, from `version:64 hex digits`, separated by spaces, commas or lines. Raises KeysUnavailable.

    >>> sorted(parse("2:" + "ab" * 32 + " 1:" + "00" * 32))
    [1, 2]
    """
    keys: dict[int, bytes] = {}
    try:
        for entry in text.replace(",", " ").split():
            version, _, digits = entry.partition(":")
            keys[int(version)] = bytes.fromhex(digits)
    except ValueError as exc:
        raise KeysUnavailable("a master key is not `version:hex`") from exc
    if not keys or min(keys) < 1 or any(len(key) != KEY_BYTES for key in keys.values()):
        raise KeysUnavailable(f"master keys need a version from 1 and {KEY_BYTES} bytes as hex digits")
    return keys


def render(keys: Mapping[int, bytes]) -> str:
    return "".join(f"{version}:{key.hex()}\n" for version, key in sorted(keys.items()))


class MasterKeys:
    """The keys as they are now: other processes may have rotated them since the last look."""

    def __init__(self, folder: Path, configured: str | None = None) -> None:
        """`configured` keys stand as they are; without them the file of the folder is made and read."""
        self._path = folder / FILE
        self.in_file = configured is None
        self._keys = parse(configured) if configured is not None else {}
        self._seen: tuple[int, int] | None = None

    def all(self) -> Mapping[int, bytes]:
        """Raises KeysUnavailable."""
        if self.in_file:
            try:
                self._look()
            except OSError as exc:
                raise KeysUnavailable("the file of the master keys cannot be read") from exc
        return self._keys

    def newest(self) -> int:
        return max(self.all())

    def of(self, version: int) -> bytes:
        """Raises KeysUnavailable for a version that is not there."""
        key = self.all().get(version)
        if key is None:
            raise KeysUnavailable(f"master key version {version} is not there")
        return key

    def add(self) -> int:
        """Write a new random version beside the others; the number it got. Only for keys in the file."""
        self.all()  # makes the file when it is not there: the lock below cannot be taken twice
        with self._alone():
            self._write({**self.all(), self.newest() + 1: secrets.token_bytes(KEY_BYTES)})
        return self.newest()

    def forget_all_but(self, version: int) -> None:
        """Destroy the other versions. Only for keys in the file."""
        kept = {version: self.of(version)}
        with self._alone():
            self._write(kept)

    def _look(self) -> None:
        if not self._path.exists():
            with self._alone():
                if not self._path.exists():
                    self._write({1: secrets.token_bytes(KEY_BYTES)})
        found = self._path.stat()
        if (found.st_ino, found.st_mtime_ns) != self._seen:
            self._keys = parse(self._path.read_text("ascii"))
            self._seen = (found.st_ino, found.st_mtime_ns)

    def _write(self, keys: Mapping[int, bytes]) -> None:
        """Whole or not at all; the old file is overwritten before it goes, as far as the file system lets us."""
        fresh = self._path.with_name(f"{FILE}.new")
        _put(fresh, render(keys).encode())
        old = os.open(self._path, os.O_WRONLY) if self._path.exists() else None
        fresh.replace(self._path)
        if old is not None:
            os.pwrite(old, bytes(os.fstat(old).st_size), 0)
            os.fsync(old)
            os.close(old)
        self._seen = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two processes never write the file at once."""
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self._path.with_name("lock"), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _put(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
