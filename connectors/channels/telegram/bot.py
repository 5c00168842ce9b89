"""The edge to the Bot API, through python-telegram-bot's client. The token never leaves this module."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, BotCommand
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from connectors import commands
from connectors.channels.telegram.parse import ALLOWED_UPDATES, Parsed, read
from connectors.channels.telegram.render import without_html
from connectors.errors import DeliveryFailed, Remedy, StoreUnavailable
from connectors.events import emit
from connectors.phrasing import Say
from knowledge.article import Language

TIMEOUT_S = 8.0
POLL_S = 25  # a long poll; Telegram answers at once when something comes
_PAUSES_S = (1.0, 2.0, 5.0, 15.0, 30.0)
_TOKEN_REFUSED_PAUSE_S = 60.0


@asynccontextmanager
async def connected(token: str, api_url: str) -> AsyncIterator[Bot]:
    """A client, without asking Telegram who the bot is: it may be away while we start."""
    os.environ["PTB_TIMEDELTA"] = "true"  # the library's switch to the one type `retry_after` will have
    sending = HTTPXRequest(connection_pool_size=16, read_timeout=TIMEOUT_S, connect_timeout=TIMEOUT_S, pool_timeout=TIMEOUT_S)
    polling = HTTPXRequest(connection_pool_size=1, read_timeout=TIMEOUT_S, connect_timeout=TIMEOUT_S)
    try:
        at = api_url.rstrip("/")
        yield Bot(token, base_url=f"{at}/bot", base_file_url=f"{at}/file/bot", request=sending, get_updates_request=polling)
    finally:
        await polling.shutdown()
        await sending.shutdown()


async def send(bot: Bot, payload: Mapping[str, Any]) -> str:
    """Send one message; the id Telegram gave it. Raises DeliveryFailed."""
    try:
        return await _send(bot, payload)
    except BadRequest as exc:
        if "parse entities" not in exc.message.lower():
            raise failure(exc) from exc
    except TelegramError as exc:
        raise failure(exc) from exc
    try:
        return await _send(bot, without_html(payload))
    except TelegramError as exc:
        raise failure(exc) from exc


async def _send(bot: Bot, payload: Mapping[str, Any]) -> str:
    message = await bot.send_message(**payload, disable_web_page_preview=True)
    return str(message.message_id)


def failure(exc: TelegramError) -> DeliveryFailed:
    """What an error of the Bot API means for what was to be sent."""
    match exc:
        case RetryAfter():
            pause = exc.retry_after
            seconds = pause if isinstance(pause, int | float) else pause.total_seconds()
            return DeliveryFailed("telegram", "429", Remedy.RETRY, retry_after_s=seconds)
        case Forbidden():
            return DeliveryFailed("telegram", "403", Remedy.STOP)
        case InvalidToken():
            return DeliveryFailed("telegram", "401", Remedy.RETRY, retry_after_s=_TOKEN_REFUSED_PAUSE_S)
        case BadRequest():
            gone = "chat not found" in exc.message.lower()
            return DeliveryFailed("telegram", "400", Remedy.STOP if gone else Remedy.GIVE_UP)
        case _:
            return _network_failure(exc)


def _network_failure(exc: TelegramError) -> DeliveryFailed:
    """Only a call that was cut off may have arrived; one that Telegram answered, or that never connected, has not."""
    if isinstance(exc, TimedOut):
        return DeliveryFailed("telegram", "timeout", Remedy.RETRY, uncertain=True)
    cut = "httpx" in exc.message and "ConnectError" not in exc.message
    return DeliveryFailed("telegram", "network" if "httpx" in exc.message else "5xx", Remedy.RETRY, uncertain=cut)


async def answer_callback(bot: Bot, query: str) -> None:
    """Stop the button's spinner. When it fails, only the spinner is wrong."""
    try:
        await bot.answer_callback_query(query)
    except TelegramError as exc:
        emit("channel_call_failed", channel="telegram", call="answerCallbackQuery", error=type(exc).__name__)


async def introduce(bot: Bot, say: Say, *, webhook_url: str | None = None, secret_token: str | None = None) -> None:
    """Register commands in every language, and the webhook; None = no webhook, for polling; "" = leave it as it is."""
    for pause in (*_PAUSES_S, None):
        try:
            for language in Language:
                await bot.set_my_commands(_menu(say, language), language_code=language.value)
            await bot.set_my_commands(_menu(say, Language.EN))
            if webhook_url is None:
                await bot.delete_webhook()
            elif webhook_url:
                await bot.set_webhook(webhook_url, secret_token=secret_token, allowed_updates=ALLOWED_UPDATES)
        except TelegramError as exc:
            emit("channel_call_failed", channel="telegram", call="introduce", error=type(exc).__name__)
            if pause is not None:
                await asyncio.sleep(pause)
        else:
            return


def _menu(say: Say, language: Language) -> Sequence[BotCommand]:
    return [BotCommand(name, say(f"cmd_{name}", language)) for name in commands.MENU_COMMANDS]


async def poll(bot: Bot, account: str, take: Callable[[Parsed], Awaitable[None]]) -> None:
    """Fetch updates for ever. An update is confirmed (by the next offset) only after `take` has kept it."""
    offset, failures = 0, 0
    while True:
        try:
            for update in await bot.get_updates(offset, timeout=POLL_S, allowed_updates=ALLOWED_UPDATES):
                await take(read(update, account))
                offset = update.update_id + 1
            failures = 0
        except (TelegramError, StoreUnavailable) as exc:
            pause = _TOKEN_REFUSED_PAUSE_S if isinstance(exc, InvalidToken | Conflict) else _PAUSES_S[min(failures, 4)]
            failures += 1
            emit("polling_paused", channel="telegram", error=type(exc).__name__, wait_s=pause)
            await asyncio.sleep(pause)
