"""The bytes under the database: what a person with the disk, but without the keys, can look through."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db import connection


def data_directory() -> Path:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return Path(cursor.fetchone()[0])


def to_disk() -> None:
    """Everything committed is in the data files and in the log."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


def found(secrets: Iterable[bytes], files: Iterable[Path]) -> set[bytes]:
    """Those of the secrets that stand in any of the files."""
    wanted = set(secrets)
    seen: set[bytes] = set()
    for path in files:
        try:
            content = path.read_bytes()
        except OSError:  # PostgreSQL removes files of its own while we look
            continue
        seen |= {secret for secret in wanted - seen if secret in content}
    return seen


def own_tables() -> list[Path]:
    """The files of this database, and the write-ahead log of the server."""
    root = data_directory()
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        oid = cursor.fetchone()[0]
    folders = (root / "base" / str(oid), root / "pg_wal")
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]
