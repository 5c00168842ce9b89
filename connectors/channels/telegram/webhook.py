"""POST /webhooks/telegram: the secret, then the update, then the store; only then 200."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from fastapi import APIRouter, BackgroundTasks, Request, Response

from connectors import inbox
from connectors.channels.telegram.parse import Parsed, parse
from connectors.errors import NotAuthentic
from connectors.gateway import Gateway
from connectors.webhook_body import read_object

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

AnswerCallback = Callable[[str], Awaitable[None]]


def router(gateway: Gateway, answer_callback: AnswerCallback) -> APIRouter:
    routes = APIRouter()
    secret = gateway.settings.telegram_secret_token
    if secret is None:
        raise ValueError("Telegram's webhook needs a secret token")
    expected = secret.get_secret_value().encode()

    @routes.post("/webhooks/telegram")
    async def receive(request: Request, later: BackgroundTasks) -> Response:
        shown = request.headers.get(SECRET_HEADER, "").encode("latin-1", "replace")
        if not hmac.compare_digest(shown, expected):
            raise NotAuthentic("telegram")
        parsed = parse(read_object(await request.body()), gateway.settings.telegram_account())
        await take(gateway, parsed)
        if parsed.callback_query_id is not None:
            later.add_task(answer_callback, parsed.callback_query_id)
        return Response(status_code=200)

    return routes


async def take(gateway: Gateway, parsed: Parsed) -> None:
    """Keep what an update says. Raises StoreUnavailable: then the update must come again."""
    if parsed.stopped is not None:
        account = gateway.settings.telegram_account()
        await gateway.threads.run(inbox.stop, "telegram", account, parsed.stopped, gateway.intake.secret)
    if parsed.message is not None:
        await gateway.accept("telegram", [parsed.message])
