"""`dalil doctor --reach`: whether the world reaches us, and the providers know us. Edge (network); asked for by name only."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from connectors.settings import Settings, TelegramMode
from dalil import findings
from dalil.findings import Finding, bad, watch, well

_TIMEOUT_S = 8.0
_DAY_S = 86_400.0


def examine(settings: Settings) -> Iterator[Finding]:
    """Our public address and its certificate, then each channel that is on."""
    if settings.public_url:
        yield _gateway(settings.public_url)
        if settings.public_url.startswith("https://"):
            yield certificate(settings.public_url)
    if settings.telegram_sends() and settings.telegram_token is not None:
        yield telegram(settings)
    if settings.whatsapp_on() and settings.whatsapp_token is not None:
        yield whatsapp(settings)


def _gateway(url: str) -> Finding:
    try:
        httpx.get(f"{url.rstrip('/')}/ready", timeout=_TIMEOUT_S).raise_for_status()
    except httpx.HTTPError as exc:
        return bad(
            "public address", f"does not answer ({type(exc).__name__})", "Look at DNS, the proxy, ports 80 and 443, and the gateway."
        )
    return well("public address", "answers")


def certificate(url: str) -> Finding:
    """How long the certificate of an https address is good for."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    try:
        with (
            socket.create_connection((host, port), timeout=_TIMEOUT_S) as plain,
            ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
        ):
            ends = str((secured.getpeercert() or {}).get("notAfter", ""))
            return findings.of_certificate((ssl.cert_time_to_seconds(ends) - time.time()) / _DAY_S)
    except (OSError, ValueError) as exc:
        return bad("certificate", f"is not accepted ({type(exc).__name__})", "Providers accept only certificates of known authorities.")


def telegram(settings: Settings) -> Finding:
    """Whether Telegram knows the token, and where it sends updates."""
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    try:
        answer = httpx.get(f"{settings.telegram_api_url.rstrip('/')}/bot{token}/getWebhookInfo", timeout=_TIMEOUT_S)
        body = answer.json()
    except (httpx.HTTPError, ValueError) as exc:
        return bad("telegram's side", f"does not answer ({type(exc).__name__})", "Look at the way out of this machine.")
    if not body.get("ok"):
        return bad("telegram's side", f"refuses the token ({answer.status_code})", "Get a new token from BotFather.")
    return _webhook(settings, body["result"])


def _webhook(settings: Settings, known: dict[str, object]) -> Finding:
    about, url = "telegram's side", str(known.get("url") or "")
    if settings.telegram_mode is TelegramMode.POLLING:
        return (
            watch(about, "has a webhook though we poll", "Restart the gateway: it takes the webhook away.")
            if url
            else well(about, "we poll")
        )
    ours = f"{settings.public_url.rstrip('/')}/webhooks/telegram"
    if url != ours:
        return bad(about, "sends updates elsewhere", f"Restart the gateway: it registers {ours}.")
    if known.get("last_error_message"):
        return watch(about, f"{known.get('pending_update_count', 0)} updates wait after an error", "Read the gateway's log.")
    return well(about, "sends updates to us")


def whatsapp(settings: Settings) -> Finding:
    """Whether Meta knows the token and the phone number."""
    token = settings.whatsapp_token.get_secret_value() if settings.whatsapp_token else ""
    url = f"{settings.whatsapp_api_url.rstrip('/')}/{settings.whatsapp_api_version}/{settings.whatsapp_phone_number_id}"
    try:
        answer = httpx.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=_TIMEOUT_S)
    except httpx.HTTPError as exc:
        return bad("whatsapp's side", f"does not answer ({type(exc).__name__})", "Look at the way out of this machine.")
    if answer.is_error:
        return bad("whatsapp's side", f"refuses token or number ({answer.status_code})", "Make a new token; the queue waits meanwhile.")
    return well("whatsapp's side", "knows the number")
