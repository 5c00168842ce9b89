"""Where the store's address comes from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dalil.store import store

ADDRESS = "postgresql://dalil:secret@postgres:5432/dalil"


def test_the_address_may_stand_in_a_file_as_container_secrets_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "database_url"
    file.write_text(f"{ADDRESS}\n")
    monkeypatch.delenv("DALIL_DATABASE_URL", raising=False)
    monkeypatch.setenv("DALIL_DATABASE_URL_FILE", str(file))
    with store(tmp_path / "never-used") as address:
        assert address == ADDRESS
        assert os.environ["DALIL_DATABASE_URL"] == ADDRESS  # for Django and child processes
    assert "DALIL_DATABASE_URL" not in os.environ
    assert not (tmp_path / "never-used").exists()


def test_an_address_in_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DALIL_DATABASE_URL", ADDRESS)
    monkeypatch.setenv("DALIL_DATABASE_URL_FILE", str(tmp_path / "missing"))
    with store(tmp_path) as address:
        assert address == ADDRESS


def test_a_missing_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DALIL_DATABASE_URL", raising=False)
    monkeypatch.setenv("DALIL_DATABASE_URL_FILE", str(tmp_path / "missing"))
    with pytest.raises(FileNotFoundError, match="missing"), store(tmp_path):
        pass
