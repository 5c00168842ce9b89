"""A gateway with nothing but the web chat, over real HTTP and a real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from connectors.app import create_app
from connectors.channels.web import router
from connectors.settings import Settings
from tests.connectors.web.scripted import Scripted, mind
from tests.fakes.serving import served

IDENTITY_KEY = b"0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Browser:
    """What a browser does on the page's behalf."""

    client: httpx.AsyncClient
    script: Scripted
    url: str

    async def start(self) -> None:
        (await self.client.post("/chat/start", json={"language": "en"})).raise_for_status()

    async def say(self, text: str, key: str | None = None, **headers: str) -> httpx.Response:
        body = {"client_msg_id": key or str(uuid4()), "text": text, "language": "en"}
        return await self.client.post("/chat/messages", json=body, headers=headers)

    async def press(self, payload: str) -> httpx.Response:
        return await self.client.post("/chat/messages", json={"client_msg_id": str(uuid4()), "payload": payload})

    async def poll(self, after: int = 0, wait: float = 5) -> dict[str, Any]:
        answer = await self.client.get("/chat/poll", params={"after": after, "wait": wait})
        return dict(answer.raise_for_status().json())

    async def answers(self, count: int, after: int = 0) -> list[dict[str, Any]]:
        """The next `count` replies, however many polls they take."""
        events: list[dict[str, Any]] = []
        async with asyncio.timeout(15):
            while len(events) < count:
                events += (await self.poll(max([after, *(event["seq"] for event in events)])))["events"]
        return events

    async def streamed(self, after: int, until: int, **headers: str) -> list[tuple[str, dict[str, Any]]]:
        """The events of one stream, until the reply `until` has come."""
        found: list[tuple[str, dict[str, Any]]] = []
        async with asyncio.timeout(15), self.client.stream("GET", f"/chat/events?after={after}", headers=headers) as stream:
            name = ""
            async for line in stream.aiter_lines():
                if line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    found.append((name, json.loads(line[6:])))
                    if name == "over" or (name == "reply" and found[-1][1]["seq"] >= until):
                        return found
        return found


def text_of(reply: dict[str, Any]) -> str:
    """The words of a drawn reply's first line."""
    first = reply["blocks"][0]
    return "".join(part if isinstance(part, str) else next(iter(part.values())) for part in (first.get("lines") or [first.get("s")])[0])


@asynccontextmanager
async def chatting(script: Scripted | None = None, **changes: Any) -> AsyncIterator[Browser]:
    chosen = script or Scripted()
    async with served(create_app(settings(**changes), mind(chosen), router)) as url, httpx.AsyncClient(base_url=url, timeout=30) as client:
        yield Browser(client, chosen, url)


def settings(**changes: Any) -> Settings:
    return Settings(**{"identity_key": IDENTITY_KEY, "telegram_mode": "off", "notice": False, **changes})
