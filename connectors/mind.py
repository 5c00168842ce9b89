"""The product's own conversation, put together for a process: knowledge, triage, phrases, and the engine over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import httpx
from django.db import DatabaseError, connections

from connectors.answering import Respond
from connectors.conversation import respond
from connectors.desk_board import DeskBoard
from connectors.settings import Settings
from connectors.steps import build_searcher, build_steps, keep_fresh
from connectors.wiring import Mind
from knowledge import phrases
from knowledge.errors import IndexEmpty
from knowledge.search import Searcher


def own_mind(settings: Settings) -> Mind:
    """The product's own conversation: knowledge, triage, phrases, and the engine over HTTP."""

    @asynccontextmanager
    async def open_respond() -> AsyncIterator[Respond]:
        searcher = build_searcher()
        await asyncio.to_thread(_first_look, searcher)
        client = httpx.AsyncClient(base_url=settings.engine_url, timeout=settings.engine_timeout_s)
        board = DeskBoard()
        fresh = [asyncio.create_task(keep_fresh(searcher)), asyncio.create_task(board.keep_fresh())]
        try:
            async with client:
                yield partial(respond, do=build_steps(searcher, client, board.now))
        finally:
            for task in fresh:
                task.cancel()
            await asyncio.gather(*fresh, return_exceptions=True)

    return Mind(say=phrases.say, open_respond=open_respond)


def _first_look(searcher: Searcher) -> None:
    """Load what is published. An empty base is no reason not to start: triage and menus work, and refreshing goes on."""
    with suppress(IndexEmpty, DatabaseError):
        searcher.refresh()
    connections.close_all()
