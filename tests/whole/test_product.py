"""Clean start to cited answer, on every channel, with everything real but the providers."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes import telegram, whatsapp
from tests.journeys.browsing import DESKTOP, PHONE, browser, visiting
from tests.whole.conftest import Product, until
from tests.whole.questions import QUESTIONS

pytestmark = [pytest.mark.whole, pytest.mark.anyio]

CHECKED = {
    "ar": "تم التحقق", "fr": "vérifié", "en": "checked on", "it": "verificat", "de": "geprüft",
}  # fmt: skip
ENGINE_BACK_S = 90.0
PUBLISH_S = 5.0  # from commit to chat


@pytest.mark.parametrize(("size", "viewport"), [("phone", PHONE), ("desktop", DESKTOP)])
async def test_the_web_chat_answers_in_every_language_with_source_and_date(product: Product, size: str, viewport: Any) -> None:
    async with browser() as chromium:
        for name, question, article, language in QUESTIONS:
            async with visiting(chromium, viewport=viewport, locale=language) as visit:
                await visit.page.goto(product.url)
                await visit.say(question)
                reply, notice = await visit.replies(2)  # at first contact, what is kept is told after the answer
                assert "/delete" in notice
                assert await visit.page.locator(".sources a").count() >= 1, f"{name}: {reply}"
                await _shows(visit.page, article)
                assert "2026" in reply
                await visit.picture(f"product-{size}-{name}")
                assert visit.origins() == {product.url}
                assert visit.complaints == []


async def _shows(page: Any, article: str) -> None:
    """The "more" button of the reply names the article it belongs to."""
    payloads = await page.locator("#log [data-payload], #log button[value]").evaluate_all(
        "all => all.map(b => b.dataset.payload || b.value)"
    )
    assert any(article in payload for payload in payloads), payloads


async def test_telegram_answers_the_same_questions(product: Product) -> None:
    async with httpx.AsyncClient(base_url=product.url) as client:
        for person, (name, question, _, language) in enumerate(QUESTIONS, start=7001):
            before = len(product.telegram.sent)
            update = product.telegram.text_update(question, person=person, language=language)
            headers = {"X-Telegram-Bot-Api-Secret-Token": telegram.SECRET}
            assert (await client.post("/webhooks/telegram", json=update, headers=headers)).status_code == 200
            await until(lambda before=before: len(product.telegram.sent) > before + 1, 20)
            reply, notice = product.telegram.sent[before:]
            assert "2026" in reply["plain"], name
            assert "http" in reply["text"], name
            assert "/delete" in notice["plain"], name


async def test_whatsapp_answers_the_same_questions(product: Product) -> None:
    async with httpx.AsyncClient(base_url=product.url) as client:
        for number, (name, question, _, _) in enumerate(QUESTIONS):
            before = len(product.whatsapp.sent)
            person = f"MA.test{number:04d}{int(time.time())}"
            raw = whatsapp.webhook(whatsapp.batch([product.whatsapp.text(question, from_user_id=person)]))
            assert await whatsapp.deliver(client, raw) == 200
            await until(lambda before=before: len(product.whatsapp.sent) > before + 1, 20)
            assert "2026" in json.dumps(product.whatsapp.sent[before:], ensure_ascii=False), name


async def test_a_call_for_help_brings_the_line_of_the_country(product: Product) -> None:
    async with browser() as chromium, visiting(chromium, locale="ar") as visit:
        await visit.page.goto(product.url)
        await visit.say("lpatron chad liya lpassport w mabghach y3tih liya, ana f talyan")
        reply = (await visit.replies(1))[0]
        assert "800 290 290" in reply or "800290290" in reply.replace(" ", "")
        await visit.picture("product-phone-help")


async def test_without_the_engine_the_next_question_is_still_answered_and_the_engine_is_used_again(product: Product) -> None:
    async with browser() as chromium, visiting(chromium, locale="fr") as visit:
        await visit.page.goto(product.url)
        product.kill_engine()
        await visit.say("C'est quoi le salaire minimum en France ?")
        reply, _notice = await visit.replies(2)
        assert "2026" in reply
        assert _log_says(product, degraded=True)
        async with asyncio.timeout(ENGINE_BACK_S):
            while not await product.engine_answers():
                await asyncio.sleep(0.5)
        await visit.say("merci beaucoup")
        await visit.replies(3)
        assert _last_turn(product)["degraded"] is False


def _turns(product: Product) -> list[dict[str, Any]]:
    log = Path(product.environment["DALIL_STATE"]) / "logs" / "gateway.log"
    events = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    return [event for event in events if event.get("event") == "turn_answered"]


def _last_turn(product: Product) -> dict[str, Any]:
    return _turns(product)[-1]


def _log_says(product: Product, **fields: Any) -> bool:
    return any(all(turn.get(name) == value for name, value in fields.items()) for turn in _turns(product)[-3:])


_WITHDRAW = """
import sys
from dalil.home import set_up_django, state_directory
from dalil.store import store
with store(state_directory()):
    set_up_django()
    from knowledge.models import Article
    for row in Article.objects.filter(slug=sys.argv[1]):
        row.unpublish() if sys.argv[2] == "withdraw" else row.save_revision().publish()
"""


async def _change(product: Product, article: str, what: str) -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _WITHDRAW, article, what, env=product.environment)
    assert await process.wait() == 0


async def test_a_withdrawn_article_stops_answering_within_seconds_and_a_published_one_answers(product: Product) -> None:
    question = "How does the opportunity card for Germany work?"
    async with browser() as chromium, visiting(chromium, locale="en") as visit:
        await visit.page.goto(product.url)
        try:
            await _change(product, "de-opportunity-card", "withdraw")
            await asyncio.sleep(PUBLISH_S)
            await visit.say(question)
            await visit.replies(2)  # and the notice of the first contact
            cited = await visit.page.locator("#log").inner_html()
            assert "de-opportunity-card" not in cited
        finally:
            await _change(product, "de-opportunity-card", "publish")
        await asyncio.sleep(PUBLISH_S)
        await visit.say(question)
        await visit.replies(3)
        await _shows(visit.page, "de-opportunity-card")


async def test_ask_answers_two_hundred_lines_within_a_minute(product: Product) -> None:
    lines = [json.dumps({"id": str(n), "text": QUESTIONS[n % len(QUESTIONS)][1]}, ensure_ascii=False) for n in range(200)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "dalil", "ask", "--jsonl", env=product.environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    started = time.monotonic()
    out, _ = await process.communicate("\n".join(lines).encode())
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == [str(n) for n in range(200)]
    for n, row in enumerate(rows):
        (turn,) = row["turns"]
        _, question, article, language = QUESTIONS[n % len(QUESTIONS)]
        assert turn["act"] == "answer", question
        assert turn["language"] == language
        assert turn["replies"][0]["citations"][0]["article"] == article
    assert time.monotonic() - started < 60
