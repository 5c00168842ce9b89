"""The web chat: a page that works without script, the protocol behind it, and one script tag for other sites."""

from __future__ import annotations

from connectors.channels.web.router import router

__all__ = ["router"]
