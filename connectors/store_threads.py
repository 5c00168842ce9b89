"""The blocking ORM off the event loop: a few threads, each with one PostgreSQL connection."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections

from connectors.errors import StoreUnavailable

IDLE_S = 1.0  # after so long without a word a connection is tried before it is used

P = ParamSpec("P")
T = TypeVar("T")


class StoreThreads:
    """Runs blocking database work. The number of threads is the number of connections of this process."""

    def __init__(self, size: int = 4) -> None:
        self._size = size
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="store")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `work`. Raises StoreUnavailable when PostgreSQL does not answer."""
        return await asyncio.wrap_future(self._pool.submit(_on_a_live_connection, partial(work, *args, **kwargs)))

    def close(self) -> None:
        """Close every thread's connection, then the threads."""
        barrier = threading.Barrier(self._size)

        def leave() -> None:
            barrier.wait(timeout=10)  # so that each thread takes exactly one of these
            connections.close_all()

        for farewell in [self._pool.submit(leave) for _ in range(self._size)]:
            farewell.result()
        self._pool.shutdown()


class _Used(threading.local):
    at = 0.0  # of a monotonic clock: when this thread last spoke with the database


_used = _Used()


def _on_a_live_connection(work: Callable[[], T]) -> T:
    if time.monotonic() - _used.at > IDLE_S:  # at work nobody asks before each question whether the line still stands
        close_old_connections()
    try:
        return work()
    except (OperationalError, InterfaceError) as exc:
        connection.close()
        raise StoreUnavailable from exc
    finally:
        _used.at = time.monotonic()
