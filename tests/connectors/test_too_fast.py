"""Who writes too fast is told so once, and heard as soon as help is called for."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from connectors import payloads
from connectors.message import Button, Reply
from connectors.models import Inbox, Outbox
from connectors.turn import Effect, Outcome, Triaged
from tests.connectors.house import house, stored, until
from tests.connectors.speaking import Echo, answer

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]

LIMIT = 2


async def _answers(*outcomes: Outcome, texts: tuple[str, ...] = ()) -> list[str]:
    """What a person gets who has used up the limit and then sends as many messages as there are outcomes."""
    echo = Echo(outcomes=[answer("one"), answer("two"), *outcomes])
    async with house(echo, person_messages=LIMIT) as at:
        words = ["a", "b", *(texts or [f"more {number}" for number in range(len(outcomes))])]
        for text in words:
            assert await at.telegram_gets(at.telegram.text_update(text)) == 200
        await _all_done(len(words))
        rows = await stored(lambda: [row.reply["text"] for row in Outbox.objects.select_related("conversation").order_by("seq")])
    assert rows[:2] == ["one", "two"]
    return list(rows[2:])


async def _all_done(count: int) -> None:
    async with asyncio.timeout(8):
        while await stored(Inbox.objects.filter(state="done").count) < count:
            await asyncio.sleep(0.02)


async def test_beyond_the_limit_one_sentence_and_then_silence() -> None:
    assert await _answers(answer("three"), answer("four"), answer("five")) == ["too_fast[en]"]


async def test_a_call_for_help_is_answered_however_much_was_written() -> None:
    heard = replace(answer("call this number"), triage=Triaged(category="violence", urgency="immediate"))
    assert await _answers(answer("three"), answer("four"), heard) == ["too_fast[en]", "call this number"]


async def test_a_doubtful_call_is_still_asked_about() -> None:
    button = Button(label="help", payload=payloads.write(payloads.NEED_HELP, category="violence", urgency="high"))
    gently = Reply(text="are you safe?", language="en", buttons=(button,))
    doubted = replace(answer("an article"), replies=(*answer("an article").replies, gently))
    assert await _answers(answer("three"), doubted) == ["too_fast[en]", "are you safe?"]


async def test_a_wish_for_a_person_and_a_command_are_kept() -> None:
    wish = replace(answer("somebody will come"), effects=(Effect.REQUEST_PERSON,))
    assert await _answers(wish, answer("the menu"), texts=("a person please", "/menu")) == ["somebody will come", "the menu"]


async def test_within_the_limit_nobody_notices_it() -> None:
    async with house(Echo(), person_messages=3) as at:
        for text in "abc":
            await at.telegram_gets(at.telegram.text_update(text))
        await until(lambda: len(at.telegram.sent) == 3)
        assert [message["plain"] for message in at.telegram.sent] == ["echo: a", "echo: b", "echo: c"]
