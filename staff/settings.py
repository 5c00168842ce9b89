"""Settings of the staff site, read once from `STAFF_…`; a secret may also arrive as a file, `STAFF_…_FILE`."""

from __future__ import annotations

import secrets
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from connectors.secret_files import FromSecretFiles


def _one_time_secret() -> SecretStr:
    """A secret for this process only: without a configured one, sessions end with the process."""
    return SecretStr(secrets.token_urlsafe(50))


class StaffSettings(FromSecretFiles):
    model_config = SettingsConfigDict(env_prefix="STAFF_", frozen=True, env_ignore_empty=True)

    host: str = Field(default="127.0.0.1", description="Address the staff site listens on")
    port: int = Field(default=8001, description="Port the staff site listens on")
    secret_key: SecretStr = Field(
        default_factory=_one_time_secret,
        min_length=32,
        description="Signs sessions; unset = new at every start, so that everybody signs in again",
    )
    hosts: list[str] = Field(default=["127.0.0.1", "localhost"], description="Host names the staff site answers to (JSON list)")
    base_url: str = Field(default="http://127.0.0.1:8001", description="Address of the staff site, for links in e-mails")
    behind_tls: bool = Field(default=False, description="True behind a TLS proxy: secure cookies, strict transport, trusted origin")
    static_root: Path | None = Field(
        default=None, description="Where collectstatic has put the static files; unset = served from the packages"
    )
    media_root: Path = Field(default=Path(".dalil/media"), description="Where uploaded files lie")
