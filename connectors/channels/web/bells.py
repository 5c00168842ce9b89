"""One listening connection a process: PostgreSQL says which chat has something new, and its streams wake up."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import UUID

import psycopg
from django.db import connection

from connectors.doorbell import WEB_EVENTS
from connectors.events import emit

RECONNECT_S = 1.0
_ADDRESS = ("host", "port", "dbname", "user", "password", "sslmode")


class Bells:
    """A bell is a hint: whoever waits also looks from time to time."""

    def __init__(self) -> None:
        self._waiting: defaultdict[UUID, set[asyncio.Event]] = defaultdict(set)
        self.heard = False  # whether hints come in at all

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Listen in the background while the context is open."""
        task = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    @contextmanager
    def of(self, conversation: UUID) -> Iterator[asyncio.Event]:
        """The bell of one chat, set whenever there may be something new."""
        bell = asyncio.Event()
        self._waiting[conversation].add(bell)
        try:
            yield bell
        finally:
            self._waiting[conversation].discard(bell)
            if not self._waiting[conversation]:
                del self._waiting[conversation]

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except (psycopg.Error, OSError):
                emit("store_unavailable", where="web_bells")
            finally:
                self.heard = False
            await asyncio.sleep(RECONNECT_S)

    async def _hear(self) -> None:
        known = connection.get_connection_params()
        address = {name: known[name] for name in _ADDRESS if known.get(name)}
        async with await psycopg.AsyncConnection.connect(**address, autocommit=True) as listener:
            await listener.execute(f"LISTEN {WEB_EVENTS}")
            self.heard = True
            self._ring(*self._waiting)  # whatever was said before we listened
            async for note in listener.notifies():
                self._ring(UUID(note.payload))

    def _ring(self, *conversations: UUID) -> None:
        for conversation in conversations:
            for bell in self._waiting.get(conversation, ()):
                bell.set()
