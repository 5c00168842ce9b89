"""kill -9 of any process at random, in step with the messages, and everything started again at once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg

from benchmarks.harness.member import Member

LONGEST_WAIT_S = 0.6  # before a kill: the processes must be at work again
STORE = "store"
STORE_SHARE = 0.1  # of the kills hit a process of PostgreSQL, which then recovers as after a crash
_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@dataclass(slots=True)
class Step:
    """Keeps messages and kills in step, so that kills fall evenly on the whole run."""

    messages: int
    kills: int
    sent: int = 0
    killed: int = 0
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def next_message(self) -> None:
        async with self.moved:
            await self.moved.wait_for(lambda: self.killed >= self.kills or self.sent * self.kills < (self.killed + 1) * self.messages)
            self.sent += 1
            self.moved.notify_all()

    async def next_kill(self) -> None:
        async with self.moved:
            await self.moved.wait_for(lambda: self.sent * self.kills >= self.killed * self.messages)

    async def note_kill(self) -> None:
        async with self.moved:
            self.killed += 1
            self.moved.notify_all()


@dataclass(slots=True)
class Killer:
    members: list[Member]
    database: str
    chance: random.Random
    killed: Counter[str] = field(default_factory=Counter)

    async def work(self, step: Step) -> None:
        """All kills of the run. Raises TimeoutError when a process does not come back."""
        while step.killed < step.kills:
            await step.next_kill()
            await asyncio.sleep(self.chance.uniform(0, LONGEST_WAIT_S))
            self.killed[await self._kill_one()] += 1
            await step.note_kill()

    async def _kill_one(self) -> str:
        """Kill a process that is at work; its name. The others go on meanwhile."""
        if self.chance.random() < STORE_SHARE and await asyncio.to_thread(self._kill_backend):
            return STORE
        member = self.chance.choice(self.members)
        await member.come_up()
        member.kill()
        member.start()
        return member.name

    def _kill_backend(self) -> bool:
        """kill -9 of one connection's process: PostgreSQL drops all others and replays its log."""
        with suppress(psycopg.Error), psycopg.connect(self.database, autocommit=True) as connection:
            pids = [row[0] for row in connection.execute(_BACKENDS)]
            if pids:
                os.kill(self.chance.choice(pids), signal.SIGKILL)
                return True
        return False
