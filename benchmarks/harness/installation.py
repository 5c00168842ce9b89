"""An installation of its own for a measurement: database, keys, settings, and its processes as `dalil run` starts them."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from dalil import preparing
from dalil.home import ROOT, set_up_django
from dalil.processes import Child
from dalil.store import embedded
from tests.fakes import telegram, whatsapp

STATE = ROOT / ".dalil" / "bench"  # kept between runs: its texts are embedded once
_OURS = ("DALIL_", "GATEWAY_", "STAFF_", "VAULT_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One database copied from the prepared one, with keys and logs of its own."""

    database: str  # address
    folder: Path  # keys and logs, gone with the measurement
    environment: Mapping[str, str]

    def among(self, *, whatsapp_url: str, engine_port: int, telegram_url: str | None = None) -> Installation:
        """The same with its neighbours: providers, of which Telegram may be missing, and the engine."""
        telegram_on = {"GATEWAY_TELEGRAM_API_URL": telegram_url} if telegram_url else {"GATEWAY_TELEGRAM_MODE": "off"}
        others = {"GATEWAY_WHATSAPP_API_URL": whatsapp_url, "GATEWAY_ENGINE_URL": f"http://127.0.0.1:{engine_port}"}
        return replace(self, environment={**self.environment, **telegram_on, **others})

    def gateway(self, number: int = 1) -> Child:
        port = free_port()
        own = {**self.environment, "GATEWAY_PORT": str(port), "GATEWAY_RUN_WORKER": "false"}
        return self._child(f"gateway-{number}", [sys.executable, "-m", "dalil", "gateway"], own, f"http://127.0.0.1:{port}/ready")

    def worker(self, number: int = 1) -> Child:
        """It listens nowhere: `Member` reads its log."""
        return self._child(f"worker-{number}", [sys.executable, "-m", "dalil", "worker"], self.environment, "")

    def engine(self, port: int) -> Child:
        """The real one, on the present model."""
        own = {name: value for name, value in self.environment.items() if not name.startswith(("GATEWAY_", "VAULT_", "DALIL_DATABASE"))}
        command = [str(preparing.ENGINE_PYTHON), str(ROOT / "bot" / "run.py")]
        # The engine has an environment of its own: paths of ours would hide its libraries.
        own = {name: value for name, value in own.items() if not name.startswith("PYTHON")} | {"DALIL_RASA_PORT": str(port)}
        return self._child("engine", command, own, f"http://127.0.0.1:{port}/")

    def fake_engine(self, port: int) -> Child:
        command = [sys.executable, "-m", "benchmarks.faults.engine", str(port)]
        return self._child("engine", command, self.environment, f"http://127.0.0.1:{port}/")

    def _child(self, name: str, command: list[str], environment: Mapping[str, str], health: str) -> Child:
        return Child(name=name, command=command, environment=environment, health=health, log=self.folder / f"{name}.log")


@contextmanager
def installed(*, content: bool, state: Path | None = None) -> Iterator[Installation]:
    """A migrated database, with the shipped content when asked; call it outside any event loop. Only the prepared copy stays.

    `state` names another folder with a prepared database of which nothing runs now: its texts need not be embedded again.
    """
    _forget_settings()
    state = state or STATE / ("content" if content else "schema")
    os.environ["DALIL_STATE"] = str(state)
    with embedded(state) as server, tempfile.TemporaryDirectory(prefix="dalil-bench-") as folder:
        _prepare(server, content=content)
        name = f"run_{uuid.uuid4().hex[:12]}"
        execute(server, f"CREATE DATABASE {name} TEMPLATE {urlsplit(server).path.lstrip('/')}")
        database = named(server, name)
        os.environ["DALIL_DATABASE_URL"] = database  # of what the harness itself reads
        try:
            yield Installation(database=database, folder=Path(folder), environment=_environment(database, Path(folder)))
        finally:
            execute(server, f"DROP DATABASE {name} WITH (FORCE)")


def _prepare(server: str, *, content: bool) -> None:
    """Schema always; content and vectors when a measurement answers from them. Both only when they changed."""
    os.environ["DALIL_DATABASE_URL"] = server
    set_up_django()
    from django.db import connections

    stamp = preparing.Stamp(server)
    if not stamp.stands():
        preparing.migrate()
        if content:
            preparing.seed()
            preparing.warm_vectors()
        stamp.set()
    connections.close_all()  # a database that is copied must have no visitors


def _forget_settings() -> None:
    """Measured is the product with its defaults, not what stands in the caller's environment."""
    for name in [name for name in os.environ if name.startswith(_OURS)]:
        del os.environ[name]


def _environment(database: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "DALIL_DATABASE_URL": database,
        "VAULT_FOLDER": str(folder / "vault"),
        "GATEWAY_IDENTITY_KEY": "an-identity-key-of-the-measurements",
        "GATEWAY_NOTICE": "false",  # one answer a message: what is told at first contact would count as another
        "GATEWAY_TELEGRAM_MODE": "webhook",
        "GATEWAY_TELEGRAM_TOKEN": telegram.TOKEN,
        "GATEWAY_TELEGRAM_SECRET_TOKEN": telegram.SECRET,
        "GATEWAY_WHATSAPP_TOKEN": whatsapp.TOKEN,
        "GATEWAY_WHATSAPP_APP_SECRET": whatsapp.APP_SECRET,
        "GATEWAY_WHATSAPP_VERIFY_TOKEN": whatsapp.VERIFY_TOKEN,
        "GATEWAY_WHATSAPP_PHONE_NUMBER_ID": whatsapp.PHONE_NUMBER_ID,
        "GATEWAY_WEB_BURST": "1000000",  # measured is the path behind the limit on one chat
    }


def named(server: str, database: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def execute(address: str, statement: str) -> None:
    """One statement outside any transaction, on a connection to the server's own database."""
    with closing(psycopg.connect(named(address, "postgres"), autocommit=True)) as connection:
        connection.execute(statement)  # type: ignore[arg-type]  # a name of our own stands in it


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
