"""GET and POST /webhooks/whatsapp: the handshake; the signature, then the batch, then the store; only then 200."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from connectors import outbox
from connectors.channels.whatsapp.parse import parse
from connectors.channels.whatsapp.signature import is_signed
from connectors.errors import NotAuthentic
from connectors.events import emit
from connectors.gateway import Gateway
from connectors.webhook_body import read_object

SIGNATURE_HEADER = "X-Hub-Signature-256"


def router(gateway: Gateway) -> APIRouter:
    routes = APIRouter()
    settings = gateway.settings
    if settings.whatsapp_app_secret is None or settings.whatsapp_verify_token is None:
        raise ValueError("WhatsApp's webhook needs an app secret and a verify token")
    app_secret = settings.whatsapp_app_secret.get_secret_value()
    verify_token = settings.whatsapp_verify_token.get_secret_value().encode()

    @routes.get("/webhooks/whatsapp")
    async def shake_hands(request: Request) -> Response:
        asked = request.query_params
        shown = asked.get("hub.verify_token", "").encode("utf-8", "replace")
        if asked.get("hub.mode") != "subscribe" or not hmac.compare_digest(shown, verify_token):
            raise NotAuthentic("whatsapp")
        return Response(asked.get("hub.challenge", ""), media_type="text/plain")

    @routes.post("/webhooks/whatsapp")
    async def receive(request: Request) -> Response:
        raw = await request.body()
        if not is_signed(raw, request.headers.get(SIGNATURE_HEADER, ""), app_secret):
            raise NotAuthentic("whatsapp")
        account = settings.whatsapp_phone_number_id
        parsed = parse(read_object(raw), account, datetime.now(UTC))
        for reason, count in parsed.skipped.items():
            emit("message_skipped", channel="whatsapp", reason=reason, count=count)
        await gateway.accept("whatsapp", parsed.messages, statuses=len(parsed.statuses))
        if parsed.statuses:
            await gateway.threads.run(outbox.note_statuses, parsed.statuses, account)
        return Response(status_code=200)

    return routes
