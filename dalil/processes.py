"""Child processes: started, watched, restarted, stopped. Their output goes to log files."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

STOP_WITHIN_S = 20.0
_RESTART_PAUSE_S = (0.5, 1, 2, 4, 8, 15)


@dataclass(slots=True)
class Child:
    """One process of the product, and how to know that it is up."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    health: str  # address that answers 200 when it is ready
    log: Path
    restarts: int = 0
    started_at: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C reaches us first, and we stop the children in order.
            self.process = subprocess.Popen(
                self.command, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.started_at = time.monotonic()

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_ready(self) -> bool:
        try:
            return httpx.get(self.health, timeout=2.0).status_code == 200
        except httpx.HTTPError:
            return False

    def wait_ready(self, within_s: float) -> bool:
        """True when it answers in time; False when it died or is too slow."""
        until = time.monotonic() + within_s
        while time.monotonic() < until and self.is_alive():
            if self.is_ready():
                return True
            time.sleep(0.1)
        return False

    def restart_if_dead(self) -> bool:
        """Start it again when it is gone, with a growing pause; True when it did."""
        if self.is_alive():
            return False
        pause = _RESTART_PAUSE_S[min(self.restarts, len(_RESTART_PAUSE_S) - 1)]
        if time.monotonic() - self.started_at > 60:
            self.restarts, pause = 0, _RESTART_PAUSE_S[0]
        time.sleep(pause)
        self.restarts += 1
        self.start()
        return True

    def stop(self) -> None:
        """Ask it to finish, then insist."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def stop_all(children: Sequence[Child]) -> None:
    """Stop one after the other, in the order given."""
    for child in children:
        child.stop()
