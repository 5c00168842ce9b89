"""Media of the Cloud API: the address of a voice note, good for five minutes, then its bytes; and our own voice on the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from connectors.hearing.listening import Download
from connectors.media.errors import MediaRefused, MediaUnavailable, Refusal
from connectors.media.fetching import Allowance, fetch
from connectors.media.note import Note
from connectors.media.places import WHATSAPP_HOSTS, Places

_ADDRESS_LIMIT = 16_384  # bytes of the media endpoint's answer
_GONE = frozenset({400, 404})


def download(client: httpx.AsyncClient, api_url: str, version: str, token: str, allowance: Allowance) -> Download:
    """`client` needs no base address; the token goes to Meta's hosts only."""
    places = Places(api=api_url, hosts=WHATSAPP_HOSTS)
    bearer = {"Authorization": f"Bearer {token}"}

    async def into(note: Note, file: Path) -> bytes:
        if not note.id.isdigit():
            raise MediaRefused(Refusal.BROKEN)
        told = await _told(client, f"{api_url.rstrip('/')}/{version}/{note.id}", bearer)
        size = told.get("file_size")
        if isinstance(size, int) and size > allowance.size:
            raise MediaRefused(Refusal.TOO_LARGE)
        return await fetch(client, str(told.get("url", "")), bearer, places=places, allowance=allowance, into=file)

    return into


async def _told(client: httpx.AsyncClient, url: str, bearer: dict[str, str]) -> dict[str, Any]:
    """What the media endpoint knows of a note."""
    try:
        response = await client.get(url, headers=bearer, follow_redirects=False)
        if response.status_code in _GONE:
            raise MediaRefused(Refusal.BROKEN)
        told = response.raise_for_status().json() if len(response.content) <= _ADDRESS_LIMIT else None
    except (httpx.HTTPError, ValueError) as exc:
        raise MediaUnavailable(type(exc).__name__) from None
    if not isinstance(told, dict):
        raise MediaUnavailable("unreadable")
    return told
