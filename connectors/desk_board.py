"""The desk's hours in memory, read again every few seconds: a turn must not wait for the store to tell them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import Error, connections

from connectors import desk_hours
from connectors.opening import DeskNow

EVERY_S = 15.0


@dataclass(slots=True)
class DeskBoard:
    """What was last read; empty while the store has never answered. The hours stay right while it is away."""

    _last: DeskNow | None = None

    def now(self) -> DeskNow | None:
        return replace(self._last, now=datetime.now(UTC)) if self._last else None

    def refresh(self) -> None:
        """Read the hours. Blocking; raises django.db.Error."""
        try:
            self._last = desk_hours.look(datetime.now(UTC))
        finally:
            connections.close_all()

    async def keep_fresh(self, every_s: float = EVERY_S) -> None:
        """Read them again and again, until cancelled."""
        while True:
            with suppress(Error, ValueError):  # the store is away, or hours that nobody can read
                await asyncio.to_thread(self.refresh)
            await asyncio.sleep(every_s)
