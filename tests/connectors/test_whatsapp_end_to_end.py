"""WhatsApp from webhook to reply: the signature, the store, the worker and the Graph API are real; the conversation echoes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.db.models.functions import Now

from connectors.message import Button
from connectors.models import Conversation, Inbox, Outbox, OutboxState
from tests.connectors.house import House, house, stays, stored, until
from tests.connectors.speaking import Echo
from tests.fakes import whatsapp
from tests.fakes.whatsapp import BSUID, PHONE, Trouble, batch, deliver, signature, webhook

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]


def _bodies(at: House) -> list[str]:
    return [_body(message) for message in at.whatsapp.sent]


def _body(message: dict[str, Any]) -> str:
    content = message["text"] if message["type"] == "text" else message["interactive"]["body"]
    return str(content.get("body") or content["text"])


async def _row_becomes(check: Callable[[Outbox], bool], seconds: float = 8.0) -> Outbox:
    async with asyncio.timeout(seconds):
        while True:
            rows = await stored(lambda: list(Outbox.objects.order_by("id")))
            if rows and check(rows[0]):
                return rows[0]  # type: ignore[no-any-return]
            await asyncio.sleep(0.02)


async def test_a_message_is_answered_to_its_business_scoped_id() -> None:
    async with house() as at:
        assert await at.whatsapp_gets(at.whatsapp.text("شحال خاصني ديال الفلوس؟")) == HTTPStatus.OK
        await until(lambda: bool(at.whatsapp.sent))
        assert _bodies(at) == ["echo: شحال خاصني ديال الفلوس؟"]
        assert at.whatsapp.sent[0]["recipient"] == BSUID
        assert "to" not in at.whatsapp.sent[0]


async def test_neither_phone_number_nor_name_is_stored_when_there_is_a_business_scoped_id() -> None:
    async with house() as at:
        await at.whatsapp_gets(at.whatsapp.text("q"))
        await until(lambda: bool(at.whatsapp.sent))
        await _row_becomes(lambda row: row.state == OutboxState.SENT)
        rows = await stored(lambda: [*Conversation.objects.values(), *Inbox.objects.values(), *Outbox.objects.values()])
        everything = json.dumps(rows, default=str, ensure_ascii=False)
        assert PHONE not in everything
        assert "ليلى" not in everything
        assert "wamid" not in everything


async def test_the_handshake_echoes_the_challenge_only_for_the_right_token() -> None:
    async with house() as at:
        asked = {"hub.mode": "subscribe", "hub.verify_token": whatsapp.VERIFY_TOKEN, "hub.challenge": "1158201444"}
        answered = await at.client.get("/webhooks/whatsapp", params=asked)
        assert (answered.status_code, answered.text) == (HTTPStatus.OK, "1158201444")
        for wrong in ({"hub.verify_token": "x"}, {"hub.mode": "other"}, {"hub.verify_token": "كلمة"}):
            refused = await at.client.get("/webhooks/whatsapp", params=asked | wrong)
            assert refused.status_code == HTTPStatus.UNAUTHORIZED
            assert "1158201444" not in refused.text


async def test_a_forged_webhook_is_refused() -> None:
    async with house() as at:
        raw = webhook(batch([at.whatsapp.text("سلام")]))
        parsed_again = json.dumps(json.loads(raw)).encode()
        forged = ["", "sha256=", "sha1=abc", signature(raw, "other secret"), signature(raw)[:-1], signature(parsed_again), "sha256=ب"]
        for header in forged:
            answered = await at.client.post("/webhooks/whatsapp", content=raw, headers={b"X-Hub-Signature-256": header.encode()})
            assert answered.status_code == HTTPStatus.UNAUTHORIZED
        assert await stored(Inbox.objects.count) == 0
        assert await deliver(at.client, raw) == HTTPStatus.OK


async def test_every_message_of_a_batch_is_kept_and_a_broken_one_harms_nobody() -> None:
    async with house() as at:
        good = [at.whatsapp.text(f"q{n}", **{"from": f"21260000000{n}", "from_user_id": None}) for n in range(4)]
        broken = ["text", None, {"id": 5}, {"id": "x", "type": "text"}, {"id": "y", "type": "text", "text": {"body": 7}, "from": PHONE}]
        entries = [
            batch([good[0], broken[0], good[1]], contacts=[]),
            batch([*broken[1:], good[2]], contacts=[]),
            batch([good[3]], contacts=[]),
        ]
        assert await deliver(at.client, webhook(*entries)) == HTTPStatus.OK
        await until(lambda: len(at.whatsapp.sent) == 5)
        assert {body for body in _bodies(at) if body.startswith("echo")} == {"echo: q0", "echo: q1", "echo: q2", "echo: q3"}
        assert {message["to"] for message in at.whatsapp.sent} == {PHONE, *(f"21260000000{n}" for n in range(4))}


async def test_a_redelivered_batch_is_answered_once() -> None:
    async with house() as at:
        raw = webhook(batch([at.whatsapp.text("one"), at.whatsapp.text("two")]))
        assert {await deliver(at.client, raw) for _ in range(3)} == {HTTPStatus.OK}
        await until(lambda: len(at.whatsapp.sent) == 2)
        await stays(lambda: len(at.whatsapp.sent) == 2)


async def test_a_replay_of_an_old_message_is_refused() -> None:
    async with house() as at:
        assert await at.whatsapp_gets(at.whatsapp.text("old", timestamp="1700000000")) == HTTPStatus.OK
        assert await stored(Inbox.objects.count) == 0


async def test_buttons_come_back_as_their_payloads() -> None:
    three = [Button(label=name, payload=f"/pick{number}") for number, name in enumerate(["ألمانيا", "إيطاليا", "فرنسا"])]
    async with house(Echo(buttons=three)) as at:
        await at.whatsapp_gets(at.whatsapp.text("visa"))
        await until(lambda: bool(at.whatsapp.sent))
        shown = at.whatsapp.sent[0]["interactive"]
        assert [button["reply"]["title"] for button in shown["action"]["buttons"]] == ["ألمانيا", "إيطاليا", "فرنسا"]
        await at.whatsapp_gets(at.whatsapp.press(shown["action"]["buttons"][1]["reply"]["id"]))
        await until(lambda: len(at.echo.heard) == 2)
        assert at.echo.heard[1] == "/pick1"


async def test_more_than_three_choices_become_a_list() -> None:
    many = [Button(label=f"A longer label number {number}", payload=f"/pick{number}") for number in range(7)]
    async with house(Echo(buttons=many)) as at:
        await at.whatsapp_gets(at.whatsapp.text("visa"))
        await until(lambda: bool(at.whatsapp.sent))
        rows = at.whatsapp.sent[0]["interactive"]["action"]["sections"][0]["rows"]
        assert len(rows) == 7
        await at.whatsapp_gets(at.whatsapp.choose(rows[6]["id"]))
        await until(lambda: len(at.echo.heard) == 2)
        assert at.echo.heard[1] == "/pick6"


async def test_more_than_ten_choices_are_numbered_and_a_number_chooses() -> None:
    many = [Button(label=f"Choice {number}", payload=f"/pick{number}") for number in range(1, 13)]
    async with house(Echo(buttons=many)) as at:
        await at.whatsapp_gets(at.whatsapp.text("visa"))
        await until(lambda: bool(at.whatsapp.sent))
        assert at.whatsapp.sent[0]["type"] == "text"
        assert "12. Choice 12" in _bodies(at)[0]
        await at.whatsapp_gets(at.whatsapp.text("١٢"))
        await until(lambda: len(at.echo.heard) == 2)
        assert at.echo.heard[1] == "/pick12"


async def test_statuses_only_move_forward() -> None:
    async with house() as at:
        await at.whatsapp_gets(at.whatsapp.text("q"))
        await until(lambda: bool(at.whatsapp.sent))
        sent = at.whatsapp.sent[0]
        for state, expected in [("read", "read"), ("delivered", "read"), ("sent", "read"), ("failed", "read")]:
            report = at.whatsapp.status(state, sent, code=131026 if state == "failed" else 0)
            assert await deliver(at.client, webhook(batch(statuses=[report]))) == HTTPStatus.OK
            assert (await stored(Outbox.objects.get)).state == expected


async def test_a_failure_reported_later_is_kept_with_its_code() -> None:
    async with house() as at:
        await at.whatsapp_gets(at.whatsapp.text("q"))
        await until(lambda: bool(at.whatsapp.sent))
        await _row_becomes(lambda row: row.state == OutboxState.SENT)
        report = at.whatsapp.status("failed", at.whatsapp.sent[0], code=131026)
        await deliver(at.client, webhook(batch(statuses=[report])))
        row = await stored(Outbox.objects.get)
        assert (row.state, row.error) == (OutboxState.DEAD, "131026")


@pytest.mark.parametrize("trouble", [Trouble(code=130429), Trouble(code=131056), Trouble(code=131016), Trouble(status=502)])
async def test_a_passing_refusal_keeps_the_reply(trouble: Trouble) -> None:
    async with house() as at:
        at.whatsapp.expect(trouble)
        await at.whatsapp_gets(at.whatsapp.text("q"))
        row = await _row_becomes(lambda row: row.error != "")
        assert (row.state, row.uncertain) == (OutboxState.QUEUED, False)
        await stored(lambda: Outbox.objects.update(next_try_at=Now()))
        await until(lambda: len(at.whatsapp.sent) == 1)


async def test_a_closed_window_keeps_the_reply_until_the_person_writes() -> None:
    async with house() as at:
        at.whatsapp.expect(Trouble(code=131047))
        await at.whatsapp_gets(at.whatsapp.text("first"))
        await _row_becomes(lambda row: row.error == "131047")
        await stays(lambda: len(at.whatsapp.requests) == 1, 2.5)
        await at.whatsapp_gets(at.whatsapp.text("second"))
        await until(lambda: len(at.whatsapp.sent) == 2)
        assert _bodies(at) == ["echo: first", "echo: second"]


async def test_a_lasting_refusal_is_dead_and_the_next_reply_goes() -> None:
    async with house() as at:
        at.whatsapp.expect(Trouble(code=131026))
        await at.whatsapp_gets(at.whatsapp.text("first"))
        row = await _row_becomes(lambda row: row.state == OutboxState.DEAD)
        assert row.error == "131026"
        await at.whatsapp_gets(at.whatsapp.text("second"))
        await until(lambda: _bodies(at) == ["echo: second"])


async def test_a_call_that_was_cut_off_is_settled_by_its_status_and_not_sent_again() -> None:
    async with house() as at:
        at.whatsapp.expect(Trouble(cut=True))
        await at.whatsapp_gets(at.whatsapp.text("q"))
        await _row_becomes(lambda row: row.error != "")
        await deliver(at.client, webhook(batch(statuses=[at.whatsapp.status("delivered", at.whatsapp.sent[0])])))
        assert (await stored(Outbox.objects.get)).state == OutboxState.DELIVERED
        await stays(lambda: len(at.whatsapp.sent) == 1, 2.5)


async def test_a_call_that_was_cut_off_and_never_reported_is_sent_again_and_labelled() -> None:
    async with house() as at:
        at.whatsapp.expect(Trouble(cut=True))
        await at.whatsapp_gets(at.whatsapp.text("q"))
        await _row_becomes(lambda row: row.error != "")
        await stored(lambda: Outbox.objects.update(next_try_at=Now()))
        await until(lambda: len(at.whatsapp.sent) == 2)
        assert (await _row_becomes(lambda row: row.state == OutboxState.SENT)).uncertain
