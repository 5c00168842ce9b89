"""`dalil doctor`: looks at an installation from the inside. Edge; what a finding means is said in `dalil.findings`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from pydantic import ValidationError

from connectors.settings import Settings, TelegramMode
from dalil import findings, preparing, reaching
from dalil.findings import Finding, bad, report, watch, well
from dalil.home import ROOT, set_up_django, state_directory

__all__ = ["examine", "report"]

_TIMEOUT_S = 5.0


def examine(*, reach: bool) -> list[Finding]:
    """Everything that can be looked at; one thing that is broken never hides the next. `reach` asks the network too."""
    try:
        settings = Settings()
    except ValidationError as exc:
        names = ", ".join(f"GATEWAY_{'_'.join(str(part) for part in error['loc'])}".upper() for error in exc.errors())
        return [bad("settings", f"cannot be read: {names}", "Correct these variables (README, Settings).")]
    found = [well("settings", "readable"), *channels(settings), *_files(), engine(settings.engine_url)]
    found += _store()
    return found + (list(reaching.examine(settings)) if reach else [])


def channels(settings: Settings) -> list[Finding]:
    """Whether what each channel needs is set."""
    return [_telegram(settings), _whatsapp(settings)]


def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None or settings.telegram_mode is TelegramMode.OFF:
        return well("telegram", "off")
    if settings.telegram_mode is TelegramMode.POLLING:
        return well("telegram", "token set, polling")
    if settings.telegram_secret_token is None:
        return bad("telegram", "webhook without a secret", "Set GATEWAY_TELEGRAM_SECRET_TOKEN: without it the webhook stays closed.")
    if not settings.public_url.startswith("https://"):
        return bad("telegram", "webhook without a public address", "Set GATEWAY_PUBLIC_URL to the https address of the gateway.")
    return well("telegram", "token set, webhook")


def _whatsapp(settings: Settings) -> Finding:
    parts = {
        "GATEWAY_WHATSAPP_TOKEN": settings.whatsapp_token,
        "GATEWAY_WHATSAPP_APP_SECRET": settings.whatsapp_app_secret,
        "GATEWAY_WHATSAPP_VERIFY_TOKEN": settings.whatsapp_verify_token,
        "GATEWAY_WHATSAPP_PHONE_NUMBER_ID": settings.whatsapp_phone_number_id or None,
    }
    missing = [name for name, value in parts.items() if value is None]
    if len(missing) == len(parts):
        return well("whatsapp", "off")
    if missing:
        return bad("whatsapp", "off, though half of it is set", f"Set {', '.join(missing)} too.")
    if not settings.whatsapp_template:
        return watch("whatsapp", "on, without a template", "Set GATEWAY_WHATSAPP_TEMPLATE: else answers after 24 hours wait unseen.")
    return well("whatsapp", "on")


def _files() -> Iterator[Finding]:
    from knowledge.encoder import EncoderUnavailable, load

    try:
        load()
        yield well("encoder", "loads")
    except EncoderUnavailable:
        yield watch("encoder", "missing", "Search runs on words alone: bring back knowledge/encoder/artifact, or set DALIL_ENCODER.")
    models = list((ROOT / "bot" / "models").glob("*.tar.gz"))
    if models:
        yield well("engine's model", f"{len(models)} trained")
    elif preparing.ENGINE_PYTHON.exists():
        yield bad("engine's model", "missing", "Run `make train`, or start `dalil run`, which trains it.")
    # Without the engine's environment the engine runs elsewhere, and its model with it.


def engine(url: str) -> Finding:
    """Whether the dialogue engine answers."""
    try:
        httpx.get(f"{url.rstrip('/')}/", timeout=_TIMEOUT_S).raise_for_status()
    except httpx.HTTPError as exc:
        do = "Start the engine. Meanwhile questions are answered from knowledge alone, and forms wait."
        return bad("engine", f"does not answer ({type(exc).__name__})", do)
    return well("engine", "answers")


def _store() -> list[Finding]:
    """All that stands in the database; when it is away, only that."""
    from dalil.store import store

    try:
        with store(state_directory()):
            set_up_django()
            return [*_database()]
    except OSError as exc:
        return [bad("database", f"its address cannot be read ({type(exc).__name__})", "Look at DALIL_DATABASE_URL and its file.")]


def _database() -> Iterator[Finding]:
    from django.db import Error, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int, extract(epoch FROM clock_timestamp())::float8")
            version, clock = cursor.fetchone()
    except Error as exc:
        yield bad("database", f"does not answer ({type(exc).__name__})", "Start PostgreSQL; providers send again what came meanwhile.")
        return
    yield findings.of_database_version(version)
    yield findings.of_clock(time.time() - clock)
    missing = _missing_migrations()
    yield findings.of_migrations(missing)
    if not missing:
        yield from _contents()
    yield _keys()


def _missing_migrations() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _contents() -> Iterator[Finding]:
    from connectors import dead_letters
    from knowledge.models import Article

    yield findings.of_articles(Article.objects.filter(live=True).count())
    ages: Callable[[str], list[Any]] = _column
    yield findings.of_workers(ages("SELECT extract(epoch FROM now() - last_heartbeat)::float8 FROM procrastinate_workers"))
    (oldest,) = ages("SELECT extract(epoch FROM now() - min(received_at))::float8 FROM connectors_inbox WHERE state = 'new'")
    yield findings.of_waiting(oldest)
    yield findings.of_dead_letters(dead_letters.count())


def _column(statement: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


def _keys() -> Finding:
    from connectors.errors import KeysUnavailable
    from connectors.vault import vault

    try:
        vault().check()
    except KeysUnavailable as exc:
        return bad("keys", str(exc), "Bring back the vault folder (VAULT_FOLDER): without it nothing can be kept or read.")
    return well("keys", "there")
