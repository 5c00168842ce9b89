"""An installation from before the sealing: its words are sealed in place, leave no bytes behind, and can be brought back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from connectors.models import Conversation, Inbox, Outbox
from tests.connectors.raw_files import found, own_tables, to_disk

WORDS, ANSWER, ADDRESS = "marqueur-des-mots-7d1c", "marqueur-de-la-reponse-90aa", "21261234567812"


def _migrate(name: str | None) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([("connectors", name)] if name else executor.loader.graph.leaf_nodes())


@pytest.fixture
def before(database: str) -> Iterator[None]:
    _migrate("0001_initial")
    yield
    _migrate(None)


def _insert_in_the_clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO connectors_conversation (id, channel, account, key, address, language, language_chosen, variety, origin,
                   destination, present_in, occupation, last_question, last_article, care_turns, holder, stopped, next_seq, created_at)
               VALUES (gen_random_uuid(), 'telegram', '7', 'k', %s, 'fr', false, 'fr', 'MA', 'IT', '', '', %s, 'it-wage', 3, 'bot', false, 2, now())
               RETURNING id""",
            [ADDRESS, WORDS],
        )
        conversation = cursor.fetchone()[0]
        cursor.execute(
            """INSERT INTO connectors_inbox (channel, account, external_id, conversation_id, kind, text, language_hint, received_at, state, attempts)
               VALUES ('telegram', '7', 'e', %s, 'text', %s, 'fr', now(), 'done', 1) RETURNING id""",
            [conversation, WORDS],
        )
        cursor.execute(
            """INSERT INTO connectors_outbox (inbox_id, part, conversation_id, seq, reply, state, attempts, uncertain, pieces_sent,
                   provider_id, error, created_at)
               VALUES (%s, 0, %s, 1, %s, 'sent', 1, false, 1, '', '', now())""",
            [cursor.fetchone()[0], conversation, f'{{"text": "{ANSWER}"}}'],
        )


def _column(query: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def test_words_in_the_clear_are_sealed_and_can_be_read_and_brought_back(before: None) -> None:
    _insert_in_the_clear()
    _migrate(None)
    conversation = Conversation.objects.get()
    assert (conversation.address, conversation.last_question, conversation.origin) == (ADDRESS, WORDS, "MA")
    assert (conversation.destination, conversation.last_article, conversation.care_turns) == ("IT", "it-wage", 3)
    assert [message.text for message in Inbox.objects.all()] == [WORDS]
    assert [reply.reply for reply in Outbox.objects.all()] == [{"text": ANSWER}]
    _migrate("0001_initial")
    assert _column("SELECT address || last_question || origin || care_turns FROM connectors_conversation") == [f"{ADDRESS}{WORDS}MA3"]
    assert _column("SELECT text || language_hint FROM connectors_inbox") == [f"{WORDS}fr"]
    assert _column("SELECT reply->>'text' FROM connectors_outbox") == [ANSWER]


def test_no_byte_of_the_old_words_stays_in_the_tables(before: None) -> None:
    _insert_in_the_clear()
    to_disk()
    secrets = [word.encode() for word in (WORDS, ANSWER, ADDRESS)]
    tables = [path for path in own_tables() if "pg_wal" not in path.parts]
    assert found(secrets, tables) == set(secrets)  # the search does find what stands there
    _migrate(None)
    to_disk()
    tables = [path for path in own_tables() if "pg_wal" not in path.parts]
    assert found(secrets, tables) == set()
