"""A real ASGI server on a free loopback port, in the event loop of the test."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

import uvicorn
from starlette.responses import Response


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    """The server's address while the context is open."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        free.listen(128)
        config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="on", timeout_graceful_shutdown=2)
        server = _Quiet(config)
        task = asyncio.create_task(server.serve(sockets=[free]))
        while not server.started:
            if task.done():
                task.result()
                raise RuntimeError("the application did not start")
            await asyncio.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{free.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


class _Quiet(uvicorn.Server):
    """Without signal handlers: the test keeps its own."""

    def capture_signals(self) -> Any:
        return nullcontext()


class Cut(Response):
    """Drops the connection where the answer should be."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionAbortedError
