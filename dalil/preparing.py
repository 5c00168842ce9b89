"""What must be true before anything starts: schema, seed content, a trained engine, vectors. Each step is idempotent."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
from pathlib import Path

from dalil.home import ROOT, state_directory

ENGINE_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
NEEDED_BYTES = 1_500_000_000  # embedded store, model, logs; the environments stand already


_NOT_FOR_THE_ENGINE = ("DALIL_DATABASE_URL", "DALIL_DATABASE_URL_FILE", "DJANGO_SETTINGS_MODULE")


class NotReady(Exception):
    """Something a person must do first; the text says what."""


def check_machine(ports: dict[str, int]) -> None:
    """Refuse early, in one sentence each: a taken port, a full disk, a missing environment."""
    for name, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as exc:
                raise NotReady(f"Port {port} ({name}) is taken: stop what uses it, or set another port (see README, Settings).") from exc
    free = shutil.disk_usage(_existing(state_directory())).free
    if free < NEEDED_BYTES:
        raise NotReady(f"The disk is full: {free // 1_000_000} MB free, {NEEDED_BYTES // 1_000_000} MB needed below {state_directory()}.")
    if not ENGINE_PYTHON.exists():
        raise NotReady("The engine's environment is missing: run `make setup`.")


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


class Stamp:
    """Remembers for which schema, content and encoder the store was prepared, so that a second start is quick."""

    def __init__(self, store_url: str) -> None:
        self._path = state_directory() / "prepared"
        inputs = [*ROOT.glob("*/migrations/*.py"), *(ROOT / "knowledge" / "content").rglob("*"), ROOT / "requirements.lock"]
        inputs.append(ROOT / "knowledge" / "encoder" / "artifact" / "manifest.json")
        digest = hashlib.sha256(f"{store_url}\0{os.environ.get('DALIL_ENCODER', '')}".encode())
        for path in sorted(p for p in inputs if p.is_file()):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
        self._value = digest.hexdigest()

    def stands(self) -> bool:
        return self._path.exists() and self._path.read_text("utf-8") == self._value

    def set(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(self._value, "utf-8")


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def seed() -> str:
    """Import the shipped content when it differs from what was imported last; returns one line about it."""
    from knowledge.content_files import ARTICLES, CONTENT
    from knowledge.importing import import_articles, import_helplines

    stamp, fingerprint = state_directory() / "seed.sha256", _fingerprint(CONTENT)
    if _base_holds_articles() and stamp.exists() and stamp.read_text() == fingerprint:
        return "unchanged"
    report = import_articles(ARTICLES)
    lines = import_helplines()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(fingerprint)
    refused = f", {len(report.refused)} refused (see `dalil kb check`)" if report.refused else ""
    return f"{report.created} new, {report.updated} updated, {report.unchanged} unchanged texts, {lines} new helplines{refused}"


def _base_holds_articles() -> bool:
    from knowledge.models import Article

    return bool(Article.objects.exists())


def _fingerprint(directory: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(directory)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def train_engine() -> str:
    """Train the dialogue engine unless the model of these inputs is there; returns its own line."""
    done = subprocess.run(
        [str(ENGINE_PYTHON), str(ROOT / "bot" / "train.py")], env=engine_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise NotReady(f"The engine could not be trained: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
    return (done.stdout.strip().splitlines() or ["trained"])[-1].removeprefix("engine: ")


def engine_environment(port: int | None = None) -> dict[str, str]:
    """What the engine's processes may know: its port and store, no secrets of the channels."""
    others = ("GATEWAY_", "STAFF_", "VAULT_", "PYTHON")
    kept = {k: v for k, v in os.environ.items() if k not in _NOT_FOR_THE_ENGINE and not k.startswith(others)}
    return kept | ({"DALIL_RASA_PORT": str(port)} if port else {})


def warm_vectors() -> str:
    """Prepare what is new, so that the first question does not wait for it; returns one line."""
    from connectors.steps import load_encoder
    from knowledge import repository
    from knowledge.prepared import Preparer, forget_unused

    prepared = Preparer(load_encoder()).prepare(repository.published(), repository.figures())
    forget_unused(made.key for made in prepared.values())
    return f"{len(prepared)} articles"
