"""The studio in a real browser: a question tried, a publication that would break a golden answer, and what people ask."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import httpx
import pytest
from django.contrib.auth.models import Group, User
from playwright.async_api import Page
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from connectors.models import UnansweredQuestion
from knowledge.article import Language
from knowledge.models import Article
from staff.articles import today
from staff.models import GoldenQuestion
from tests.connectors.house import stored
from tests.journeys.browsing import CHROMIUM, DESKTOP, browser, violations, visiting
from tests.journeys.test_a_person_takes_over import PASSWORD, _answers, _free_port, no_wider, picture
from tests.node import needs
from tests.staff.conftest import write_article

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.usefixtures("knowledge"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's Chromium"),
]
PATIENCE_S = 240  # a busy machine is no fault of the site
PHONE = {"width": 375, "height": 740}
SLUGS = ("heron-food", "heron-house")
QUESTION = "What does a heron eat?"
ASKED = ("Comment ouvrir un compte bancaire ?", "How can I open a bank account?", "كيف أفتح حسابا بنكيا؟")


@pytest.fixture
def knowledge(database: str) -> Iterator[None]:
    """Two articles, one in Arabic too, a golden question, what people ask, and a reviewer for each language."""
    for language in Language:
        Locale.objects.get_or_create(language_code=language.value)
    write_article(slug=SLUGS[0], title=QUESTION, short_answer="It eats fish.", body="")
    write_article("ar", slug=SLUGS[0], title="ماذا يأكل مالك الحزين؟", short_answer="يأكل السمك.", body="")
    write_article(slug=SLUGS[1], title="Where does a heron live?", short_answer="By the water.", body="")
    GoldenQuestion.objects.create(text=QUESTION, variety="en", expected=SLUGS[0])
    for number in range(12):
        for text, language in zip(ASKED, ("fr", "en", "ar"), strict=True):
            day = today() - timedelta(days=number)
            UnansweredQuestion.objects.create(text_redacted=text, language=language, variety=language, countries=["MA"], at=day)
    for code in ("en", "ar"):
        user = User.objects.create_user(f"reviewer-{code}", password=PASSWORD)
        user.groups.add(Group.objects.get(name="Reviewers"))
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": code})
    yield
    User.objects.filter(username__startswith="reviewer-").delete()
    GoldenQuestion.objects.all().delete()
    Article.objects.filter(slug__in=SLUGS).delete()


@asynccontextmanager
async def studio() -> AsyncIterator[str]:
    """The staff site as a process of its own."""
    port, quiet = _free_port(), asyncio.subprocess.DEVNULL
    site = ("-m", "uvicorn", "staff.asgi:application", "--port", str(port), "--log-level", "critical")
    process = await asyncio.create_subprocess_exec(sys.executable, *site, stdout=quiet, stderr=quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(PATIENCE_S), httpx.AsyncClient() as client:
            while not await _answers(client, f"{address}/health/"):
                await asyncio.sleep(0.2)
        yield address
    finally:
        process.terminate()
        await process.wait()


async def sign_in(page: Page, site: str, language: str) -> None:
    page.set_default_timeout(PATIENCE_S * 1000)
    await page.goto(f"{site}/login/")
    await page.fill("[name=username]", f"reviewer-{language}")
    await page.fill("[name=password]", PASSWORD)
    await page.click("[type=submit]")
    await page.wait_for_url(f"{site}/")


async def test_a_question_is_tried_a_broken_answer_is_seen_and_people_s_words_become_a_phrasing() -> None:
    async with studio() as site, browser() as chromium, visiting(chromium, viewport=DESKTOP, locale="en-GB") as visit:
        page = visit.page
        await sign_in(page, site, "en")
        await page.goto(f"{site}/studio/try/")
        await page.fill("[name=text]", QUESTION)
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await page.locator(".studio-table tbody tr", has_text=QUESTION).first.wait_for(timeout=PATIENCE_S * 1000)
        assert "It eats fish." in await page.locator(".studio-bubble").first.inner_text()
        await picture(page, "studio-try-en", whole=True)
        await page.locator("summary", has_text="العربية").click()
        await page.locator(".studio-bubble[dir=rtl]", has_text="يأكل السمك").first.wait_for()
        await page.select_option("#golden_expected", SLUGS[1])
        await page.locator("button", has_text="Keep as a golden question").click()
        await page.locator("text=It is already there.").wait_for()

        row = await stored(lambda: Article.objects.get(slug=SLUGS[0], locale__language_code="en").pk)
        await stored(lambda: Article.objects.filter(slug=SLUGS[0], locale__language_code="ar").delete())
        await page.goto(f"{site}/snippets/knowledge/article/edit/{row}/")
        await page.fill("[name=title]", "Where do I buy a train ticket?")
        await page.fill("[name=short_answer]", "At the station.")
        await page.locator("footer button[aria-haspopup], footer [data-w-dropdown-target=toggle]").first.click()
        await page.locator("[name=action-publish]").click()
        await page.locator("text=No longer right").wait_for(timeout=PATIENCE_S * 1000)
        await picture(page, "studio-before-publishing", whole=True)
        assert await stored(lambda: Article.objects.get(pk=row).title) == QUESTION
        await page.locator("button", has_text="Publish all the same").click()
        await page.wait_for_url(f"{site}/snippets/knowledge/article/")
        assert await stored(lambda: Article.objects.get(pk=row).title) == "Where do I buy a train ticket?"

        await page.goto(f"{site}/asked/")
        group = page.locator(".studio-cluster").first
        assert "36" in await group.locator("dl").inner_text()
        await picture(page, "studio-asked-en", whole=True)
        await group.locator("[name=article]").select_option(SLUGS[1])
        await group.locator("[value=phrasing]").click()
        await page.wait_for_url(f"{site}/snippets/knowledge/article/edit/**")
        await page.goto(f"{site}/asked/")
        await page.locator("text=No open questions.").wait_for()
        assert visit.complaints == []


@needs("axe-core")
async def test_axe_finds_nothing_in_arabic_and_everything_fits_a_phone() -> None:
    async with studio() as site, browser() as chromium, visiting(chromium, viewport=PHONE, locale="ar", bypass_csp=True) as visit:
        page = visit.page
        await sign_in(page, site, "ar")
        assert await page.evaluate("document.documentElement.dir") == "rtl"
        for name, address in (("golden", "studio/golden/"), ("asked", "asked/"), ("try", "studio/try/")):
            await page.goto(f"{site}/{address}")
            if name == "try":
                await page.fill("[name=text]", "ماذا يأكل مالك الحزين؟")
                await page.locator(".studio-ask button").first.click()
                await page.locator(".studio-table").wait_for(timeout=PATIENCE_S * 1000)
            await no_wider(page, PHONE["width"])
            await picture(page, f"studio-{name}-ar", whole=True)
            assert await violations(page) == [], name
