"""Root of the web chat: builds its parts. `create_app(settings, mind, router)` includes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter

from connectors.channels.web import assets, page_routes, policy, protocol_routes
from connectors.channels.web.bells import Bells
from connectors.channels.web.chats import Chats
from connectors.channels.web.limits import Limits
from connectors.channels.web.page import Pages
from connectors.channels.web.page_routes import Front
from connectors.channels.web.protocol_routes import Counter
from connectors.channels.web.settings import WebSettings
from connectors.channels.web.stream import Stream
from connectors.channels.web.visits import Door
from connectors.gateway import Gateway
from connectors.phrasing import Say
from knowledge.triage import doubted, triage


def router(gateway: Gateway, say: Say) -> APIRouter:
    """All routes of the web chat. Raises ValueError for an embedding site that is no origin, OSError without built files."""
    settings, secret = WebSettings(), gateway.intake.secret
    files, bells = assets.load(), Bells()
    limits = Limits(settings.burst, settings.messages_per_second)
    chats = Chats(gateway=gateway, limits=limits, calls_for_help=lambda text: bool(triage(text) or doubted(text)))
    behind_tls = gateway.settings.public_url.startswith("https://")
    door = Door(secret=secret, lifetime=settings.session_lifetime(), behind_tls=behind_tls)
    stream = Stream(threads=gateway.threads, bells=bells, secret=secret, say=say)
    language = gateway.settings.default_language
    counter = Counter(chats=chats, door=door, stream=stream, settings=settings, default_language=language)
    pages = Pages(say, files, settings.exit_url)
    front = Front(
        chats=chats,
        door=door,
        stream=stream,
        pages=pages,
        settings=settings,
        frame_ancestors=policy.origins(gateway.settings.web_origins),
        default_language=language,
        files=files,
        embed_script=pages.embed_script(),
    )

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        async with bells.listening():
            yield

    routes = APIRouter(lifespan=lifespan)
    routes.include_router(protocol_routes.routes(counter))
    routes.include_router(page_routes.routes(front))
    return routes
