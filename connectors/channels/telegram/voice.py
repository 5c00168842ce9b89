"""Our voice on Telegram: sendVoice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from connectors.channels.telegram.bot import failure
from connectors.errors import DeliveryFailed, Remedy
from connectors.events import emit
from connectors.reading_aloud import piece
from connectors.reading_aloud.recordings import Recordings


async def send(bot: Bot, payload: Mapping[str, Any], recordings: Recordings) -> str:
    """The message's id; "" when there is nothing to hear or Telegram will not have it. Raises DeliveryFailed to try again."""
    recording = await piece.recorded(payload, recordings, "telegram")
    if not recording:
        return ""
    try:
        message = await bot.send_voice(chat_id=payload["chat_id"], voice=recording, filename="dalil.ogg")
    except TelegramError as exc:
        return _unsent(failure(exc))
    return str(message.message_id)


def _unsent(failed: DeliveryFailed) -> str:
    """A person may forbid voice messages, and the text is there: only what may pass is tried again."""
    if failed.remedy is not Remedy.GIVE_UP:
        raise failed
    emit("not_read_aloud", channel="telegram", reason=failed.code)
    return ""
