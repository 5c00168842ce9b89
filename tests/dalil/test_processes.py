from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dalil.processes import Child, stop_all

SERVER = """
import http.server, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/health" else 503)
        self.end_headers()
    def log_message(self, *_):
        pass
print("serving", flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


def child(tmp_path: Path, script: str = SERVER, path: str = "/health", name: str = "server") -> Child:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Child(
        name=name,
        command=[sys.executable, "-c", script, str(port)],
        environment=os.environ,
        health=f"http://127.0.0.1:{port}{path}",
        log=tmp_path / "logs" / f"{name}.log",
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Child]:
    started = child(tmp_path)
    yield started
    started.stop()


def test_a_child_starts_becomes_ready_and_stops(server: Child) -> None:
    assert not server.is_alive() and not server.is_ready()
    server.stop()  # nothing to stop yet
    server.start()
    assert server.wait_ready(20) and server.is_alive()
    assert server.log.read_text() == "serving\n"
    server.stop()
    assert not server.is_alive() and not server.is_ready()
    assert server.process is not None and server.process.returncode == -signal.SIGTERM
    server.stop()


def test_a_dead_child_is_started_again_and_writes_on_in_its_log(server: Child) -> None:
    server.start()
    assert server.wait_ready(20)
    assert not server.restart_if_dead()
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    assert server.restart_if_dead() and server.restarts == 1
    assert server.wait_ready(20)
    assert server.log.read_text() == "serving\nserving\n"


def test_the_pause_grows_with_restarts_and_is_short_again_after_a_quiet_minute(tmp_path: Path) -> None:
    dying = child(tmp_path, "raise SystemExit(1)")
    dying.start()
    dying.restarts, dying.started_at = 5, time.monotonic() - 61
    assert dying.process is not None
    dying.process.wait()
    started = time.monotonic()
    assert dying.restart_if_dead() and dying.restarts == 1
    assert time.monotonic() - started < 5  # the sixth pause in a row would be 15 s
    dying.stop()


def test_waiting_ends_early_when_the_child_dies(tmp_path: Path) -> None:
    dying = child(tmp_path, "raise SystemExit(1)")
    dying.start()
    started = time.monotonic()
    assert not dying.wait_ready(60)
    assert time.monotonic() - started < 30


def test_a_child_that_answers_something_else_is_not_ready(tmp_path: Path) -> None:
    unwell = child(tmp_path, path="/unwell")
    unwell.start()
    try:
        assert not unwell.wait_ready(1.0) and unwell.is_alive()
    finally:
        unwell.stop()


def test_a_child_that_will_not_finish_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dalil.processes.STOP_WITHIN_S", 0.2)
    stubborn = child(tmp_path, "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SERVER)
    stubborn.start()
    assert stubborn.wait_ready(20)
    stubborn.stop()
    assert stubborn.process is not None and stubborn.process.returncode == -signal.SIGKILL


def test_all_children_are_stopped(tmp_path: Path) -> None:
    children = [child(tmp_path, name=name) for name in ("one", "two")]
    for one in children:
        one.start()
    stop_all(children)
    assert [one.is_alive() for one in children] == [False, False]
