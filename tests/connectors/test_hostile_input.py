"""What a careless or hostile sender may post, on both channels: a clear reply or a clean refusal, and nothing breaks."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

import pytest

from tests.connectors.house import House, house, until
from tests.fakes.telegram import SECRET
from tests.fakes.whatsapp import batch, signature, webhook

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]

TEXTS = {
    "empty": ("", "empty_message"),
    "only white space": (" \n\t ", "empty_message"),
    "only control characters": ("\x00\x01\x07\x1b\x7f", "empty_message"),
    "five thousand characters": ("م" * 5000, "too_long"),
    "five thousand emoji": ("🧕🏽" * 2500, "too_long"),
    "emoji": ("😭🙏🏽👨‍👩‍👧", "echo: 😭🙏🏽👨‍👩‍👧"),
    "control characters": ("a\x00b\x1bc", "echo: abc"),
    "lone surrogate": ("a\ud83dz", "echo: az"),
    "html": ("<script>alert('x')</script><b>&amp;", "echo: <script>alert('x')</script><b>&amp;"),
    "sql": ("'; DROP TABLE connectors_inbox; --", "echo: '; DROP TABLE connectors_inbox; --"),
    "direction overrides": ("\u202eabc\u202c", "echo: \u202eabc\u202c"),
    "a made-up payload": ('/handoff{"x": 1}', 'echo: handoff{"x": 1}'),
    "an unknown command": ("/weather", "echo: weather"),
}


async def test_every_strange_text_gets_its_reply_on_telegram() -> None:
    async with house() as at:
        for person, (text, _) in enumerate(TEXTS.values(), start=1):
            raw = json.dumps(at.telegram.text_update(text, person=person)).encode()
            assert (await _post_telegram(at, raw)) == HTTPStatus.OK
        await until(lambda: len(at.telegram.sent) == len(TEXTS))
        for person, (name, (_, expected)) in enumerate(TEXTS.items(), start=1):
            [shown] = [message["plain"] for message in at.telegram.sent if int(message["chat_id"]) == person]
            assert _without_isolates(shown).startswith(expected), name


async def test_every_strange_text_gets_its_reply_on_whatsapp() -> None:
    async with house() as at:
        for number, (text, _) in enumerate(TEXTS.values(), start=1):
            message = at.whatsapp.text(text, **{"from": f"2126000{number:05}", "from_user_id": None})
            assert (await _post_whatsapp(at, webhook(batch([message], contacts=[])))) == HTTPStatus.OK
        await until(lambda: len(at.whatsapp.sent) == len(TEXTS))
        for number, (name, (_, expected)) in enumerate(TEXTS.items(), start=1):
            [shown] = [message["text"]["body"] for message in at.whatsapp.sent if message["to"] == f"2126000{number:05}"]
            assert _without_isolates(shown).startswith(expected), name


BODIES = {
    "nothing": b"",
    "cut": b'{"update_id": 1, "message": {',
    "not json": b"hello",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "bytes that are no text": b"\xff\xfe\x00{",
    "nested without end": b"[" * 100_000,
    "nested objects": b'{"a":' * 100_000,
    "a huge number": b'{"update_id": 1e999999}',
}


async def test_an_unreadable_body_is_a_clean_400() -> None:
    async with house() as at:
        for name, body in BODIES.items():
            assert await _post_telegram(at, body) == HTTPStatus.BAD_REQUEST, name
            assert await _post_whatsapp(at, body) in {HTTPStatus.BAD_REQUEST, HTTPStatus.OK}, name
        assert (await at.client.get("/health")).status_code == HTTPStatus.OK


async def test_ten_megabytes_are_a_clean_413_with_and_without_an_announced_length() -> None:
    async with house() as at:
        body = json.dumps(at.telegram.text_update("x" * 10_000_000)).encode()
        assert await _post_telegram(at, body) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert await _post_whatsapp(at, body) == HTTPStatus.REQUEST_ENTITY_TOO_LARGE

        async def chunks() -> Any:
            for start in range(0, len(body), 65536):
                yield body[start : start + 65536]

        answered = await at.client.post("/webhooks/telegram", content=chunks(), headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
        assert answered.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        await at.telegram_gets(at.telegram.text_update("still there?"))
        await until(lambda: bool(at.telegram.sent))


MUTATIONS: list[Any] = [
    {"update_id": "1", "message": {}},
    {"update_id": 1, "message": []},
    {"update_id": 1, "message": {"message_id": 1}},
    {"update_id": 1, "message": {"message_id": "x", "date": "y", "chat": 5}},
    {"update_id": 1, "callback_query": {}},
    {"update_id": 1, "callback_query": {"id": "1", "from": None}},
    {"update_id": 1, "my_chat_member": {"chat": {}}},
    {"update_id": 1, "message": {"message_id": 1, "date": 10**30, "chat": {"id": 1, "type": "private"}}},
    {"entry": 5},
    {"entry": [5, None, {"changes": 7}]},
    {"entry": [{"changes": [{"value": []}, {"value": {"messages": "x", "metadata": 3}}]}]},
]


async def test_a_body_of_the_wrong_shape_never_gives_a_server_error() -> None:
    async with house() as at:
        for mutation in MUTATIONS:
            raw = json.dumps(mutation).encode()
            assert await _post_telegram(at, raw) in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}, mutation
            assert await _post_whatsapp(at, raw) in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}, mutation


async def test_every_answer_carries_careful_headers() -> None:
    async with house() as at:
        for path in ("/health", "/nowhere"):
            headers = (await at.client.get(path)).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"
            assert "default-src 'none'" in headers["content-security-policy"]


async def _post_telegram(at: House, raw: bytes) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    return (await at.client.post("/webhooks/telegram", content=raw, headers=headers)).status_code


async def _post_whatsapp(at: House, raw: bytes) -> int:
    headers = {"X-Hub-Signature-256": signature(raw), "Content-Type": "application/json"}
    return (await at.client.post("/webhooks/whatsapp", content=raw, headers=headers)).status_code


def _without_isolates(text: str) -> str:
    return text.translate({0x2066: None, 0x2069: None})
