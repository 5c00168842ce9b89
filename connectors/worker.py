"""The worker as a process of its own, for `dalil worker`. Django must be set up."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack

from connectors.events import configure
from connectors.mind import own_mind
from connectors.settings import Settings
from connectors.wiring import Mind, build_gateway, build_worker, open_senders


def main() -> None:
    """Work until SIGTERM or Ctrl-C; what runs is finished first."""
    configure()
    settings = Settings()
    asyncio.run(work(settings, own_mind(settings)))


async def work(settings: Settings, mind: Mind) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    gateway = build_gateway(settings)
    async with AsyncExitStack() as stack:
        stack.callback(gateway.threads.close)
        senders = await stack.enter_async_context(open_senders(settings, mind.say))
        respond = await stack.enter_async_context(mind.open_respond())
        await stack.enter_async_context(build_worker(gateway, respond, mind.say, senders, mind.transcriber).running())
        await stopped.wait()
