"""A client as lean as HTTP/1.1 allows: the load must not cost more than what is measured. Requests are bytes made beforehand."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One exchange: when it began and ended, on one monotonic clock in seconds."""

    status: int
    begun: float
    ended: float
    body: bytes

    @property
    def ms(self) -> float:
        return (self.ended - self.begun) * 1000


def request(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """A POST as it goes over the wire."""
    parts = urlsplit(url)
    lines = [f"POST {parts.path} HTTP/1.1", f"Host: {parts.netloc}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in {"Content-Type": "application/json", **headers}.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Line:
    """One connection that is kept open."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, raw: bytes) -> Answered:
        """Raises OSError or asyncio.IncompleteReadError when the connection breaks."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        begun = time.perf_counter()
        writer.write(raw)
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(_length(head))
        if b"connection: close" in head.lower():
            await self.close()
        return Answered(status=int(head.split(b" ", 2)[1]), begun=begun, ended=time.perf_counter(), body=body)

    async def close(self) -> None:
        if self._streams is not None:
            writer, self._streams = self._streams[1], None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


def _length(head: bytes) -> int:
    """Servers of ours always announce it. Raises ValueError."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without a length")


async def all_at(urls: Sequence[str], requests: Sequence[bytes], *, connections: int) -> list[Answered]:
    """Send everything over so many connections, each asking again as soon as it is answered."""
    waiting = iter(requests)
    answered: list[Answered] = []

    async def work(line: Line) -> None:
        for raw in waiting:  # shared: each request goes out once
            answered.append(await line.ask(raw))
        await line.close()

    await asyncio.gather(*(work(Line(urls[number % len(urls)])) for number in range(connections)))
    return answered


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share does not exceed, by nearest rank.

    >>> percentile([4.0, 1.0, 3.0, 2.0], 0.5), percentile([1.0], 0.99)
    (2.0, 1.0)
    """
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 10_000) // 10_000) - 1)]
