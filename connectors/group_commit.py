"""Many webhooks in one transaction: what arrives while one runs is kept together in the next. On disk before it returns.

A commit costs the same for one message and for fifty. One transaction at a time also keeps the order of arrival.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from connectors.errors import Overloaded, StoreUnavailable
from connectors.inbox import Accepted
from connectors.message import Incoming

Batch = tuple[Incoming, ...]
Keep = Callable[[Batch], Awaitable[tuple[Accepted, ...]]]
LARGEST = 100  # messages of one transaction, unless a single webhook brings more


class GroupCommit:
    """`keep` writes messages in one transaction, all or none; `room` is how many may wait for it."""

    def __init__(self, keep: Keep, room: int) -> None:
        self._keep = keep
        self._room = room
        self._waiting: deque[tuple[Batch, asyncio.Future[tuple[Accepted, ...]]]] = deque()
        self._held = 0  # messages waiting or being written
        self._work: asyncio.Task[None] | None = None

    async def keep(self, batch: Batch) -> tuple[Accepted, ...]:
        """What became of each message. Raises Overloaded when too many wait already, StoreUnavailable."""
        if self._held and self._held + len(batch) > self._room:
            raise Overloaded
        done: asyncio.Future[tuple[Accepted, ...]] = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, done))
        self._held += len(batch)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._drain())
        return await done

    async def _drain(self) -> None:
        while self._waiting:
            group = self._next_group()
            try:
                await self._write(group)
            finally:
                self._held -= sum(len(batch) for batch, _ in group)

    def _next_group(self) -> list[tuple[Batch, asyncio.Future[tuple[Accepted, ...]]]]:
        group = [self._waiting.popleft()]
        count = len(group[0][0])
        while self._waiting and count + len(self._waiting[0][0]) <= LARGEST:
            group.append(self._waiting.popleft())
            count += len(group[-1][0])
        return group

    async def _write(self, group: Sequence[tuple[Batch, asyncio.Future[tuple[Accepted, ...]]]]) -> None:
        """All together; when that fails for another reason than an absent store, each alone: one never harms the others."""
        try:
            accepted = await self._keep(tuple(message for batch, _ in group for message in batch))
        except StoreUnavailable as exc:
            for _, done in group:
                _fail(done, exc)
        except Exception as exc:
            if len(group) == 1:
                _fail(group[0][1], exc)
                return
            for one in group:
                await self._write([one])
        else:
            place = 0
            for batch, done in group:
                if not done.done():  # its webhook may have been cut off meanwhile: the provider will repeat it
                    done.set_result(accepted[place : place + len(batch)])
                place += len(batch)


def _fail(done: asyncio.Future[tuple[Accepted, ...]], exc: Exception) -> None:
    if not done.done():
        done.set_exception(exc)
