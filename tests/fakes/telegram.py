"""A fake Bot API server: what real clients need of it, with its refusals, its slowness, and updates to deliver.

Written after the Bot API's documentation and tdlib/telegram-bot-api; the contract tests drive it with python-telegram-bot.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.serving import Cut, served

TOKEN = "7000000001:AAFakeTokenForTestsOnly_0123456789abcdef"
BOT_ID = 7000000001
SECRET = "a-secret-of-the-tests_0123456789"
_TAGS = re.compile(r"</?(?:b|i|u|s|a|code|pre|strong|em)(?: [^<>]*)?>")
_TEXT_LIMIT = 4096
_DATA_LIMIT = 64  # bytes of callback_data


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happens to the next call of a method instead of an answer."""

    status: int = 0  # 0 = answer normally
    description: str = ""
    retry_after: int | None = None
    wait_s: float = 0.0  # before answering
    cut: bool = False  # take the call, then drop the connection


@dataclass
class FakeTelegram:
    """One bot. `calls` is all it was asked; `sent` the messages that really went out."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    webhook: dict[str, Any] | None = None
    trouble: dict[str, deque[Trouble]] = field(default_factory=dict)
    blocked_by: set[int] = field(default_factory=set)
    next_update: int = 1000
    files: dict[str, bytes] = field(default_factory=dict)  # voice notes of people, by file id
    voices: list[bytes] = field(default_factory=list)  # ours
    _next_message: int = 1
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [call.data for call in self.calls if call.method == method]

    def expect(self, method: str, *troubles: Trouble) -> None:
        self.trouble.setdefault(method, deque()).extend(troubles)

    def text_update(self, text: str, *, person: int = 501, language: str | None = "ar", **message: Any) -> dict[str, Any]:
        """An update as Telegram makes it for a private message."""
        return self._update("message", self._message(person, language) | {"text": text} | message)

    def kind_update(self, kind: str, content: Any, *, person: int = 501) -> dict[str, Any]:
        return self._update("message", self._message(person, "ar") | {kind: content})

    def voice_update(self, sound: bytes, *, person: int = 501) -> dict[str, Any]:
        id = f"AwACAgQAAxkBAAI{len(self.files)}"
        self.files[id] = sound
        voice = {"file_id": id, "file_unique_id": "u", "duration": 3, "mime_type": "audio/ogg", "file_size": len(sound)}
        return self.kind_update("voice", voice, person=person)

    async def hand_over(self, request: Request) -> Response:
        """A file of getFile; its address holds the token."""
        sound = self.files.get(request.path_params["id"])
        known = request.path_params["token"] == TOKEN and sound is not None
        return Response(sound, media_type="application/octet-stream") if known else Response(status_code=404)

    def edited_update(self, text: str, *, person: int = 501) -> dict[str, Any]:
        return self._update("edited_message", self._message(person, "ar") | {"text": text, "edit_date": 1_795_300_100})

    def press(self, data: str, *, person: int = 501) -> dict[str, Any]:
        """An update for a tap on an inline button of ours."""
        query = {"id": str(9_000_000 + self.next_update), "from": self._person(person, "fr"), "chat_instance": "1", "data": data}
        return self._update("callback_query", query | {"message": self._message(person, "fr") | {"text": "…"}})

    def block(self, *, person: int = 501) -> dict[str, Any]:
        self.blocked_by.add(person)
        me = self._me()
        change = {
            "chat": self._chat(person),
            "from": self._person(person, "ar"),
            "date": 1_795_300_000,
            "old_chat_member": {"user": me, "status": "member"},
            "new_chat_member": {"user": me, "status": "kicked", "until_date": 0},
        }
        return self._update("my_chat_member", change)

    async def deliver(self, client: httpx.AsyncClient, url: str, update: dict[str, Any], *, secret: str = SECRET) -> httpx.Response:
        """Post an update to a webhook, as Telegram does."""
        return await client.post(url, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": secret})

    def queue(self, *updates: dict[str, Any]) -> None:
        """Make updates ready for getUpdates."""
        self.updates.extend(updates)
        self._arrived.set()

    def _update(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        self.next_update += 1
        return {"update_id": self.next_update, kind: content}

    def _message(self, person: int, language: str | None) -> dict[str, Any]:
        self._next_message += 1
        return {
            "message_id": self._next_message,
            "from": self._person(person, language),
            "chat": self._chat(person),
            "date": 1_795_300_000,
        }

    def _person(self, person: int, language: str | None) -> dict[str, Any]:
        hint = {"language_code": language} if language else {}
        return {"id": person, "is_bot": False, "first_name": "ليلى", "username": "leila", **hint}

    def _chat(self, person: int) -> dict[str, Any]:
        return {"id": person, "type": "private", "first_name": "ليلى"}

    def _me(self) -> dict[str, Any]:
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Dalil",
            "username": "dalil_test_bot",
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    async def answer(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        data = await _read(request)
        self.calls.append(Call(method, data))
        if token != TOKEN:
            return _error(401, "Unauthorized")
        trouble = self.next_trouble(method)
        await asyncio.sleep(trouble.wait_s)
        if trouble.status:
            return _error(trouble.status, trouble.description, trouble.retry_after)
        result = await self._result(method, data)
        if trouble.cut:
            return Cut()
        return result if isinstance(result, Response) else JSONResponse({"ok": True, "result": result})

    def next_trouble(self, method: str) -> Trouble:
        """What was expected of the next call; a fake with a weather of its own overrides this."""
        waiting = self.trouble.get(method)
        return waiting.popleft() if waiting else Trouble()

    async def _result(self, method: str, data: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                result: Any = self._me()
            case "sendMessage":
                result = self._send(data)
            case "sendVoice":
                self.voices.append(data["voice"])
                result = self._message(int(data["chat_id"]), None) | {"from": self._me()}
            case "getFile":
                id = data["file_id"]
                found = {"file_id": id, "file_unique_id": "u", "file_path": f"voice/{id}"}
                result = found if id in self.files else _error(400, "Bad Request: invalid file_id")
            case "getUpdates":
                result = await self._get_updates(data)
            case "setWebhook" | "deleteWebhook":
                self.webhook = data if method == "setWebhook" else None
                result = True
            case "getWebhookInfo":
                result = {"url": (self.webhook or {}).get("url", ""), "has_custom_certificate": False, "pending_update_count": 0}
            case "answerCallbackQuery" | "setMyCommands" | "sendChatAction":
                result = True
            case "editMessageText":
                result = {"message_id": int(data["message_id"]), "date": 1_795_300_000, "chat": self._chat(int(data["chat_id"]))}
            case _:
                result = _error(404, "Not Found")
        return result

    def _send(self, data: dict[str, Any]) -> Any:
        """With the refusals of the real server that a reply can meet."""
        chat, text = int(data["chat_id"]), str(data.get("text", ""))
        if chat in self.blocked_by:
            return _error(403, "Forbidden: bot was blocked by the user")
        if data.get("parse_mode") == "HTML":
            text = _TAGS.sub("", text)
            if re.search(r"<|>|&(?!(?:lt|gt|amp|quot|#x?[0-9a-fA-F]+);)", text):
                return _error(400, "Bad Request: can't parse entities: Unsupported start tag")
            for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
                text = text.replace(entity, sign)
        if not text.strip():
            return _error(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > _TEXT_LIMIT:
            return _error(400, "Bad Request: message is too long")
        for row in (data.get("reply_markup") or {}).get("inline_keyboard", []):
            if any(len(key.get("callback_data", "").encode()) > _DATA_LIMIT for key in row):
                return _error(400, "Bad Request: BUTTON_DATA_INVALID")
        message = self._message(chat, None) | {"text": text, "from": self._me()}
        self.sent.append(data | {"plain": text})
        return message

    async def _get_updates(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(data.get("offset") or 0)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), min(float(data.get("timeout") or 0), 1.0))
            except TimeoutError:
                return []
        return self.updates[:100]


def _error(status: int, description: str, retry_after: int | None = None) -> JSONResponse:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if retry_after is not None:
        body["parameters"] = {"retry_after": retry_after}
    return JSONResponse(body, status)


async def _read(request: Request) -> dict[str, Any]:
    """Parameters come as a form whose nested values are JSON, or as JSON."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json())
    async with request.form() as form:  # closes the temporary files of uploads
        return {name: _loose(name, value) if isinstance(value, str) else await value.read() for name, value in form.items()}


def _loose(name: str, value: str) -> Any:
    if name in {"reply_markup", "commands", "allowed_updates", "link_preview_options"}:
        return json.loads(value)
    return value


@asynccontextmanager
async def fake_telegram(own: FakeTelegram | None = None) -> AsyncIterator[FakeTelegram]:
    fake = own or FakeTelegram()
    files = Route("/file/bot{token}/voice/{id}", fake.hand_over)
    route = Route("/bot{token}/{method}", fake.answer, methods=["GET", "POST"])
    async with served(Starlette(routes=[files, route])) as url:
        fake.url = url
        yield fake
