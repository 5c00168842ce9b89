"""A voice note of Telegram: getFile, then the file. Its address holds the bot's token: it is never logged, stored or raised."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import httpx
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from connectors.hearing.listening import Download
from connectors.media.errors import MediaRefused, MediaUnavailable, Refusal
from connectors.media.fetching import Allowance, fetch
from connectors.media.note import Note
from connectors.media.places import Places


def download(bot: Bot, client: httpx.AsyncClient, api_url: str, allowance: Allowance) -> Download:
    """Files come from the Bot API server itself."""
    places = Places(api=api_url)

    async def into(note: Note, file: Path) -> bytes:
        try:
            found = await bot.get_file(note.id)
        except BadRequest:  # over 20 MB, or gone
            raise MediaRefused(Refusal.TOO_LARGE if note.size > allowance.size else Refusal.BROKEN) from None
        except TelegramError as exc:
            raise MediaUnavailable(type(exc).__name__) from None
        path = found.file_path or ""
        if "://" not in path:  # python-telegram-bot gives the whole address, a local Bot API server a path
            path = f"{api_url.rstrip('/')}/file/bot{bot.token}/{quote(path)}"
        return await fetch(client, path, {}, places=places, allowance=allowance, into=file)

    return into
