"""Reading who asks from a request: the session of the cookie or the bearer, and whether our own page asks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from fastapi import HTTPException, Request, Response

from connectors.channels.web import sessions
from connectors.channels.web.sessions import Session
from connectors.errors import NotAuthentic

_BEARER = "bearer "


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How sessions are made and read."""

    secret: bytes
    lifetime: timedelta
    behind_tls: bool  # people reach us by https, whatever the proxy speaks to us

    def new_token(self) -> str:
        return sessions.issue(self.secret, datetime.now(UTC), secrets.token_bytes(sessions.NONCE_BYTES))

    def session(self, token: str) -> Session | None:
        return sessions.read(self.secret, token, datetime.now(UTC), self.lifetime)

    def visitor(self, request: Request) -> Session | None:
        """The session of the bearer, else of the cookie."""
        scheme = request.headers.get("authorization", "")
        if scheme.lower().startswith(_BEARER):
            return self.session(scheme[len(_BEARER) :].strip())
        return self.session(self._cookie(request)[1])

    def known(self, request: Request) -> Session:
        """Raises NotAuthentic for a request without a session of ours."""
        session = self.visitor(request)
        if session is None:
            raise NotAuthentic("web")
        return session

    def remembered_language(self, request: Request) -> str:
        return self._cookie(request)[0]

    def set_cookie(self, request: Request, response: Response, token: str, language: str) -> None:
        """One cookie for the browser session: page language and token. Scripts cannot read it."""
        secure = self._secure(request)
        response.set_cookie(_name(secure), f"{language}.{token}", path="/", secure=secure, httponly=True, samesite="lax")

    def token(self, request: Request) -> str:
        return self._cookie(request)[1]

    def clear_cookie(self, request: Request, response: Response) -> None:
        secure = self._secure(request)
        response.delete_cookie(_name(secure), path="/", secure=secure, httponly=True, samesite="lax")

    def _cookie(self, request: Request) -> tuple[str, str]:
        language, _, token = request.cookies.get(_name(self._secure(request)), "").partition(".")
        return language, token

    def _secure(self, request: Request) -> bool:
        return self.behind_tls or request.url.scheme == "https"


def refuse_other_sites(request: Request) -> None:
    """Raises 403 when another site's page makes the browser write to us (OWASP ASVS 3.5).

    Browsers say so in Sec-Fetch-Site; older ones name the origin, or `null` since we send no referrer. The cookie is
    SameSite=Lax besides.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    ours = site in {"same-origin", "none"} if site else origin == "null" or urlsplit(origin).netloc == request.headers.get("host")
    if not ours:
        raise HTTPException(403, "not from this page")


async def read_body(request: Request, limit: int) -> bytes:
    """Raises 413 beyond `limit` bytes, without keeping them."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise HTTPException(413, "the message is too long")
    return body


def _name(secure: bool) -> str:
    return "__Host-session" if secure else "session"
