"""The whole gateway with a fake provider around it: real HTTP, a real database, a conversation that echoes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from asgiref.sync import sync_to_async

from connectors.app import create_app
from connectors.settings import Settings
from connectors.wiring import Mind
from tests.connectors.speaking import Echo, mind
from tests.fakes import telegram, whatsapp
from tests.fakes.serving import served
from tests.fakes.telegram import FakeTelegram, fake_telegram
from tests.fakes.whatsapp import FakeWhatsApp, fake_whatsapp

IDENTITY_KEY = b"0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class House:
    """What a test looks at and acts on."""

    echo: Echo
    client: httpx.AsyncClient
    telegram: FakeTelegram
    whatsapp: FakeWhatsApp

    async def telegram_gets(self, update: dict[str, Any]) -> int:
        return (await self.telegram.deliver(self.client, "/webhooks/telegram", update)).status_code

    async def whatsapp_gets(self, *messages: dict[str, Any]) -> int:
        return await whatsapp.deliver(self.client, whatsapp.webhook(whatsapp.batch(messages)))


@asynccontextmanager
async def house(echo: Echo | None = None, own_mind: Mind | None = None, **changes: Any) -> AsyncIterator[House]:
    """`own_mind` answers in the place of the echo."""
    async with fake_telegram() as bot_api, fake_whatsapp() as graph:
        chosen = echo or Echo()
        app = create_app(settings(telegram_api_url=bot_api.url, whatsapp_api_url=graph.url, **changes), own_mind or mind(chosen))
        async with served(app) as url, httpx.AsyncClient(base_url=url, timeout=30) as client:
            yield House(chosen, client, bot_api, graph)


def settings(**changes: Any) -> Settings:
    """Everything switched on, and nothing read from the environment."""
    values = {
        "telegram_token": telegram.TOKEN,
        "telegram_secret_token": telegram.SECRET,
        "telegram_mode": "webhook",
        "whatsapp_token": whatsapp.TOKEN,
        "whatsapp_app_secret": whatsapp.APP_SECRET,
        "whatsapp_verify_token": whatsapp.VERIFY_TOKEN,
        "whatsapp_phone_number_id": whatsapp.PHONE_NUMBER_ID,
        "identity_key": IDENTITY_KEY,
        "sweep_every_s": 0.2,
        "notice": False,
        "speech": "off",
    }
    return Settings.model_validate({**values, **changes})


async def until(happened: Callable[[], bool], seconds: float = 8.0) -> None:
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.01)


async def stays(true: Callable[[], bool], seconds: float = 0.4) -> None:
    """Nothing else happens for a while."""
    await asyncio.sleep(seconds)
    assert true()


async def stored(read: Callable[[], Any]) -> Any:
    """A look into the database from an asynchronous test."""
    work: Callable[[], Awaitable[Any]] = sync_to_async(read)
    return await work()
