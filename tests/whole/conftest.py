"""The whole product as `make run` starts it, on free ports, with the fake Bot API and Graph API for its channels."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest

from tests.connectors import house
from tests.fakes import telegram, whatsapp
from tests.fakes.telegram import FakeTelegram, fake_telegram
from tests.fakes.whatsapp import FakeWhatsApp, fake_whatsapp

ROOT = Path(__file__).parents[2]
STATE = ROOT / ".dalil" / "whole"  # kept between runs: its texts are embedded once
FIRST_START_S = 420.0
STOP_S = 60.0


@dataclass(frozen=True, slots=True)
class Product:
    url: str
    engine_port: int
    environment: dict[str, str]
    telegram: FakeTelegram
    whatsapp: FakeWhatsApp

    def kill_engine(self) -> None:
        """kill -9 of the process that listens on the engine's port."""
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == self.engine_port and connection.status == psutil.CONN_LISTEN:
                psutil.Process(connection.pid).kill()
                return
        raise AssertionError("the engine does not listen")

    async def engine_answers(self) -> bool:
        async with httpx.AsyncClient() as client:
            try:
                return (await client.get(f"http://127.0.0.1:{self.engine_port}/", timeout=2)).status_code == 200
            except httpx.HTTPError:
                return False


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def product(anyio_backend: str) -> AsyncIterator[Product]:
    gateway, staff, engine = _free_ports(3)
    async with fake_telegram() as bot_api, fake_whatsapp() as graph:
        # The store is kept between runs and remembers what it has answered: this run's messages need ids of their own.
        bot_api.next_update = graph.number = int(time.time())
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DALIL_", "GATEWAY_", "STAFF_"))} | {
            "DALIL_STATE": str(STATE),
            "DALIL_RASA_PORT": str(engine),
            "GATEWAY_PORT": str(gateway),
            "GATEWAY_ENGINE_URL": f"http://127.0.0.1:{engine}",
            "GATEWAY_TELEGRAM_MODE": "webhook",
            "GATEWAY_PUBLIC_URL": "https://chat.example.org",
            "GATEWAY_TELEGRAM_TOKEN": telegram.TOKEN,
            "GATEWAY_TELEGRAM_SECRET_TOKEN": telegram.SECRET,
            "GATEWAY_TELEGRAM_API_URL": bot_api.url,
            "GATEWAY_WHATSAPP_TOKEN": whatsapp.TOKEN,
            "GATEWAY_WHATSAPP_APP_SECRET": whatsapp.APP_SECRET,
            "GATEWAY_WHATSAPP_VERIFY_TOKEN": whatsapp.VERIFY_TOKEN,
            "GATEWAY_WHATSAPP_PHONE_NUMBER_ID": whatsapp.PHONE_NUMBER_ID,
            "GATEWAY_WHATSAPP_API_URL": graph.url,
            "GATEWAY_WEB_BURST": "1000",
            "STAFF_PORT": str(staff),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "dalil", "run", env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        try:
            await _until_up(process)
            yield Product(f"http://127.0.0.1:{gateway}", engine, environment, bot_api, graph)
        finally:
            process.send_signal(signal.SIGINT)
            rest, _ = await asyncio.wait_for(process.communicate(), STOP_S)
        assert process.returncode == 0, rest.decode()
        assert rest.decode().rstrip().endswith("Stopped.")


async def _until_up(process: asyncio.subprocess.Process) -> None:
    assert process.stdout is not None
    told = ""
    async with asyncio.timeout(FIRST_START_S):
        while "Stop with Ctrl-C" not in told:
            line = (await process.stdout.readline()).decode()
            assert line, f"`dalil run` ended: {told}"
            told += line


until = house.until
