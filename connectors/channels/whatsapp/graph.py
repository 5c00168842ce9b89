"""The edge to the Graph API: one request, and what its errors mean for us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from connectors.errors import DeliveryFailed, Remedy

TIMEOUT_S = 10.0
# By code, never by title; what the numbers mean: the Cloud API's error page and courier's table.
_RETRY_AFTER_S = {
    "4": 10.0,  # application rate
    "80007": 10.0,  # account rate
    "130429": 5.0,  # throughput of our number
    "131056": 6.0,  # too many to this person
    "131048": 60.0,  # reported as spam
    "133016": 60.0,
    "131000": 0.0,  # something went wrong there
    "131016": 5.0,  # service overloaded
    "131053": 5.0,
    "131057": 60.0,  # our account in maintenance
    "190": 60.0,  # token refused: the channel is down, the queue stays
    "0": 60.0,  # the same
}
_WINDOW_CLOSED = frozenset({"131047", "470"})
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = 500


async def send(client: httpx.AsyncClient, payload: Mapping[str, Any]) -> str:
    """Send one message; the id Meta gave it. Raises DeliveryFailed."""
    response = await _post(client, "messages", json=payload)
    return _found(response, lambda answer: answer["messages"][0]["id"])


async def upload(client: httpx.AsyncClient, recording: bytes, kind: str) -> str:
    """Hand a sound over, to be sent by the id that comes back. Raises DeliveryFailed; nothing has reached the person then."""
    about = {"messaging_product": "whatsapp", "type": kind}
    response = await _post(client, "media", certain=True, data=about, files={"file": ("dalil.ogg", recording, kind)})
    return _found(response, lambda answer: answer["id"], certain=True)


async def _post(client: httpx.AsyncClient, path: str, *, certain: bool = False, **body: Any) -> httpx.Response:
    """`certain`: whatever happens, no message has gone out by this call."""
    try:
        response = await client.post(path, **body)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as exc:
        raise DeliveryFailed("whatsapp", "network", Remedy.RETRY) from exc
    except httpx.HTTPError as exc:  # cut off: it may have arrived
        code = "timeout" if isinstance(exc, httpx.TimeoutException) else "network"
        raise DeliveryFailed("whatsapp", code, Remedy.RETRY, uncertain=not certain) from exc
    if response.is_error:
        raise _failure(response)
    return response


def _failure(response: httpx.Response) -> DeliveryFailed:
    code = _error_code(response)
    if code in _WINDOW_CLOSED:
        return DeliveryFailed("whatsapp", code, Remedy.WAIT_FOR_PERSON)
    if code in _RETRY_AFTER_S:
        return DeliveryFailed("whatsapp", code, Remedy.RETRY, retry_after_s=_RETRY_AFTER_S[code])
    if response.status_code == _TOO_MANY_REQUESTS or response.status_code >= _SERVER_ERRORS:
        return DeliveryFailed("whatsapp", code, Remedy.RETRY, retry_after_s=_retry_after(response))
    return DeliveryFailed("whatsapp", code, Remedy.GIVE_UP)


def _error_code(response: httpx.Response) -> str:
    """The Graph API's code, else the HTTP status."""
    try:
        return str(int(response.json()["error"]["code"]))
    except (ValueError, KeyError, TypeError):
        return f"http{response.status_code}"


def _retry_after(response: httpx.Response) -> float:
    header = response.headers.get("retry-after", "")
    return float(header) if header.isdecimal() else 0.0


def _found(response: httpx.Response, read: Callable[[Any], object], *, certain: bool = False) -> str:
    try:
        return str(read(response.json()))
    except (ValueError, KeyError, TypeError, IndexError) as exc:  # 200 with something else: a proxy, perhaps
        raise DeliveryFailed("whatsapp", "unreadable", Remedy.RETRY, uncertain=not certain) from exc
