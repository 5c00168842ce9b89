"""`dalil run`: everything on this machine, with a progress line per step, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType
from typing import TypeVar

from dalil import preparing
from dalil.home import ROOT, set_up_django, state_directory
from dalil.preparing import NotReady
from dalil.processes import Child, stop_all
from dalil.store import store

_T = TypeVar("_T")
STEPS = 7
# Generous: a first start on a slow laptop compiles and loads everything at once.
ENGINE_START_S, SERVER_START_S = 180.0, 180.0


class Progress:
    """One line a step on standard output."""

    def __init__(self) -> None:
        self._step = 0

    def step(self, name: str, work: Callable[[], _T]) -> _T:
        self._step += 1
        print(f"[{self._step}/{STEPS}] {name} … ", end="", flush=True)
        started = time.monotonic()
        result = work()
        note = f" ({result})" if isinstance(result, str) else ""
        print(f"{time.monotonic() - started:.1f} s{note}", flush=True)
        return result


def run(*, gateway_port: int, staff_port: int, engine_port: int) -> None:
    """Start all and stay until a signal. Raises NotReady with one clear sentence."""
    ports = {"web chat and webhooks": gateway_port, "staff site": staff_port, "dialogue engine": engine_port}
    progress, stopping = Progress(), _stop_on_signals()
    progress.step("machine", lambda: preparing.check_machine(ports))
    with ExitStack() as stack:
        engine = _engine(engine_port)
        stack.callback(engine.stop)
        progress.step("dialogue engine's model", preparing.train_engine)
        engine.start()  # takes the longest: it comes up while the rest is prepared
        url = stack.enter_context(store(state_directory()))
        gateway, staff = _servers(url, gateway_port, staff_port, engine_port)
        stack.callback(stop_all, (gateway, staff))
        _prepare(progress, url)
        gateway.start()
        staff.start()
        progress.step("dialogue engine", lambda: _await(engine, ENGINE_START_S))
        progress.step("web chat, channels, staff site", lambda: _await_all((gateway, staff)))
        print(f"\nWeb chat    http://127.0.0.1:{gateway_port}\nStaff site  http://127.0.0.1:{staff_port}")
        print("First staff account: `dalil staff create`. Stop with Ctrl-C.", flush=True)
        _watch((engine, gateway, staff), stopping)
        print("\nStopping …", flush=True)
    print("Stopped.", flush=True)


def _stop_on_signals() -> threading.Event:
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if not stopping.is_set():
            stopping.set()
            raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return stopping


def _prepare(progress: Progress, url: str) -> None:
    """Schema, content and vectors; nothing to do when the last start left them as they are now."""
    stamp = preparing.Stamp(url)
    unchanged = stamp.stands()
    progress.step("store and schema", lambda: "unchanged" if unchanged else _prepare_schema())
    progress.step("content", lambda: "unchanged" if unchanged else preparing.seed())
    progress.step("texts for search", lambda: "unchanged" if unchanged else preparing.warm_vectors())
    stamp.set()


def _prepare_schema() -> None:
    set_up_django()
    preparing.migrate()


def _engine(port: int) -> Child:
    return Child(
        name="engine",
        command=[str(preparing.ENGINE_PYTHON), str(ROOT / "bot" / "run.py")],
        environment=preparing.engine_environment(port),
        health=f"http://127.0.0.1:{port}/",
        log=state_directory() / "logs" / "engine.log",
    )


def _servers(url: str, gateway_port: int, staff_port: int, engine_port: int) -> tuple[Child, Child]:
    """The public edge and the staff site, not yet started."""
    logs = state_directory() / "logs"
    own = os.environ | {
        "DALIL_DATABASE_URL": url,
        "GATEWAY_PORT": str(gateway_port),
        "GATEWAY_ENGINE_URL": f"http://127.0.0.1:{engine_port}",
        "GATEWAY_IDENTITY_KEY_PATH": os.environ.get("GATEWAY_IDENTITY_KEY_PATH") or str(state_directory() / "identity.key"),
        "STAFF_PORT": str(staff_port),
    }
    python = [sys.executable, "-m", "dalil"]
    gateway = Child("gateway", [*python, "gateway"], own, f"http://127.0.0.1:{gateway_port}/health", logs / "gateway.log")
    staff = Child("staff", [*python, "staff", "serve"], own, f"http://127.0.0.1:{staff_port}/health/", logs / "staff.log")
    return gateway, staff


def _await(child: Child, within_s: float) -> None:
    if not child.wait_ready(within_s):
        raise NotReady(f"The {child.name} did not start: see {child.log}.")


def _await_all(children: tuple[Child, ...]) -> None:
    for child in children:
        _await(child, SERVER_START_S)


def _watch(children: tuple[Child, ...], stopping: threading.Event) -> None:
    """Bring back what dies, until a signal."""
    try:
        while not stopping.wait(1.0):
            for child in children:
                if child.restart_if_dead():
                    print(f"The {child.name} had stopped and was started again (see {child.log}).", flush=True)
    except KeyboardInterrupt:
        return
