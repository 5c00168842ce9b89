"""Secrets as files: read, and an empty one is no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.settings import Settings
from staff.settings import StaffSettings


def test_a_secret_is_read_from_the_file_its_variable_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("k" * 40 + "\n", "utf-8")
    monkeypatch.setenv("GATEWAY_WHATSAPP_APP_SECRET_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("STAFF_SECRET_KEY_FILE", str(tmp_path / "key"))
    secret = Settings().whatsapp_app_secret
    assert secret is not None and secret.get_secret_value() == "k" * 40
    assert StaffSettings().secret_key.get_secret_value() == "k" * 40


def test_an_empty_file_is_no_secret_and_its_channel_stays_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").write_text("\n", "utf-8")
    monkeypatch.setenv("GATEWAY_WHATSAPP_PHONE_NUMBER_ID", "1")
    for name in ("TOKEN", "APP_SECRET", "VERIFY_TOKEN"):
        monkeypatch.setenv(f"GATEWAY_WHATSAPP_{name}_FILE", str(tmp_path / "empty"))
    assert not Settings().whatsapp_on()
