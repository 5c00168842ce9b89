"""The scripts by which containers say that they are well."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from django.db import connection

from tests.deployment.compose import ROOT


def _exit_code(script: str, *arguments: str, environment: dict[str, str] | None = None) -> int:
    command = [sys.executable, str(ROOT / "docker" / script), *arguments]
    return subprocess.run(command, env=environment or {}, capture_output=True, check=False).returncode


@contextmanager
def _answering(status: int) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_service_that_answers_is_well_and_one_that_fails_or_is_silent_is_not() -> None:
    with _answering(200) as address:
        assert _exit_code("http_health.py", address) == 0
    with _answering(503) as address:
        assert _exit_code("http_health.py", address) == 1
    assert _exit_code("http_health.py", address) == 1


def test_the_worker_is_well_while_its_heartbeat_is_fresh(database: str, tmp_path: Path) -> None:
    file = tmp_path / "database_url"
    file.write_text(database + "\n")
    environment = {"DALIL_DATABASE_URL_FILE": str(file)}
    assert _exit_code("worker_health.py", environment=environment) == 1
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert _exit_code("worker_health.py", environment=environment) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
    assert _exit_code("worker_health.py", environment=environment) == 1


def test_a_worker_without_a_store_is_not_well() -> None:
    assert _exit_code("worker_health.py", environment={"DALIL_DATABASE_URL": "postgresql://127.0.0.1:1/none"}) == 1
