"""A worker in Italy whose passport is held: numbers at once, a person on the desk, an answer from a phone, and the assistant again.

Both sites are real, in a real browser; only the dialogue engine is away, as it may be.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from django.contrib.auth.models import Group, User
from playwright.async_api import Page

from connectors.models import Case, Conversation, DeskHours, Holder
from knowledge.article import Language
from knowledge.phrases import say
from tests.connectors.house import stored
from tests.connectors.web.chatting import IDENTITY_KEY
from tests.journeys.browsing import CHROMIUM, DESKTOP, SCREENSHOTS, Visit, browser, violations, visiting
from tests.node import needs

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.usefixtures("database", "people"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's Chromium"),
]
PASSWORD = "four words that stay"
SMALL_PHONE = {"width": 360, "height": 740}
CALL = "lpatron dyali chad liya lpassport o ma bghach yrddo liya"


@pytest.fixture
def people(database: str) -> Iterator[None]:
    """Two caseworkers, and a desk that is always open."""
    users = [User.objects.create_user(name, password=PASSWORD) for name in ("amal", "bruno")]
    for user in users:
        user.groups.add(Group.objects.get(name="Caseworkers"))
    DeskHours.objects.update_or_create(pk=1, defaults={"hours": "24/7", "promise_minutes": 60})
    yield
    for user in users:
        user.delete()
    DeskHours.objects.filter(pk=1).update(hours="mo-fr 09:00-17:00", promise_minutes=240)


@dataclass(frozen=True)
class Sites:
    chat: str
    staff: str


@asynccontextmanager
async def both_sites() -> AsyncIterator[Sites]:
    """The gateway and the staff site as processes of their own, as they always run, on this session's database."""
    chat, staff = _free_port(), _free_port()
    gateway = {
        "GATEWAY_PORT": str(chat),
        "GATEWAY_ENGINE_URL": "http://127.0.0.1:9",
        "GATEWAY_TELEGRAM_MODE": "off",
        "GATEWAY_IDENTITY_KEY": IDENTITY_KEY.decode(),
    }
    site = ("-m", "uvicorn", "staff.asgi:application", "--port", str(staff), "--log-level", "critical")
    async with (
        running(f"http://127.0.0.1:{chat}/health", "-m", "dalil", "gateway", **gateway),
        running(f"http://127.0.0.1:{staff}/health/", *site),
    ):
        yield Sites(f"http://127.0.0.1:{chat}", f"http://127.0.0.1:{staff}")


@asynccontextmanager
async def running(health: str, *arguments: str, **environment: str) -> AsyncIterator[None]:
    devnull = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=os.environ | environment, stdout=devnull, stderr=devnull)
    try:
        async with asyncio.timeout(60), httpx.AsyncClient() as client:
            while not await _answers(client, health):
                await asyncio.sleep(0.1)
        yield
    finally:
        process.terminate()
        await process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answers(client: httpx.AsyncClient, address: str) -> bool:
    try:
        return (await client.get(address)).is_success
    except httpx.HTTPError:
        return False


async def sign_in(page: Page, sites: Sites, name: str, language: str = "en") -> None:
    await page.goto(f"{sites.staff}/login/")
    await page.fill("[name=username]", name)
    await page.fill("[name=password]", PASSWORD)
    await page.click("[type=submit]")
    await page.goto(f"{sites.staff}/conversations/")


async def picture(page: Page, name: str, *, whole: bool = False) -> None:
    SCREENSHOTS.mkdir(exist_ok=True)
    await page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled", full_page=whole)


async def calls_for_help(worker: Visit) -> None:
    """The message, the country in one tap, and the wish for a person."""
    await worker.say(CALL)
    await worker.replies(2)
    await worker.page.locator("#log .choice", has_text="إيطاليا").last.click()
    await worker.page.locator("#log", has_text="800 290 290").wait_for(timeout=15_000)
    await worker.page.locator("#log .choice", has_text="التحدث مع شخص").last.click()
    await until_stored(Case.objects.exists)


async def until_stored(check: Any) -> None:
    async with asyncio.timeout(15):
        while not await stored(check):
            await asyncio.sleep(0.05)


async def holder() -> str:
    return str(await stored(lambda: Conversation.objects.get().holder))


async def said_to(worker: Visit, words: str) -> None:
    await worker.page.locator("#log [data-seq]", has_text=words).last.wait_for(timeout=15_000)


async def no_wider(page: Page, width: int) -> None:
    assert await page.evaluate("() => document.documentElement.scrollWidth") <= width


async def test_a_held_passport_brings_numbers_then_a_person_on_a_phone_then_the_assistant_again() -> None:
    async with (
        both_sites() as sites,
        browser() as chromium,
        visiting(chromium, locale="ar") as worker,
        visiting(chromium, viewport=SMALL_PHONE, locale="en-GB", has_touch=True, is_mobile=True) as desk,
    ):
        await worker.page.goto(sites.chat)
        await sign_in(desk.page, sites, "amal")
        await desk.page.locator("text=Nobody is waiting for a person.").wait_for()
        await calls_for_help(worker)
        await said_to(worker, say("handoff_noted", Language.AR))
        await picture(worker.page, "desk-worker-asks")

        entry = desk.page.locator(".desk-entry a", has_text="Papers withheld")
        await entry.wait_for(timeout=15_000)  # by itself
        await no_wider(desk.page, 360)
        await picture(desk.page, "desk-phone-queue")
        await entry.click()
        await desk.page.locator(f"text={CALL}").wait_for()
        await picture(desk.page, "desk-phone-before", whole=True)
        await desk.page.click("[value=take]")
        ready = await desk.page.locator("[data-desk-ready] option", has_text="Hello").get_attribute("value")
        await desk.page.select_option("[data-desk-ready]", value=ready)
        assert "أنا شخص من الفريق" in await desk.page.input_value("textarea[name=text]")
        await desk.page.fill("textarea[name=text]", "مرحبًا، أنا أمل من الفريق. جوازكم ملككم، ولا يحق لأحد أن يحتفظ به.")
        await no_wider(desk.page, 360)
        await picture(desk.page, "desk-phone-answering", whole=True)
        await desk.page.click("[value=reply]")
        await said_to(worker, "أنا أمل من الفريق")

        before = await worker.page.locator("#log [data-seq]").count()
        await worker.say("chokran bzaf, wach nmchi l police?")
        await desk.page.locator("[role=log]", has_text="wach nmchi").wait_for(timeout=15_000)  # by itself
        assert await worker.page.locator("#log [data-seq]").count() == before  # the assistant is silent
        await desk.page.fill("[name=note]", "Wants to go to the police with somebody.")
        await desk.page.click("[value=note]")
        await desk.page.locator(".desk-note").wait_for()
        await picture(desk.page, "desk-phone-held", whole=True)
        await desk.page.select_option("[name=outcome]", "referred")
        await desk.page.click("[value=close]")
        await desk.page.locator("text=Closed. The assistant answers").wait_for()
        assert await holder() == Holder.CLOSED
        await picture(desk.page, "desk-phone-closed", whole=True)

        await worker.say("salam")
        await worker.page.locator(f"#log [data-seq]:nth-of-type({before + 1}), #log [data-seq]").nth(before).wait_for(timeout=15_000)
        await until_stored(lambda: Conversation.objects.get().holder == Holder.BOT)
        assert "police" not in (await worker.replies(before + 1))[-1]
        await picture(worker.page, "desk-worker-after")
        assert not any("somebody" in text for text in await worker.replies(before + 1))
        assert desk.complaints == [] and worker.complaints == []


async def test_deleting_everything_works_beside_a_person_and_the_desk_is_told() -> None:
    async with (
        both_sites() as sites,
        browser() as chromium,
        visiting(chromium, locale="ar") as worker,
        visiting(chromium, locale="en-GB") as desk,
    ):
        await worker.page.goto(sites.chat)
        await calls_for_help(worker)
        await sign_in(desk.page, sites, "amal")
        await desk.page.locator(".desk-entry a").click()
        await desk.page.click("[value=take]")
        await desk.page.locator("textarea[name=text]").wait_for()
        await worker.say("/delete")
        await worker.page.locator("#log .choice", has_text="نعم، امسح").click()
        await desk.page.locator("text=Nothing has been said, or it was erased.").wait_for(timeout=15_000)
        await desk.page.goto(f"{sites.staff}/conversations/")
        await desk.page.locator("text=Erased by the person").wait_for()
        assert await holder() == Holder.BOT


@needs("axe-core")
@pytest.mark.parametrize("language", ["en", "ar"])
async def test_axe_finds_nothing_to_complain_about_on_the_desk(language: str) -> None:
    async with (
        both_sites() as sites,
        browser() as chromium,
        visiting(chromium, locale="ar") as worker,
        visiting(chromium, viewport=DESKTOP, locale=language, bypass_csp=True) as desk,
    ):
        await worker.page.goto(sites.chat)
        await calls_for_help(worker)
        await sign_in(desk.page, sites, "amal")
        await desk.page.locator(".desk-entry a").first.wait_for()
        await picture(desk.page, f"desk-wide-queue-{language}")
        assert await violations(desk.page) == []
        await desk.page.locator(".desk-entry a").click()
        await desk.page.click("[value=take]")
        await desk.page.locator("textarea[name=text]").wait_for()
        await picture(desk.page, f"desk-wide-conversation-{language}", whole=True)
        assert await violations(desk.page) == []


async def test_keys_reach_everything_and_send() -> None:
    async with (
        both_sites() as sites,
        browser() as chromium,
        visiting(chromium, locale="ar") as worker,
        visiting(chromium, viewport=DESKTOP) as desk,
    ):
        await worker.page.goto(sites.chat)
        await calls_for_help(worker)
        await sign_in(desk.page, sites, "bruno")
        page = desk.page
        await page.locator(".desk-entry a").focus()
        await page.keyboard.press("Enter")
        await page.locator("[value=take]").wait_for()
        await page.keyboard.press("Alt+t")
        await page.locator("textarea[name=text]").wait_for()
        for keys, reached in (("Alt+k", "desk-ready"), ("Alt+a", "desk-article"), ("Alt+n", "desk-note"), ("Alt+r", "id_text")):
            await page.keyboard.press(keys)
            assert await page.evaluate("() => document.activeElement.id") == reached
        await page.keyboard.type("Hello from the keyboard")
        await page.keyboard.press("Control+Enter")
        await said_to(worker, "Hello from the keyboard")
