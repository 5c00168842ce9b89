"""A fake Graph API for the WhatsApp Cloud API: sending with its limits and errors, and signed webhooks to deliver.

Written after Meta's documentation; the contract tests drive it with pywa, an independent client and reader.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.serving import Cut, served

TOKEN = "EAAFakeAccessTokenForTests"
APP_SECRET = "app-secret-of-the-tests"
VERIFY_TOKEN = "verify-token-of-the-tests"
PHONE_NUMBER_ID = "106540352242922"
BUSINESS_ID = "102290129340398"
DISPLAY_NUMBER = "15550783881"
PHONE = "212600000001"
BSUID = "MA.13491208655302741918"

_MESSAGES = {
    4: "Application request limit reached",
    100: "Invalid parameter",
    130429: "Rate limit hit",
    131000: "Something went wrong",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    190: "Authentication error",
}
_STATUS = {4: 400, 190: 401, 130429: 429, 131016: 503, 131000: 500}
MAX_TEXT, MAX_INTERACTIVE = 4096, 1024
MAX_BUTTONS, MAX_TITLE, MAX_ID = 3, 20, 256
MAX_ROWS, MAX_ROW_TITLE, MAX_ROW_ID, MAX_DESCRIPTION, MAX_PICKER = 10, 24, 200, 72, 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happens to the next send instead of success."""

    code: int = 0  # of the Graph API; 0 = none
    status: int = 0  # a bare HTTP status, as from a proxy
    wait_s: float = 0.0
    cut: bool = False  # take the message, then drop the connection


@dataclass
class FakeWhatsApp:
    """One business phone number. `sent` holds the messages that were taken."""

    url: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    read_marks: list[dict[str, Any]] = field(default_factory=list)
    trouble: deque[Trouble] = field(default_factory=deque)
    number: int = 0
    media: dict[str, bytes] = field(default_factory=dict)  # voice notes of people, by id
    uploads: dict[str, bytes] = field(default_factory=dict)  # ours
    fetched: list[str] = field(default_factory=list)
    media_host: str = ""  # where the media endpoint says that the bytes are; "" = here
    window_closed: bool = False  # 24 hours without a word of the person: only templates are taken

    def expect(self, *troubles: Trouble) -> None:
        self.trouble.extend(troubles)

    async def answer(self, request: Request) -> Response:
        body = await request.json()
        self.requests.append(body)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return error(190)
        if request.path_params["number"] != PHONE_NUMBER_ID:
            return error(100)
        if body.get("status") == "read":
            self.read_marks.append(body)
            return JSONResponse({"success": True})
        trouble = self.next_trouble()
        await asyncio.sleep(trouble.wait_s)
        return self._take(body, trouble)

    def next_trouble(self) -> Trouble:
        """What was expected of the next send; a fake with a weather of its own overrides this."""
        return self.trouble.popleft() if self.trouble else Trouble()

    def took(self, message: dict[str, Any]) -> None:
        """Called with each message that was taken: real servers report what became of it."""

    def _take(self, body: dict[str, Any], trouble: Trouble) -> Response:
        if trouble.code:
            return error(trouble.code)
        if trouble.status:
            return Response("<html>no</html>", trouble.status)
        if problem := refusal(body):
            return error(131009, problem)
        if body["type"] == "audio" and body["audio"]["id"] not in self.uploads:
            return error(131009, "media id")
        if self.window_closed and body["type"] != "template":
            return error(131047)
        taken = body | {"wamid": self._wamid(str(body.get("to") or body.get("recipient")))}
        self.sent.append(taken)
        self.took(taken)
        return Cut() if trouble.cut else JSONResponse(_taken(taken))

    def _wamid(self, person: str) -> str:
        self.number += 1
        return "wamid." + base64.b64encode(f"{person}:{self.number:08}".encode()).decode()

    def text(self, body: str, **changes: Any) -> dict[str, Any]:
        return self._inbound({"type": "text", "text": {"body": body}}, **changes)

    def voice(self, sound: bytes, **changes: Any) -> dict[str, Any]:
        """A voice note, kept for the media endpoint."""
        id = str(1_000_000 + len(self.media))
        self.media[id] = sound
        digest = base64.b64encode(hashlib.sha256(sound).digest()).decode()
        audio = {"mime_type": "audio/ogg; codecs=opus", "sha256": digest, "id": id, "voice": True}
        return self._inbound({"type": "audio", "audio": audio}, **changes)

    async def describe(self, request: Request) -> Response:
        """GET of the phone number, which a check of the token asks for; or of a sound: where its bytes are, for five minutes."""
        id = request.path_params["id"]
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return error(190)
        if id == PHONE_NUMBER_ID:
            return JSONResponse({"id": PHONE_NUMBER_ID, "display_phone_number": DISPLAY_NUMBER})
        if id not in self.media:
            return error(100)
        sound = self.media[id]
        about = {"mime_type": "audio/ogg", "sha256": hashlib.sha256(sound).hexdigest(), "file_size": len(sound), "id": id}
        return JSONResponse({"url": f"{self.media_host or self.url}/files/{id}", **about, "messaging_product": "whatsapp"})

    async def hand_over(self, request: Request) -> Response:
        id = request.path_params["id"]
        self.fetched.append(id)
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Response(status_code=401)
        return Response(self.media[id], media_type="audio/ogg")

    async def take_over(self, request: Request) -> Response:
        """An upload of ours."""
        async with request.form() as form:  # closes the temporary file of the upload
            upload = form["file"]
            if form.get("messaging_product") != "whatsapp" or isinstance(upload, str) or upload.content_type != "audio/ogg; codecs=opus":
                return error(100)
            id = str(2_000_000 + len(self.uploads))
            self.uploads[id] = await upload.read()
        return JSONResponse({"id": id})

    def press(self, key: str, title: str = "…", **changes: Any) -> dict[str, Any]:
        reply = {"type": "button_reply", "button_reply": {"id": key, "title": title}}
        return self._inbound({"type": "interactive", "interactive": reply}, **changes)

    def choose(self, key: str, title: str = "…", **changes: Any) -> dict[str, Any]:
        reply = {"type": "list_reply", "list_reply": {"id": key, "title": title}}
        return self._inbound({"type": "interactive", "interactive": reply}, **changes)

    def _inbound(self, content: dict[str, Any], **changes: Any) -> dict[str, Any]:
        message = {
            "from": PHONE,
            "from_user_id": BSUID,
            "id": self._wamid(PHONE),
            "timestamp": str(int(time.time())),
            **content,
            **changes,
        }
        return {name: value for name, value in message.items() if value is not None}

    def status(self, state: str, sent: dict[str, Any], *, code: int = 0) -> dict[str, Any]:
        """A report about a message in `sent`."""
        failure = {"errors": [{"code": code, "title": _MESSAGES.get(code, "?")}]} if code else {}
        return {
            "id": sent["wamid"],
            "status": state,
            "timestamp": str(int(time.time())),
            "recipient_id": PHONE,
            "recipient_user_id": BSUID,
            "biz_opaque_callback_data": sent.get("biz_opaque_callback_data"),
            **failure,
        }


def batch(
    messages: Sequence[Any] = (), statuses: Sequence[Any] = (), *, contacts: Any = None, number: str = PHONE_NUMBER_ID
) -> dict[str, Any]:
    """The value of one change, inside its entry."""
    person = {"profile": {"name": "ليلى"}, "wa_id": PHONE, "user_id": BSUID}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": DISPLAY_NUMBER, "phone_number_id": number},
        "contacts": [person] if contacts is None else contacts,  # since 2026 with statuses too
        **({"messages": list(messages)} if messages else {}),
        **({"statuses": list(statuses)} if statuses else {}),
    }
    return {"id": BUSINESS_ID, "changes": [{"field": "messages", "value": value}]}


def webhook(*entries: dict[str, Any]) -> bytes:
    """The body as Meta writes it: escaped unicode, and slashes escaped too."""
    text = json.dumps({"object": "whatsapp_business_account", "entry": list(entries)}, ensure_ascii=True, separators=(",", ":"))
    return text.replace("/", "\\/").encode()


def signature(raw: bytes, secret: str = APP_SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


async def deliver(client: httpx.AsyncClient, raw: bytes, *, url: str = "/webhooks/whatsapp", signed: str | None = None) -> int:
    """Post a webhook; the status of our answer."""
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature(raw) if signed is None else signed}
    return (await client.post(url, content=raw, headers=headers)).status_code


def refusal(body: dict[str, Any]) -> str | None:
    """Why Meta would not take this body; None when it would."""
    if body.get("messaging_product") != "whatsapp" or not (body.get("to") or body.get("recipient")):
        return "recipient"
    match body:
        case {"type": "text", "text": {"body": str(text)}}:
            return None if 1 <= len(text) <= MAX_TEXT else "text length"
        case {"type": "interactive", "interactive": {"type": "button", "body": {"text": str(text)}, "action": {"buttons": buttons}}}:
            return _refused_buttons(text, [button["reply"] for button in buttons])
        case {"type": "interactive", "interactive": {"type": "list", "body": {"text": str(text)}, "action": action}}:
            return _refused_list(text, action)
        case {"type": "audio", "audio": {"id": str()}}:
            return None
        case {"type": "template", "template": {"name": str(name), "language": {"code": str(code)}} as template}:
            known = re.fullmatch(r"[a-z0-9_]{1,512}", name) and re.fullmatch(r"[a-z]{2}(_[A-Z]{2})?", code)
            return None if known and not template.get("components") else "template"
        case _:
            return "type"


def _refused_buttons(text: str, buttons: list[dict[str, str]]) -> str | None:
    titles = [button["title"] for button in buttons]
    if not 1 <= len(text) <= MAX_INTERACTIVE:
        return "body length"
    if not 1 <= len(buttons) <= MAX_BUTTONS or len(set(titles)) < len(titles):
        return "buttons"
    fits = all(1 <= len(b["title"]) <= MAX_TITLE and 1 <= len(b["id"]) <= MAX_ID for b in buttons)
    return None if fits else "button length"


def _refused_list(text: str, action: dict[str, Any]) -> str | None:
    rows = [row for section in action["sections"] for row in section["rows"]]
    if not 1 <= len(text) <= MAX_INTERACTIVE or not 1 <= len(action["button"]) <= MAX_PICKER:
        return "list length"
    if not 1 <= len(rows) <= MAX_ROWS or len({row["id"] for row in rows}) < len(rows):
        return "rows"
    fits = all(
        1 <= len(row["title"]) <= MAX_ROW_TITLE and 1 <= len(row["id"]) <= MAX_ROW_ID and len(row.get("description", "")) <= MAX_DESCRIPTION
        for row in rows
    )
    return None if fits else "row length"


def error(code: int, details: str = "") -> JSONResponse:
    message = {
        "message": f"(#{code}) {_MESSAGES.get(code, 'Unknown')}",
        "type": "OAuthException",
        "code": code,
        "error_data": {"messaging_product": "whatsapp", "details": details},
        "fbtrace_id": "AFakeTrace",
    }
    return JSONResponse({"error": message}, _STATUS.get(code, 400))


def _taken(body: dict[str, Any]) -> dict[str, Any]:
    person = {"input": body["to"], "wa_id": body["to"]} if body.get("to") else {"input": body["recipient"], "user_id": body["recipient"]}
    status = {"message_status": "accepted"} if body.get("type") == "template" else {}
    return {"messaging_product": "whatsapp", "contacts": [person], "messages": [{"id": body["wamid"], **status}]}


@asynccontextmanager
async def fake_whatsapp(own: FakeWhatsApp | None = None) -> AsyncIterator[FakeWhatsApp]:
    fake = own or FakeWhatsApp()
    routes = [Route(path, fake.answer, methods=["POST"]) for path in ("/{version}/{number}/messages", "/{number}/messages")]
    routes += [
        Route("/{version}/{number}/media", fake.take_over, methods=["POST"]),
        Route("/files/{id}", fake.hand_over),
        Route("/{version}/{id}", fake.describe),
    ]
    async with served(Starlette(routes=routes)) as url:
        fake.url = url
        yield fake
