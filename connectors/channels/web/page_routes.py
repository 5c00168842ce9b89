"""The pages, and the form that makes the chat work without script; the files they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from connectors.channels.web import assets, policy, protocol, tongue
from connectors.channels.web.assets import Asset
from connectors.channels.web.chats import Chats
from connectors.channels.web.page import Pages, View
from connectors.channels.web.protocol import Said
from connectors.channels.web.sessions import Session
from connectors.channels.web.settings import WebSettings
from connectors.channels.web.stream import Stream
from connectors.channels.web.visits import Door, read_body, refuse_other_sites
from connectors.errors import BadRequest, NotAuthentic
from knowledge.article import Language

ANSWER_WAIT_S = 4.0  # a page without script waits so long for its answer, then asks again by itself
_HTML = "text/html; charset=utf-8"
_EMBED_HEADERS = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the pages need."""

    chats: Chats
    door: Door
    stream: Stream
    pages: Pages
    settings: WebSettings
    frame_ancestors: tuple[str, ...]
    default_language: Language
    files: Mapping[str, Asset]
    embed_script: Asset  # with its words

    def language(self, request: Request) -> Language:
        asked, remembered = request.query_params.get("lang"), self.door.remembered_language(request)
        return tongue.choose(asked, remembered, request.headers.get("accept-language", ""), self.default_language)

    async def show(self, request: Request) -> Response:
        embedded = "embed" in request.query_params
        language = self.language(request)
        session = None if embedded else self.door.visitor(request)
        spoken, status = await self.chats.history(session)
        known = session is not None
        view = View(id=str(uuid4()), language=language, spoken=spoken, status=status, known=known, embedded=embedded)
        html = self.pages.chat(view)
        response = _html(request, html, policy.page(self.frame_ancestors if embedded else (), self.settings.exit_url))
        if session is not None and request.query_params.get("lang") == language:
            self.door.set_cookie(request, response, self.door.token(request), language)
        return response

    async def receive(self, request: Request) -> Response:
        """A message, a tapped button or another language, from a page without script."""
        refuse_other_sites(request)
        fields = protocol.read_fields(await read_body(request, self.settings.body_limit_bytes))
        language = tongue.choose(fields.get("switch") or fields.get("language"), None, "", self.default_language)
        said = Said(id=uuid4(), text=f"/language {language}") if "switch" in fields else protocol.read_form(fields)
        response = RedirectResponse(f"/?lang={language}#end", 303)
        if said is not None:
            token, session = await self._session(request)
            await self._take(said, session)
            self.door.set_cookie(request, response, token, language)
        return response

    async def words(self, request: Request) -> Response:
        """Everything the page says, in another language."""
        language = self.language(request)
        response = JSONResponse(self.pages.script_words(language))
        token = self.door.token(request)
        if self.door.session(token) is not None:
            self.door.set_cookie(request, response, token, language)
        return response

    async def calendar(self, request: Request) -> Response:
        """Where quick exit leads when no other place is set."""
        html = self.pages.calendar(self.language(request), datetime.now(UTC).date())
        return _html(request, html, policy.page((), self.settings.exit_url))

    async def embed(self, request: Request) -> Response:
        """One script tag on an allowed site opens the chat there."""
        return assets.packed(request, self.embed_script.plain, self.embed_script.packed, self.embed_script.media_type, _EMBED_HEADERS)

    async def static(self, request: Request, version: str, name: str) -> Response:
        asset = self.files.get(name)
        if asset is None:
            raise HTTPException(404)
        return assets.respond(request, asset)

    async def _session(self, request: Request) -> tuple[str, Session]:
        token = self.door.token(request)
        session = self.door.session(token)
        if session is None or await self.chats.is_over(session):
            token = self.door.new_token()
            session = self.door.session(token)
        if session is None:
            raise NotAuthentic("web")
        return token, session

    async def _take(self, said: Said, session: Session) -> None:
        try:
            accepted = await self.chats.take(said, session)
        except BadRequest:  # a button of words that were erased meanwhile: the page shows what there is
            return
        await self.stream.settled(accepted.conversation, ANSWER_WAIT_S)


def routes(front: Front) -> APIRouter:
    router = APIRouter()
    router.add_api_route("/", front.show, methods=["GET"])
    router.add_api_route("/", front.receive, methods=["POST"])
    router.add_api_route("/embed.js", front.embed, methods=["GET"])
    router.add_api_route("/calendar", front.calendar, methods=["GET"])
    router.add_api_route("/chat/words", front.words, methods=["GET"])
    router.add_api_route("/chat/static/{version}/{name}", front.static, methods=["GET"])
    return router


def _html(request: Request, html: bytes, csp: str) -> Response:
    headers = {"Content-Security-Policy": csp, "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin"}
    return assets.packed(request, html, assets.pack(html), _HTML, headers)
