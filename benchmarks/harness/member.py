"""A process of the installation that may be killed at any time and is started again at once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass

from dalil.processes import Child

LOOK_EVERY_S = 0.5
_SAID_BY_WORKER = b'"worker_started"'


@dataclass(slots=True)
class Member:
    child: Child
    heard_from: int = 0  # bytes of its log that earlier lives wrote

    @property
    def name(self) -> str:
        return self.child.name

    def start(self) -> None:
        log = self.child.log
        self.heard_from = log.stat().st_size if log.exists() else 0
        self.child.start()

    def is_up(self) -> bool:
        """A server answers; a worker, which listens nowhere, has said that it works."""
        if not self.child.is_alive():
            return False
        if self.child.health:
            return self.child.is_ready()
        with self.child.log.open("rb") as log:
            log.seek(self.heard_from)
            return _SAID_BY_WORKER in log.read()

    async def come_up(self, within_s: float = 240.0) -> None:
        """Raises TimeoutError with the end of its log when it does not."""
        try:
            async with asyncio.timeout(within_s):
                while not await asyncio.to_thread(self.is_up):
                    await asyncio.sleep(0.1)
        except TimeoutError as exc:
            raise TimeoutError(f"{self.name} did not come up: {self.child.log.read_text('utf-8', 'replace')[-2000:]}") from exc

    def kill(self) -> None:
        """kill -9, without a word before it."""
        if self.child.process is not None and self.child.is_alive():
            os.kill(self.child.process.pid, signal.SIGKILL)
            self.child.process.wait()

    async def stop(self) -> None:
        await asyncio.to_thread(self.child.stop)


async def supervise(members: Sequence[Member]) -> None:
    """Start again what ended by itself, for ever: what starts while the database recovers may end at once."""
    while True:
        for member in members:
            if not member.child.is_alive():
                member.start()
        await asyncio.sleep(LOOK_EVERY_S)


async def start_all(members: list[Member]) -> None:
    for member in members:
        member.start()
    await asyncio.gather(*(member.come_up() for member in members))


async def stop_all(members: list[Member]) -> None:
    await asyncio.gather(*(member.stop() for member in members))
