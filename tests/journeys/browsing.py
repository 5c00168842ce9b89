"""Debian's Chromium on the web chat. What a journey does not touch must not leave the page's own origin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page, Request, async_playwright

from tests.node import AXE

CHROMIUM = Path("/usr/bin/chromium")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"

_QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-sandbox")


@dataclass
class Visit:
    """A tab, with every request it made and every complaint of the browser."""

    page: Page
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def origins(self) -> set[str]:
        return {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in self.requested}

    async def say(self, text: str) -> None:
        await self.page.fill("#text", text)
        await self.page.click("#send")

    async def replies(self, count: int) -> list[str]:
        """The words of the bot's messages, once there are `count`."""
        bubbles = self.page.locator("#log [data-seq] .b")
        await bubbles.nth(count - 1).wait_for(state="attached", timeout=15_000)
        return [text.strip() for text in await bubbles.all_inner_texts()]

    async def picture(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")


@asynccontextmanager
async def browser() -> AsyncIterator[Any]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        try:
            yield chromium
        finally:
            await chromium.close()


@asynccontextmanager
async def visiting(chromium: Any, **context: Any) -> AsyncIterator[Visit]:
    """A fresh browser profile; `context` as Playwright's new_context."""
    profile = await chromium.new_context(**{"viewport": PHONE, "locale": "fr-FR", **context})
    visit = Visit(await profile.new_page())

    def note(request: Request) -> None:
        visit.requested.append(request.url)

    profile.on("request", note)
    visit.page.on("console", lambda message: visit.complaints.append(message.text) if message.type == "error" else None)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    try:
        yield visit
    finally:
        await profile.close()


async def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands; the test needs `tests.node.needs("axe-core")`."""
    await page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = await page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]]
