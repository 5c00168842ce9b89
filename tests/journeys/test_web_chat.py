"""What people do with the web chat, in a real browser: with and without script, on a bad line, and leaving in a hurry."""

from __future__ import annotations

import asyncio
import os
import random
import time
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from playwright.async_api import Locator

from connectors.message import Button, Reply
from tests.connectors.web.chatting import chatting
from tests.connectors.web.scripted import LONG_AR, Scripted, answer, protection
from tests.fakes.serving import served
from tests.journeys.browsing import CHROMIUM, DESKTOP, PHONE, browser, violations, visiting
from tests.journeys.cutting import bad_line
from tests.node import needs

CUTS = int(os.environ.get("JOURNEY_CUTS", "50"))
SLOW = {"offline": False, "latency": 800, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's Chromium"),
]

ANSWERS = {
    "/show": lambda language: answer(language, LONG_AR if language == "ar" else None),
    "تأشيرة": answer,
    "visa": answer,
    "Visum": answer,
    "يضربني": protection,
    "frappe": protection,
    "delete": lambda language: Reply(text="?", language=language, buttons=(Button(label="sure", payload='/delete_data{"sure":true}'),)),
}


async def test_an_arabic_speaker_reads_the_answer_from_right_to_left_with_its_source() -> None:
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium:
        for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
            async with visiting(chromium, viewport=size, locale="ar-MA") as visit:
                await visit.page.goto(at.url)
                assert await visit.page.get_attribute("html", "dir") == "rtl"
                await visit.picture(f"chat-{name}-ar-start")
                await visit.say("كيف أحصل على تأشيرة عمل في ألمانيا؟")
                (reply,) = await visit.replies(1)
                assert "المصدر" in reply and "30/10/2026" in reply
                source = visit.page.locator(".sources a").first
                assert await source.get_attribute("href") == "https://www.make-it-in-germany.com/en/visa"
                assert "noopener" in str(await source.get_attribute("rel"))
                await visit.picture(f"chat-{name}-ar-answer")
                await visit.page.locator("#log .choice").first.click()
                await visit.replies(2)
                await visit.picture(f"chat-{name}-ar-long")
                assert visit.origins() == {at.url}
                assert visit.complaints == []


async def test_a_phone_number_keeps_its_order_inside_arabic_text() -> None:
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium, visiting(chromium, locale="ar") as visit:
        await visit.page.goto(at.url)
        await visit.say("تأشيرة")
        await visit.replies(1)
        number = visit.page.locator("bdi", has_text="+49 30 1815 1111")
        assert await number.get_attribute("dir") == "ltr"


async def test_a_call_for_help_shows_numbers_to_tap() -> None:
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium:
        for language, words, scheme in (("ar", "يضربني", "light"), ("fr", "il me frappe", "dark")):
            async with visiting(chromium, locale=language, color_scheme=scheme) as visit:
                await visit.page.goto(at.url)
                await visit.say(words)
                await visit.replies(1)
                calls = visit.page.locator("a.call")
                assert [await call.get_attribute("href") for call in await calls.all()] == ["tel:110", "tel:116016"]
                await visit.picture(f"chat-phone-{language}-{scheme}-help")


async def test_a_page_without_script_answers_too() -> None:
    plain = {"locale": "de-DE", "java_script_enabled": False}
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium, visiting(chromium, **plain) as visit:
        await visit.page.goto(at.url)
        await visit.picture("chat-phone-de-plain-start")
        await visit.say("Wie bekomme ich ein Visum?")
        (reply,) = await visit.replies(1)
        assert "Quelle: Make it in Germany" in reply
        await visit.picture("chat-phone-de-plain-answer")
        await visit.page.locator("#log .choice").first.click()
        await visit.replies(2)
        assert await visit.page.locator(".me .b").all_inner_texts() == ["Wie bekomme ich ein Visum?", "Mehr dazu"]
        await visit.page.locator("summary").click()
        await visit.page.locator("[name=switch][value=ar]").click()
        assert await visit.page.get_attribute("html", "dir") == "rtl"
        await visit.page.locator("#exit button").click()
        assert urlsplit(visit.page.url).path == "/calendar"
        await visit.page.goto(at.url)
        assert await visit.page.locator("#log [data-seq]").count() == 0
        assert visit.origins() == {at.url}


async def test_a_slow_answer_comes_to_a_page_without_script_by_itself() -> None:
    async with chatting(Scripted(delay_s=5.5)) as at, browser() as chromium, visiting(chromium, java_script_enabled=False) as visit:
        await visit.page.goto(at.url)
        await visit.say("bonjour")
        assert await visit.replies(1) == ["echo: bonjour"]


async def test_cut_connections_lose_nothing_and_double_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_WEB_BURST", "1000")
    chance = random.Random(50)
    messages = [f"message {number}" for number in range(CUTS // 2)]
    async with chatting() as at, bad_line(at.url) as line, browser() as chromium, visiting(chromium) as visit:
        await visit.page.goto(line.url)

        async def cut_often() -> None:
            while line.cuts < CUTS:
                await asyncio.sleep(chance.uniform(0.02, 0.4))
                line.cut()

        cutting = asyncio.create_task(cut_often())
        for message in messages:
            await visit.say(message)
            await asyncio.sleep(chance.uniform(0, 0.3))
        await cutting
        await visit.page.locator(f"#log [data-seq='{len(messages)}']").wait_for(timeout=60_000)
        await visit.page.locator("#log .me:not([data-state=sent])").first.wait_for(state="detached", timeout=30_000)
        assert at.script.heard == messages
        assert await visit.replies(len(messages)) == [f"echo: {message}" for message in messages]


async def test_a_restarted_server_is_found_again_with_the_same_conversation() -> None:
    async with browser() as chromium, visiting(chromium) as visit, chatting() as at, bad_line(at.url) as line:
        await visit.page.goto(line.url)
        await visit.say("before")
        await visit.replies(1)
        line.target = "http://127.0.0.1:9"
        line.cut()
        await visit.say("while it was away")
        async with chatting() as again:
            line.target = again.url
            assert await visit.replies(2) == ["echo: before", "echo: while it was away"]
            assert (at.script.heard, again.script.heard) in (
                (["before"], ["while it was away"]),
                (["before", "while it was away"], []),  # two workers share the database for a moment
            )


async def test_the_page_can_be_written_in_within_8_seconds_at_50_kbit_and_800_ms() -> None:
    async with chatting() as at, browser() as chromium, visiting(chromium, locale="ar") as visit:
        tools = await visit.page.context.new_cdp_session(visit.page)
        await tools.send("Network.enable")
        await tools.send("Network.emulateNetworkConditions", SLOW)
        started = time.monotonic()
        await visit.page.goto(at.url, wait_until="commit")
        await visit.page.locator("html.script #text").wait_for()
        assert time.monotonic() - started < 8


async def test_a_message_that_cannot_go_out_says_so_and_goes_out_when_the_line_is_back() -> None:
    async with chatting() as at, browser() as chromium, visiting(chromium, locale="fr") as visit:
        await visit.page.goto(at.url)
        await visit.say("un")
        await visit.replies(1)
        await visit.page.context.set_offline(True)
        await visit.say("deux")
        await visit.page.locator("[data-state=failed]").wait_for(timeout=20_000)
        await visit.picture("chat-phone-fr-offline")
        assert await visit.page.locator("#offline").is_visible()
        await visit.page.context.set_offline(False)
        assert await visit.replies(2) == ["echo: un", "echo: deux"]
        assert at.script.heard == ["un", "deux"]


async def test_a_reload_shows_the_same_conversation_once() -> None:
    async with chatting() as at, browser() as chromium, visiting(chromium) as visit:
        await visit.page.goto(at.url)
        await visit.say("un")
        await visit.replies(1)
        await visit.page.reload()
        await visit.say("deux")
        assert await visit.replies(2) == ["echo: un", "echo: deux"]
        assert await visit.page.locator(".me .b").all_inner_texts() == ["un", "deux"]


@pytest.mark.parametrize("way", ["tap", "shift"])
async def test_quick_exit_leaves_nothing_behind(way: str) -> None:
    async with chatting() as at, browser() as chromium, visiting(chromium) as visit:
        page = visit.page
        await page.goto(f"{at.url}/calendar")
        await page.goto(at.url)
        assert "Dalil" not in await page.title()
        await visit.say("mon secret")
        await visit.replies(1)
        if way == "tap":
            await page.click("#exit button")
        else:
            await page.focus("#text")
            for _ in range(3):
                await page.keyboard.press("Shift")
        await page.wait_for_url("**/calendar")
        await page.locator("table").wait_for()
        assert await page.context.cookies() == []
        await page.go_back()
        assert urlsplit(page.url).path == "/calendar"  # the chat's own place in history is taken
        await page.goto(at.url)
        assert "secret" not in await page.content()
        assert await page.evaluate("() => localStorage.length + sessionStorage.length") == 0


async def test_the_language_changes_without_a_reload_and_the_bot_follows() -> None:
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium, visiting(chromium, locale="fr") as visit:
        await visit.page.goto(at.url)
        await visit.page.click("summary")
        await visit.page.click("[name=switch][value=ar]")
        await visit.replies(1)
        assert await visit.page.get_attribute("html", "dir") == "rtl"
        assert await visit.page.get_attribute("#log [data-seq] .b", "lang") == "ar"
        assert "visa" not in at.script.heard and len([url for url in visit.requested if url.rstrip("/") == at.url]) == 1
        await visit.page.reload()
        assert await visit.page.get_attribute("html", "lang") == "ar"


async def test_erased_words_leave_the_screen_at_once() -> None:
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium, visiting(chromium) as visit:
        await visit.page.goto(at.url)
        await visit.say("mon secret")
        await visit.say("delete")
        await visit.replies(2)
        await visit.page.locator("#log .choice", has_text="sure").click()
        await visit.page.locator("#log [data-seq='3']").wait_for()
        await visit.page.locator("text=mon secret").first.wait_for(state="detached")
        assert await visit.page.locator("#log > *").count() == 1


async def test_nothing_is_wider_than_a_screen_of_320_pixels_even_with_large_text() -> None:
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium:
        for language, question in (("ar", "تأشيرة"), ("de", "Visum"), ("fr", "visa")):
            async with visiting(chromium, viewport={"width": 320, "height": 640}, locale=language) as visit:
                await visit.page.goto(at.url)
                await visit.say(question)
                await visit.replies(1)
                await visit.page.click("summary")
                await visit.page.click("#size")
                await visit.page.click("#size")
                assert await visit.page.evaluate("() => document.documentElement.scrollWidth") <= 320
                await visit.picture(f"chat-320-{language}-largest")


async def test_everything_to_tap_is_large_enough() -> None:
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium, visiting(chromium, locale="fr") as visit:
        await visit.page.goto(at.url)
        await visit.say("il me frappe")
        await visit.replies(1)
        await visit.page.click("summary")
        for target in await visit.page.locator("button:visible, summary, a.call:visible, textarea").all():
            assert await _height(target) >= 44, await target.inner_text()


async def test_a_site_on_the_list_can_embed_the_chat() -> None:
    site = FastAPI()

    @site.get("/")
    async def home() -> HTMLResponse:
        tag = f'<script src="{at.url}/embed.js" data-language="ar" defer></script>'
        return HTMLResponse(f"<!doctype html><title>A partner</title><p>Hello</p>{tag}")

    script = Scripted(replies=ANSWERS)
    async with served(site) as partner, chatting(script, web_origins=[partner]) as at, browser() as chromium, visiting(chromium) as visit:
        await visit.page.goto(partner)
        await visit.page.get_by_role("button").click()
        frame = visit.page.frame_locator("iframe")
        await frame.locator("#text").fill("تأشيرة")
        await frame.locator("#send").click()
        await frame.locator("#log [data-seq]").wait_for(timeout=15_000)
        await visit.picture("chat-embedded-phone-ar")
        await frame.locator("#close").click()
        await visit.page.get_by_role("button").click()
        assert await frame.locator("#log [data-seq]").count() == 1
        assert visit.origins() == {partner, at.url}
        await frame.locator("#exit button").click()
        await visit.page.wait_for_url("**/calendar")


async def test_a_site_that_is_not_on_the_list_cannot_frame_the_chat() -> None:
    async with chatting(web_origins=["https://friend.example"]) as at:
        framed, plain = await at.client.get("/?embed=1"), await at.client.get("/")
        assert framed.headers["content-security-policy"].endswith("frame-ancestors https://friend.example")
        assert plain.headers["content-security-policy"].endswith("frame-ancestors 'none'")


@needs("axe-core")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_to_complain_about(scheme: str) -> None:
    async with chatting(Scripted(replies=ANSWERS)) as at, browser() as chromium:
        for language, question in (("ar", "تأشيرة"), ("fr", "frappe"), ("en", "visa"), ("it", "visa"), ("de", "Visum")):
            async with visiting(chromium, locale=language, color_scheme=scheme) as visit:
                await visit.page.goto(at.url)
                await visit.say(question)
                await visit.replies(1)
                await visit.page.click("summary")
                assert await violations(visit.page) == []


async def _height(target: Locator) -> float:
    box = await target.bounding_box()
    return box["height"] if box else 0.0
