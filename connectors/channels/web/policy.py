"""What the page may load, and who may frame it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


def page(frame_ancestors: Sequence[str], exit_url: str) -> str:
    """The Content-Security-Policy of a page. Leaving is a form whose answer leads elsewhere, so that place is named.

    >>> page([], "/calendar").rpartition("; ")[2]
    "frame-ancestors 'none'"
    """
    away = "" if exit_url.startswith("/") else f" {origin(exit_url)}"
    return f"{_PAGE}; form-action 'self'{away}; frame-ancestors {' '.join(frame_ancestors) or repr('none')}"


def origin(address: str) -> str:
    """
    >>> origin("https://www.example.org/weather?x=1")
    'https://www.example.org'
    """
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def origins(allowed: Sequence[str]) -> tuple[str, ...]:
    """The sites that may embed, as origins. Raises ValueError for anything a policy would read otherwise."""
    for site in allowed:
        parts = urlsplit(site)
        if parts.scheme not in {"http", "https"} or site != f"{parts.scheme}://{parts.netloc}" or set(site) & set(" ;,*'"):
            raise ValueError(f"web_origins: {site!r} is not an origin such as https://www.example.org")
    return tuple(allowed)
