"""A bad line between browser and server: a proxy whose connections can be cut at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class BadLine:
    url: str
    target: str  # may change: a server that was started again has another port
    cuts: int = 0
    open: set[asyncio.StreamWriter] = field(default_factory=set)

    def cut(self) -> None:
        """End every connection, in the middle of whatever it carries."""
        self.cuts += 1
        for writer in tuple(self.open):
            writer.transport.abort()


@asynccontextmanager
async def bad_line(target: str) -> AsyncIterator[BadLine]:
    tasks: set[asyncio.Task[None]] = set()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
        writer.transport.abort()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to = urlsplit(line.target)
        try:
            far_reader, far_writer = await asyncio.open_connection(to.hostname, to.port)
        except OSError:
            writer.transport.abort()
            return
        line.open |= {writer, far_writer}
        for task in (asyncio.create_task(carry(reader, far_writer)), asyncio.create_task(carry(far_reader, writer))):
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    line = BadLine(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", target)
    try:
        yield line
    finally:
        server.close()
        line.cut()
        await asyncio.gather(*tasks, return_exceptions=True)
