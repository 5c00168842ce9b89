"""Settings of the staff site, read once from `STAFF_…`."""

from __future__ import annotations

import secrets
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _one_time_secret() -> SecretStr:
    """A secret for this process only: without a configured one, sessions end with the process."""
    return SecretStr(secrets.token_urlsafe(50))


class StaffSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="STAFF_", frozen=True, secrets_dir=None)

    secret_key: SecretStr = Field(default_factory=_one_time_secret, description="Signs sessions; unset = new at every start")
    hosts: list[str] = Field(["127.0.0.1", "localhost"], description="Host names the staff site answers to (JSON list)")
    base_url: str = Field("http://127.0.0.1:8001", description="Address of the staff site, for links in e-mails")
    behind_tls: bool = Field(False, description="True behind a TLS proxy: secure cookies, trusted origin")
    static_root: Path = Field(Path(".dalil/static"), description="Where collected static files lie")
    media_root: Path = Field(Path(".dalil/media"), description="Where uploaded files lie")
