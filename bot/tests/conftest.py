"""The running engine, started once as `make run` starts it: in a process of its own, spoken to over HTTP."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

BOT = Path(__file__).parents[1]
STARTS_WITHIN_S = 120


@dataclass(kw_only=True)
class Engine:
    """A client of the engine; `log` is the file that its output goes to."""

    url: str
    log: Path

    def post(self, body: bytes) -> tuple[int, Any]:
        """Send raw bytes; returns the status and the decoded answer, whatever the status."""
        request = urllib.request.Request(self.url + "webhook", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def conversation(self) -> "Conversation":
        """A fresh one."""
        return Conversation(engine=self)


@dataclass(kw_only=True)
class Conversation:
    """One person talking to the engine."""

    engine: Engine
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    def say(self, text: str, **metadata: str) -> list[dict[str, Any]]:
        """The acts that the engine answers with."""
        body = {"sender": self.sender, "message": text, "metadata": {"language": "ar", "variety": "ar", **metadata}}
        status, answer = self.engine.post(json.dumps(body).encode())
        assert status == 200, answer
        assert all(item["recipient_id"] == self.sender for item in answer)
        return [item["custom"] for item in answer]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    log = tmp_path_factory.mktemp("engine") / "log"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DALIL_TRACKER_URL"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(BOT / "run.py")],
            env={**environment, "DALIL_RASA_PORT": str(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    started = Engine(url=f"http://127.0.0.1:{port}/webhooks/rest/", log=log)
    try:
        _wait_for(started, process)
        yield started
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def person(engine: Engine) -> Conversation:
    return engine.conversation()


def _wait_for(engine: Engine, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the engine did not start:\n{engine.log.read_text()[-2000:]}")
        try:
            urllib.request.urlopen(engine.url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the engine did not answer in time")
