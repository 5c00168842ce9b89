"""The edge that fetches a file from a provider: streamed to disk, counted, hashed, and never longer or larger than allowed."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from connectors.media.errors import MediaRefused, MediaUnavailable, Refusal
from connectors.media.places import Places

_PLAIN = {"Accept-Encoding": "identity"}  # 1 MB of gzip can be 1 GB of nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What one file may cost."""

    size: int  # bytes
    seconds: float  # from the first byte asked for to the last one written


async def fetch(
    client: httpx.AsyncClient, url: str, headers: Mapping[str, str], *, places: Places, allowance: Allowance, into: Path
) -> bytes:
    """Write the file to `into`; its SHA-256. Follows no redirect. Raises MediaRefused, MediaUnavailable."""
    if not places.allow(url):
        raise MediaRefused(Refusal.FOREIGN_HOST)
    try:
        async with asyncio.timeout(allowance.seconds):
            async with client.stream("GET", url, headers={**headers, **_PLAIN}, follow_redirects=False) as response:
                _check(response, allowance)
                return await _write(response, allowance, into)
    except TimeoutError:
        raise MediaRefused(Refusal.TOO_SLOW) from None
    except httpx.HTTPError as exc:
        # Without the cause: Telegram's address holds the token, and a traceback shows addresses.
        raise MediaUnavailable(type(exc).__name__) from None


def _check(response: httpx.Response, allowance: Allowance) -> None:
    """By the head, before a byte of the body is read."""
    if response.is_redirect:
        raise MediaRefused(Refusal.FOREIGN_HOST)
    if not response.is_success:
        raise MediaUnavailable(f"http{response.status_code}")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise MediaRefused(Refusal.TOO_LARGE)
    announced = response.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > allowance.size:
        raise MediaRefused(Refusal.TOO_LARGE)


async def _write(response: httpx.Response, allowance: Allowance, into: Path) -> bytes:
    digest, size = hashlib.sha256(), 0
    with into.open("xb") as file:
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > allowance.size:
                raise MediaRefused(Refusal.TOO_LARGE)
            digest.update(chunk)
            file.write(chunk)  # a few hundred kilobytes into the page cache
    return digest.digest()
