"""python-telegram-bot, the client everybody uses, believes our fake Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from tests.fakes.telegram import BOT_ID, SECRET, TOKEN, FakeTelegram, Trouble, fake_telegram

pytestmark = pytest.mark.anyio


@pytest.fixture
async def fake(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeTelegram]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    async with fake_telegram() as server:
        yield server


def _bot(fake: FakeTelegram, token: str = TOKEN) -> Bot:
    return Bot(token, base_url=f"{fake.url}/bot", request=HTTPXRequest(read_timeout=0.5))


async def test_the_bot_introduces_itself_and_registers(fake: FakeTelegram) -> None:
    async with _bot(fake) as bot:
        assert (bot.id, bot.username) == (BOT_ID, "dalil_test_bot")
        assert await bot.set_webhook("https://dalil.example.org/webhooks/telegram", secret_token=SECRET)
        assert await bot.set_my_commands([BotCommand("menu", "القائمة")], language_code="ar")
        assert await bot.delete_webhook()


async def test_a_wrong_token_is_refused(fake: FakeTelegram) -> None:
    with pytest.raises(InvalidToken):
        async with _bot(fake, "1:wrong"):
            pass


async def test_a_message_with_buttons_is_sent_and_edited(fake: FakeTelegram) -> None:
    async with _bot(fake) as bot:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("نعم", callback_data="/yes")]])
        message = await bot.send_message(501, "<b>مرحبا</b> &amp; أهلا", parse_mode="HTML", reply_markup=keyboard)
        assert (message.chat.id, message.text) == (501, "مرحبا & أهلا")
        assert await bot.send_chat_action(501, "typing")
        edited = await bot.edit_message_text("changed", 501, message.message_id)
        assert edited is not True


@pytest.mark.parametrize(
    ("text", "mode"), [("a < b", "HTML"), ("<script>x</script>", "HTML"), ("", None), ("x" * 4097, None), ("😀" * 2049, None)]
)
async def test_what_the_real_server_refuses_is_refused(fake: FakeTelegram, text: str, mode: str | None) -> None:
    async with _bot(fake) as bot:
        with pytest.raises(BadRequest):
            await bot.send_message(501, text, parse_mode=mode)


async def test_a_button_over_64_bytes_is_refused(fake: FakeTelegram) -> None:
    async with _bot(fake) as bot:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="م" * 33)]])
        with pytest.raises(BadRequest):
            await bot.send_message(501, "x", reply_markup=keyboard)


async def test_its_troubles_are_the_real_ones(fake: FakeTelegram) -> None:
    async with _bot(fake) as bot:
        fake.expect(
            "sendMessage",
            Trouble(status=429, description="Too Many Requests: retry after 7", retry_after=7),
            Trouble(status=502, description="Bad Gateway"),
            Trouble(wait_s=2),
            Trouble(cut=True),
        )
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(501, "x")
        assert getattr(flood.value.retry_after, "seconds", None) == 7
        with pytest.raises(NetworkError):
            await bot.send_message(501, "x")
        with pytest.raises(TimedOut):
            await bot.send_message(501, "x")
        with pytest.raises(NetworkError):
            await bot.send_message(501, "x")
        fake.block(person=501)
        with pytest.raises(Forbidden):
            await bot.send_message(501, "x")


async def test_updates_are_fetched_confirmed_by_offset_and_readable(fake: FakeTelegram) -> None:
    async with _bot(fake) as bot:
        fake.queue(fake.text_update("سلام"), fake.press("/menu"), fake.edited_update("x"), fake.block())
        updates = await bot.get_updates(timeout=0)
        assert [bool(update.message) for update in updates] == [True, False, False, False]
        assert updates[0].effective_user is not None
        assert updates[0].effective_user.language_code == "ar"
        assert updates[1].callback_query is not None
        assert updates[3].my_chat_member is not None
        assert len(await bot.get_updates(timeout=0)) == 4
        assert await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0) == ()


async def test_a_delivered_update_is_readable(fake: FakeTelegram) -> None:
    update = Update.de_json(fake.kind_update("voice", {"file_id": "f", "file_unique_id": "u", "duration": 3}), None)
    assert update.message is not None
    assert update.message.voice is not None
