"""The chat's protocol over real HTTP and a real database."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from uuid import uuid4

import httpx
import pytest

from connectors.message import Button, Reply
from tests.connectors.web.chatting import chatting, text_of
from tests.connectors.web.scripted import Scripted, answer

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]


async def test_a_message_is_kept_then_answered() -> None:
    async with chatting() as at:
        await at.start()
        assert (await at.say("hello")).status_code == 202
        (reply,) = await at.answers(1)
        assert (reply["seq"], text_of(reply), reply["dir"]) == (1, "echo: hello", "ltr")


async def test_a_repeated_id_is_one_message_and_gets_the_same_answer() -> None:
    async with chatting() as at:
        await at.start()
        key = str(uuid4())
        first, second = await at.say("once", key), await at.say("once", key)
        assert (first.status_code, second.status_code) == (202, 200)
        assert first.json() == second.json()
        await at.answers(1)
        assert at.script.heard == ["once"]


async def test_two_sessions_may_use_the_same_message_id() -> None:
    key = str(uuid4())
    async with chatting() as at:
        for _ in range(2):
            at.client.cookies.clear()
            await at.start()
            assert (await at.say("mine", key)).status_code == 202


async def test_the_stream_resumes_after_the_last_event_id() -> None:
    async with chatting() as at:
        await at.start()
        for number in range(4):
            await at.say(f"message {number}")
        await at.answers(4)
        resumed = await at.streamed(0, 4, **{"Last-Event-ID": "2"})
        assert [data["seq"] for name, data in resumed if name == "reply"] == [3, 4]


async def test_a_reply_wakes_the_stream_at_once() -> None:
    async with chatting() as at:
        await at.start()
        await at.say("first")
        await at.answers(1)
        listening = asyncio.create_task(at.streamed(1, 2))
        await asyncio.sleep(0.3)
        started = asyncio.get_running_loop().time()
        await at.say("second")
        events = await listening
        assert asyncio.get_running_loop().time() - started < 1
        assert [text_of(data) for name, data in events if name == "reply"] == ["echo: second"]
        assert [data["waiting"] for name, data in events if name == "state"][:1] == [False]


async def test_a_chat_without_a_session_is_refused() -> None:
    async with chatting() as at:
        assert (await at.say("hello")).status_code == 401
        assert (await at.client.get("/chat/events")).status_code == 401
        assert (await at.client.get("/chat/history", headers={"Authorization": "Bearer x"})).status_code == 401


async def test_a_framed_page_speaks_with_a_bearer() -> None:
    async with chatting() as at:
        answer_ = await at.client.post("/chat/start", json={"bearer": True})
        assert "set-cookie" not in answer_.headers
        bearer = {"Authorization": f"Bearer {answer_.json()['session']}"}
        assert (await at.say("hello", None, **bearer)).status_code == 202
        polled = await at.client.get("/chat/poll", params={"wait": 5}, headers=bearer)
        assert [text_of(event) for event in polled.json()["events"]] == ["echo: hello"]


async def test_quick_exit_ends_the_session_for_good() -> None:
    async with chatting() as at:
        await at.start()
        await at.say("hello")
        await at.answers(1)
        cookie = dict(at.client.cookies)
        ended = await at.client.post("/chat/end", content=b"", headers={"Sec-Fetch-Site": "same-origin"})
        assert ended.status_code == 204
        assert not at.client.cookies
        at.client.cookies.update(cookie)
        assert (await at.say("again")).status_code == 401
        assert (await at.client.get("/chat/history")).json()["items"] == []
        assert await at.streamed(0, 1) == [("over", {})]


async def test_only_buttons_that_were_shown_can_be_pressed() -> None:
    async with chatting(Scripted(replies={"hello": answer})) as at:
        await at.start()
        assert (await at.press("/restart")).status_code == 400
        await at.say("hello")
        (reply,) = await at.answers(1)
        assert (await at.press("/restart")).status_code == 400
        assert (await at.press(reply["buttons"][0]["payload"])).status_code == 202
        await at.answers(1, after=1)
        assert at.script.heard == ["hello", '/show{"article":"de-job-visa"}']


async def test_history_holds_both_sides_and_the_label_of_a_pressed_button() -> None:
    async with chatting(Scripted(replies={"hello": answer})) as at:
        await at.start()
        await at.say("hello")
        (reply,) = await at.answers(1)
        await at.press(reply["buttons"][0]["payload"])
        await at.answers(1, after=1)
        items = (await at.client.get("/chat/history")).json()["items"]
        assert [item.get("mine") or item["seq"] for item in items] == ["hello", 1, "More", 2]


async def test_erased_words_leave_history_and_the_state_says_from_where_on_words_are_left() -> None:
    sure = Button(label="Yes, erase", payload='/delete_data{"sure":true}')
    ask = {"delete": lambda language: Reply(text="Sure?", language=language, buttons=(sure,))}
    async with chatting(Scripted(replies=ask)) as at:
        await at.start()
        await at.say("my secret")
        await at.say("delete")
        await at.answers(2)
        await at.press(sure.payload)
        await at.answers(1, after=2)
        polled = await at.poll(3, wait=0)
        history = await at.client.get("/chat/history")
        assert polled["state"] == {"waiting": False, "first": 3, "last": 3}
        assert [item.get("seq") for item in history.json()["items"]] == [3]
        assert "secret" not in history.text


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"client_msg_id": "x", "text": "a"}',
        b'{"client_msg_id": "7e0b3f1c-5d1b-4d0e-9a37-0d8a5f0f3a11"}',
        b'{"client_msg_id": "7e0b3f1c-5d1b-4d0e-9a37-0d8a5f0f3a11", "text": "a", "payload": "/b"}',
        b'{"client_msg_id": "7e0b3f1c-5d1b-4d0e-9a37-0d8a5f0f3a11", "text": 5}',
        b'{"client_msg_id": "7e0b3f1c-5d1b-4d0e-9a37-0d8a5f0f3a11", "payload": ""}',
        b"\xff\xfe",
        b"[" * 60_000,
    ],
)
async def test_a_malformed_message_is_a_clean_400(body: bytes) -> None:
    async with chatting() as at:
        await at.start()
        assert (await at.client.post("/chat/messages", content=body)).status_code == 400


@pytest.mark.parametrize(
    "text", ["", "😀😀", "\x00\x01\x02", "<script>alert(1)</script>", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")]
)
async def test_an_odd_message_gets_a_reply(text: str) -> None:
    async with chatting() as at:
        await at.start()
        assert (await at.say(text)).status_code == 202
        assert len(await at.answers(1)) == 1


async def test_a_message_of_5000_characters_gets_the_kind_reply() -> None:
    async with chatting() as at:
        await at.start()
        assert (await at.say("ع" * 5000)).status_code == 202
        (reply,) = await at.answers(1)
        assert reply["buttons"] == [] and len(str(reply["blocks"])) < 500


async def test_a_body_over_64_kb_is_refused_and_one_of_10_mb_too() -> None:
    async with chatting() as at:
        await at.start()
        assert (await at.say("x" * 70_000)).status_code == 413
        with suppress(httpx.WriteError):  # refused before it was all sent
            assert (await at.say("x" * 10_000_000)).status_code == 413
        assert (await at.say("still here")).status_code == 202


async def test_a_flood_is_slowed_down_not_lost() -> None:
    async with chatting() as at:
        await at.start()
        codes = [(await at.say(f"message {number}")).status_code for number in range(24)]
        assert codes[:20] == [202] * 20
        assert codes[-1] == 429
        slow = await at.say("one more")
        assert int(slow.headers["Retry-After"]) >= 1


async def test_another_site_cannot_write() -> None:
    async with chatting() as at:
        await at.start()
        assert (await at.say("hello", None, **{"Sec-Fetch-Site": "cross-site"})).status_code == 403
        assert (await at.say("hello", None, Origin="https://evil.example")).status_code == 403
        assert (await at.say("hello", None, Origin=at.url)).status_code == 202


async def test_the_cookie_is_for_us_alone() -> None:
    async with chatting() as at:
        cookie = (await at.client.post("/chat/start", json={})).headers["set-cookie"]
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie and "Max-Age" not in cookie
    async with chatting(public_url="https://chat.example.org") as at:
        cookie = (await at.client.post("/chat/start", json={})).headers["set-cookie"]
        assert cookie.startswith("__Host-session=") and "Secure" in cookie


async def test_nothing_is_kept_by_caches_and_no_type_is_guessed() -> None:
    async with chatting() as at:
        await at.start()
        for path in ("/", "/chat/history", "/chat/poll", "/calendar"):
            headers = (await at.client.get(path)).headers
            assert headers["cache-control"] == "no-store", path
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "no-referrer"
