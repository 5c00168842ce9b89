"""The files the page is made of: script, styles, icon. Built ahead, read once, packed once."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request, Response

FOLDER = Path(__file__).parents[2] / "web"
STATIC = FOLDER / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_LONG = "public, max-age=31536000, immutable"  # the address changes with the content


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    address: str  # with the hash of the content
    media_type: str
    plain: bytes
    packed: bytes


def load(folder: Path = STATIC) -> Mapping[str, Asset]:
    """The built files by name. Raises OSError when they are missing."""
    return {path.name: _asset(path) for path in sorted(folder.iterdir()) if path.suffix in _TYPES}


def respond(request: Request, asset: Asset) -> Response:
    return packed(request, asset.plain, asset.packed, asset.media_type, {"Cache-Control": _LONG})


def packed(request: Request, plain: bytes, small: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """The body, compressed for browsers that say they can read it."""
    wants = "gzip" in request.headers.get("accept-encoding", "")
    encoded = {"Content-Encoding": "gzip"} if wants else {}
    return Response(small if wants else plain, media_type=media_type, headers={**headers, **encoded, "Vary": "Accept-Encoding"})


def pack(plain: bytes) -> bytes:
    return gzip.compress(plain, 9, mtime=0)


def _asset(path: Path) -> Asset:
    plain = path.read_bytes()
    version = hashlib.sha256(plain).hexdigest()[:12]
    return Asset(address=f"/chat/static/{version}/{path.name}", media_type=_TYPES[path.suffix], plain=plain, packed=pack(plain))
