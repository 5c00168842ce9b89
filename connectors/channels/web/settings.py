"""Settings of the web chat, read once from `GATEWAY_WEB_…`. The sites that may embed it are the gateway's `web_origins`."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field, PositiveFloat, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict


class WebSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="GATEWAY_WEB_", frozen=True, env_ignore_empty=True)

    exit_url: str = Field(
        default="/calendar",
        pattern=r"^(/[^/\\]|https://)",
        description="Where quick exit leads: our neutral calendar page, or an https address of a site that many people open",
    )
    session_days: PositiveInt = Field(
        default=7, description="After this many days a chat can no longer be read from the browser it was held in"
    )
    burst: PositiveInt = Field(default=20, description="Messages a chat may send at once before it is slowed down")
    messages_per_second: PositiveFloat = Field(default=0.5, description="Messages a second a chat may send after the burst")
    body_limit_bytes: PositiveInt = Field(default=64_000, description="Larger chat messages get 413")

    def session_lifetime(self) -> timedelta:
        return timedelta(days=self.session_days)
