"""The public edge: webhooks, the web chat, health. `connectors.main` gives it the product's own parts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from django.db import connection
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from connectors.channels.telegram import bot as telegram_bot
from connectors.channels.telegram import webhook as telegram_webhook
from connectors.channels.telegram.parse import Parsed
from connectors.channels.whatsapp import webhook as whatsapp_webhook
from connectors.errors import BadRequest, NotAuthentic, Overloaded, StoreUnavailable
from connectors.events import emit
from connectors.gateway import Gateway
from connectors.http_guard import BodyLimit, SecurityHeaders
from connectors.phrasing import Say
from connectors.settings import Settings, TelegramMode
from connectors.wiring import Mind, Senders, build_gateway, build_worker, open_senders

RETRY_AFTER_S = "5"


def create_app(settings: Settings, mind: Mind, *routers: Callable[[Gateway, Say], APIRouter]) -> FastAPI:
    """The application, with the `routers` of the web chat. Django must be set up, and its store reachable."""
    gateway = build_gateway(settings)
    running: dict[str, Senders] = {}  # filled while the application runs

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(gateway.threads.close)
            senders = await stack.enter_async_context(open_senders(settings, mind.say))
            running["senders"] = senders
            if settings.run_worker:
                respond = await stack.enter_async_context(mind.open_respond())
                await stack.enter_async_context(build_worker(gateway, respond, mind.say, senders, mind.transcriber).running())
            await stack.enter_async_context(_telegram_at_work(gateway, mind.say, senders))
            emit(
                "gateway_started",
                telegram=settings.telegram_mode.value if settings.telegram_sends() else "off",
                whatsapp=settings.whatsapp_on(),
                web=bool(routers),
                worker=settings.run_worker,
            )
            yield
        emit("gateway_stopped")

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.add_middleware(BodyLimit, limit=settings.body_limit_bytes)
    app.add_middleware(SecurityHeaders)
    _answer_errors(app)
    _answer_health(app, gateway)

    async def answer_callback(query: str) -> None:
        if (bot := running["senders"].bot) is not None:
            await telegram_bot.answer_callback(bot, query)

    if settings.telegram_receives_webhooks():
        app.include_router(telegram_webhook.router(gateway, answer_callback))
    if settings.whatsapp_on():
        app.include_router(whatsapp_webhook.router(gateway))
    for router in routers:
        app.include_router(router(gateway, mind.say))
    return app


@asynccontextmanager
async def _telegram_at_work(gateway: Gateway, say: Say, senders: Senders) -> AsyncIterator[None]:
    """Registers commands and webhook, and polls where that is the mode, in the background: Telegram may be away."""
    settings, bot = gateway.settings, senders.bot
    if bot is None:
        yield
        return
    polling = settings.telegram_mode is TelegramMode.POLLING
    secret = settings.telegram_secret_token
    webhook_url = f"{settings.public_url.rstrip('/')}/webhooks/telegram" if settings.public_url else ""

    async def take(parsed: Parsed) -> None:
        await telegram_webhook.take(gateway, parsed)
        if parsed.callback_query_id is not None:
            await telegram_bot.answer_callback(bot, parsed.callback_query_id)

    async def work() -> None:
        if polling:
            await telegram_bot.introduce(bot, say)
            await telegram_bot.poll(bot, settings.telegram_account(), take)
        elif secret is not None:
            await telegram_bot.introduce(bot, say, webhook_url=webhook_url, secret_token=secret.get_secret_value())
        else:
            emit("channel_off", channel="telegram", reason="no_secret_token")

    task = asyncio.create_task(work())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(BadRequest)
    async def unreadable(request: Request, exc: BadRequest) -> Response:
        return _refused(request, 400, "unreadable")

    @app.exception_handler(NotAuthentic)
    async def not_authentic(request: Request, exc: NotAuthentic) -> Response:
        return _refused(request, 401, "not_authentic")

    @app.exception_handler(StoreUnavailable)
    async def away(request: Request, exc: StoreUnavailable) -> Response:
        emit("intake_full" if isinstance(exc, Overloaded) else "store_unavailable", where="gateway")
        return JSONResponse({"detail": "try again soon"}, 503, headers={"Retry-After": RETRY_AFTER_S})


def _refused(request: Request, status: int, reason: str) -> Response:
    channel = request.url.path.rpartition("/")[2]
    emit("webhook_refused", channel=channel if channel in {"telegram", "whatsapp"} else "web", reason=reason, status=status)
    return JSONResponse({"detail": reason}, status)


def _answer_health(app: FastAPI, gateway: Gateway) -> None:
    @app.get("/health")
    async def health() -> dict[str, str]:
        """The process is alive."""
        return {"status": "ok"}

    @app.get("/ready")
    async def ready() -> dict[str, str]:
        """The store answers: messages can be kept."""
        await gateway.threads.run(_ask_the_store)
        return {"status": "ok"}


def _ask_the_store() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
