"""The worker: jobs as they come, and every few seconds a sweep for what no job speaks of any more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.db import DatabaseError
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import ProcrastinateException
from procrastinate.jobs import Status
from psycopg import Error as PostgresError

from connectors import buckets, desk_hours, doorbell, erasure, outbox, retention, turns
from connectors.answering import Answering
from connectors.delivery import Delivery
from connectors.errors import StoreUnavailable
from connectors.events import emit
from connectors.retention import Rules, Tidied

SWEEP_LIMIT = 200  # conversations a sweep
STALLED_AFTER_S = 20.0  # without a heartbeat the worker of a job is dead
RESTART_AFTER_S = 2.0
LOOK_AT_DESK_EVERY_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    answering: Answering
    delivery: Delivery
    concurrency: int = 8
    sweep_every_s: float = 2.0
    rules: Rules = field(default_factory=Rules)
    tidy_every_s: float = 3600.0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work in the background while the context is open; leaving it lets running turns finish."""
        tasks = [asyncio.create_task(self._work()), asyncio.create_task(self._sweep()), asyncio.create_task(self._tidy())]
        emit("worker_started")
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            emit("worker_stopped")

    async def _work(self) -> None:
        """Run jobs; when the store goes away, come back with it."""
        while True:
            try:
                with jobs.replace_connector(jobs.connector.get_worker_connector()):  # type: ignore[attr-defined]
                    async with jobs.open_async():
                        await self._run_jobs()
            except (ProcrastinateException, PostgresError, OSError) as exc:
                emit("worker_failed", error=type(exc).__name__)
            await asyncio.sleep(RESTART_AFTER_S)

    async def _run_jobs(self) -> None:
        await jobs.run_worker_async(
            concurrency=self.concurrency,
            delete_jobs="always",
            install_signal_handlers=False,
            shutdown_graceful_timeout=15,
            update_heartbeat_interval=5,
            stalled_worker_timeout=STALLED_AFTER_S,
            fetch_job_polling_interval=2,
            additional_context={"answering": self.answering, "delivery": self.delivery},
        )

    async def _sweep(self) -> None:
        looked = 0.0
        while True:
            await asyncio.sleep(self.sweep_every_s)
            try:
                await self.sweep()
                if time.monotonic() - looked >= LOOK_AT_DESK_EVERY_S:
                    looked = time.monotonic()
                    await self.look_at_desk()
            except (StoreUnavailable, ProcrastinateException, PostgresError) as exc:
                emit("worker_failed", error=type(exc).__name__)

    async def _tidy(self) -> None:
        while True:
            try:
                await self.tidy(datetime.now(UTC))
                await self.answering.threads.run(buckets.forget_full)
            except (StoreUnavailable, DatabaseError) as exc:
                emit("worker_failed", error=type(exc).__name__)
            await asyncio.sleep(self.tidy_every_s)

    async def tidy(self, now: datetime) -> Tidied:
        """Erase what has come of age. Two workers may do it at once: what one has taken the other leaves alone."""
        tidied = await self.answering.threads.run(retention.tidy, now, self.rules)
        if tidied.any():
            emit("data_expired", **asdict(tidied))
        return tidied

    async def sweep(self) -> None:
        """Take up what was left behind by lost nudges, dead workers and pauses that are over."""
        threads = self.answering.threads
        to_answer = await threads.run(turns.left_behind, SWEEP_LIMIT)
        await self._each(self.answering.work_off, to_answer)
        to_send = await threads.run(outbox.left_behind, SWEEP_LIMIT, tuple(self.delivery.senders))
        await self._each(self.delivery.work_off, to_send)
        await threads.run(erasure.destroy_shares)  # of erasures whose process died before it could
        stalled = await _forget_stalled_jobs()
        if to_answer or to_send or stalled:
            emit("sweep_found", inbox=len(to_answer), outbox=len(to_send), stalled_jobs=stalled)

    async def look_at_desk(self) -> None:
        """Alarms for who waits too long, and word to those whose answer waits outside WhatsApp's window."""
        threads, now = self.answering.threads, datetime.now(UTC)
        await threads.run(desk_hours.sound_alarms, now)
        if "whatsapp" in self.delivery.senders:
            await threads.run(outbox.queue_templates, now, SWEEP_LIMIT)

    async def _each(self, work: Callable[[UUID], Awaitable[None]], conversations: list[UUID]) -> None:
        free = asyncio.Semaphore(self.concurrency)

        async def one(conversation: UUID) -> None:
            async with free:
                try:
                    await work(conversation)
                except Exception as exc:  # one conversation never holds up the others; its rows stay
                    emit("worker_failed", error=type(exc).__name__)

        await asyncio.gather(*(one(conversation) for conversation in conversations))


async def _forget_stalled_jobs() -> int:
    """Drop the nudges of dead workers: their lock would hold back every later nudge of that conversation."""
    stalled = await jobs.job_manager.get_stalled_jobs(queue=doorbell.QUEUE, seconds_since_heartbeat=STALLED_AFTER_S)
    count = 0
    for job in stalled:
        await jobs.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        count += 1
    return count
