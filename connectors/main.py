"""What the server runs: `uvicorn --factory connectors.main:build`. Django must be set up."""

from __future__ import annotations

from fastapi import FastAPI

from connectors.app import create_app
from connectors.channels.web.router import router as web_router
from connectors.events import configure
from connectors.mind import own_mind
from connectors.settings import Settings


def build() -> FastAPI:
    """The gateway with the product's own conversation and channels. Raises pydantic's ValidationError for bad settings."""
    configure()
    settings = Settings()
    return create_app(settings, own_mind(settings), web_router)
