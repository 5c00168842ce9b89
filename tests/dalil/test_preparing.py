from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from dalil import preparing
from dalil.preparing import NotReady, check_machine


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine where nothing is missing."""
    monkeypatch.setenv("DALIL_STATE", str(tmp_path / "not" / "yet" / "there"))
    monkeypatch.setattr(preparing, "ENGINE_PYTHON", Path(__file__))
    monkeypatch.setattr(preparing, "NEEDED_BYTES", 1)


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_machine_with_everything_is_ready() -> None:
    check_machine({"web": free_port(), "staff": free_port()})
    check_machine({})


def test_a_taken_port_is_named_with_what_wants_it(taken: int) -> None:
    with pytest.raises(NotReady, match=rf"^Port {taken} \(staff site\) is taken: stop what uses it, or set another port"):
        check_machine({"web": free_port(), "staff site": taken})


def test_a_port_taken_on_all_addresses_is_taken() -> None:
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        listener.listen()
        with pytest.raises(NotReady, match="is taken"):
            check_machine({"web": listener.getsockname()[1]})


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "NEEDED_BYTES", 10**18)
    with pytest.raises(NotReady, match=r"^The disk is full: \d+ MB free, 1000000000000 MB needed below /"):
        check_machine({})


def test_a_missing_environment_of_the_engine_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "ENGINE_PYTHON", tmp_path / "python")
    with pytest.raises(NotReady, match="make setup"):
        check_machine({})


def test_the_engine_is_told_its_port_and_no_secret_of_the_channels(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GATEWAY_TELEGRAM_TOKEN", "STAFF_SECRET_KEY", "PYTHONPATH", "DALIL_STATE"):
        monkeypatch.setenv(name, "x")
    known = preparing.engine_environment(5006)
    assert known["DALIL_RASA_PORT"] == "5006" and known["DALIL_STATE"] == "x"
    assert not [name for name in known if name.startswith(("GATEWAY_", "STAFF_", "PYTHON"))]
