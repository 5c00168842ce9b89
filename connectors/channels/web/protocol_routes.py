"""The chat's protocol, for the script: start, send, stream or poll, read again, leave."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse

from connectors.channels.web import protocol, tongue
from connectors.channels.web.chats import Chats
from connectors.channels.web.drawing import draw
from connectors.channels.web.settings import WebSettings
from connectors.channels.web.stream import Stream
from connectors.channels.web.transcript import Words
from connectors.channels.web.visits import Door, read_body, refuse_other_sites
from connectors.errors import BadRequest
from connectors.webhook_body import read_object
from knowledge.article import Language

LONGEST_POLL_S = 25.0
_UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Where the script's requests are served."""

    chats: Chats
    door: Door
    stream: Stream
    settings: WebSettings
    default_language: Language

    async def start(self, request: Request) -> Response:
        """A session: as a cookie, or as a bearer where the page is framed and cookies stay away."""
        refuse_other_sites(request)
        asked = read_object(await read_body(request, self.settings.body_limit_bytes) or b"{}")
        if asked.get("bearer") is True:
            return JSONResponse({"session": self.door.new_token()}, 201)
        token, session = self.door.token(request), self.door.session(self.door.token(request))
        kept = session is not None and not await self.chats.is_over(session)
        response = JSONResponse({}, 200 if kept else 201)
        language = tongue.choose(str(asked.get("language")), None, "", self.default_language)
        self.door.set_cookie(request, response, token if kept else self.door.new_token(), language)
        return response

    async def receive(self, request: Request) -> Response:
        """202 once the message is on disk, 200 when it already was."""
        refuse_other_sites(request)
        session = self.door.known(request)
        said = protocol.read_message(await read_body(request, self.settings.body_limit_bytes))
        accepted = await self.chats.take(said, session)
        return JSONResponse({"client_msg_id": str(said.id)}, 202 if accepted.new else 200)

    async def events(self, request: Request, after: int = 0) -> Response:
        """Replies after a seq, as server-sent events."""
        session = self.door.known(request)
        last = request.headers.get("last-event-id", "")
        seq = _seq(int(last) if last.isdecimal() and last.isascii() else after)
        return StreamingResponse(self.stream.events(session.id, seq), media_type="text/event-stream", headers=_UNBUFFERED)

    async def poll(self, request: Request, after: int = 0, wait: float = 0.0) -> Response:
        """The same for lines that hold a stream back."""
        session = self.door.known(request)
        return JSONResponse(await self.stream.poll(session.id, _seq(after), min(max(wait, 0.0), LONGEST_POLL_S)))

    async def history(self, request: Request) -> Response:
        spoken, status = await self.chats.history(self.door.known(request))
        items = [{"mine": item.text} if isinstance(item, Words) else draw(item.seq, item.reply, self.stream.say) for item in spoken]
        return JSONResponse({"items": items, "state": asdict(status)})

    async def end(self, request: Request) -> Response:
        """Quick exit: the session ends at once. A form wants to be led away, a beacon does not."""
        refuse_other_sites(request)
        fields = protocol.read_fields(await read_body(request, self.settings.body_limit_bytes))
        session = self.door.session(fields["session"]) if "session" in fields else self.door.visitor(request)
        if session is not None:
            await self.chats.end(session)
        response = RedirectResponse(self.settings.exit_url, 303) if "leave" in fields else Response(status_code=204)
        self.door.clear_cookie(request, response)
        return response


def routes(counter: Counter) -> APIRouter:
    router = APIRouter(prefix="/chat")
    router.add_api_route("/start", counter.start, methods=["POST"])
    router.add_api_route("/messages", counter.receive, methods=["POST"])
    router.add_api_route("/events", counter.events, methods=["GET"])
    router.add_api_route("/poll", counter.poll, methods=["GET"])
    router.add_api_route("/history", counter.history, methods=["GET"])
    router.add_api_route("/end", counter.end, methods=["POST"])
    return router


def _seq(seq: int) -> int:
    if not 0 <= seq < 2**62:
        raise BadRequest("no such seq")
    return seq
