"""How a provider delivers: to any of the gateways, again and again until one of them says that it is kept."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.fakes import telegram, whatsapp

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 2.0  # real providers wait longer; the measurement must end


class Refused(Exception):
    """A 4xx: the harness sent something wrong, or the gateway lost its mind; either way the run is void."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    client: httpx.AsyncClient
    gateways: Sequence[str]
    chance: random.Random = field(default_factory=random.Random)

    async def until_kept(self, path: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Raises Refused."""
        pause = _FIRST_PAUSE_S
        while not await self._is_kept(path, body, headers):
            await asyncio.sleep(pause * self.chance.uniform(0.5, 1.0))
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    async def _is_kept(self, path: str, body: bytes, headers: Mapping[str, str]) -> bool:
        gateway = self.chance.choice(self.gateways)
        try:
            response = await self.client.post(f"{gateway}{path}", content=body, headers=headers)
        except httpx.HTTPError:
            return False
        if response.is_client_error:
            raise Refused(f"{path}: {response.status_code}")
        return response.is_success

    async def whatsapp(self, messages: Sequence[dict[str, Any]] = (), statuses: Sequence[dict[str, Any]] = ()) -> None:
        raw = whatsapp.webhook(whatsapp.batch(messages, statuses, contacts=[]))
        await self.until_kept("/webhooks/whatsapp", raw, signed(raw))

    async def telegram(self, update: dict[str, Any]) -> None:
        await self.until_kept("/webhooks/telegram", json.dumps(update).encode(), {"X-Telegram-Bot-Api-Secret-Token": telegram.SECRET})


def signed(raw: bytes) -> dict[str, str]:
    return {"Content-Type": "application/json", "X-Hub-Signature-256": whatsapp.signature(raw)}
