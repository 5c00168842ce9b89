"""The pages over real HTTP: languages, headers, the form, and the files."""

from __future__ import annotations

import re

import pytest

from tests.connectors.web.chatting import chatting
from tests.connectors.web.scripted import Scripted, answer

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]


def hidden(html: str) -> str:
    """The id that one rendering of the page carries."""
    found = re.search(r'name="page" value="([0-9a-f-]{36})"', html)
    assert found is not None
    return found[1]


async def test_the_page_speaks_the_language_asked_for_or_the_browsers() -> None:
    async with chatting() as at:
        for query, accepted, expected in (("", "it", 'lang="it" dir="ltr"'), ("?lang=ar", "it", 'lang="ar" dir="rtl"')):
            page = await at.client.get(f"/{query}", headers={"Accept-Language": accepted})
            assert f"<html {expected}>" in page.text


async def test_what_people_and_answers_say_is_never_markup() -> None:
    hostile = "<script>alert(1)</script>\"'>&<b>"
    async with chatting() as at:
        await at.start()
        await at.say(hostile)
        await at.answers(1)
        page = (await at.client.get("/")).text
        assert "<script>alert" not in page and page.count("&lt;script&gt;alert(1)") == 2


async def test_the_form_answers_with_the_page_that_holds_the_answer() -> None:
    async with chatting(Scripted(replies={"visa": answer})) as at:
        page = await at.client.get("/?lang=fr")
        form = {"page": hidden(page.text), "language": "fr", "text": "un visa ?"}
        sent = await at.client.post("/", data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, "/?lang=fr#end")
        shown = (await at.client.get("/?lang=fr")).text
        assert "un visa ?" in shown and "Make it in Germany" in shown and "http-equiv" not in shown
        await at.client.post("/", data=form)
        assert at.script.heard == ["un visa ?"]


async def test_an_empty_form_or_a_button_that_was_never_shown_says_nothing() -> None:
    async with chatting() as at:
        page = hidden((await at.client.get("/")).text)
        for fields in ({"text": "  "}, {"payload": "/restart"}):
            assert (await at.client.post("/", data={"page": page, "language": "en", **fields})).status_code == 303
        assert at.script.heard == []


async def test_a_page_that_awaits_an_answer_asks_again_by_itself() -> None:
    async with chatting(Scripted(delay_s=2)) as at:
        await at.start()
        await at.say("hello")
        assert '<noscript><meta http-equiv="refresh"' in (await at.client.get("/")).text
        await at.answers(1)


async def test_files_are_served_small_and_kept_by_their_content() -> None:
    async with chatting() as at:
        page = (await at.client.get("/")).text
        for address in re.findall(r'"(/chat/static/[^"]+)"', page):
            file = await at.client.get(address)
            assert file.status_code == 200 and "immutable" in file.headers["cache-control"]
        assert (await at.client.get("/chat/static/x/none.js")).status_code == 404
        assert (await at.client.get(address, headers={"Accept-Encoding": "identity"})).content == file.content


async def test_any_site_may_load_the_embed_script_with_its_words() -> None:
    async with chatting() as at:
        script = await at.client.get("/embed.js")
        assert script.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "DALIL_WORDS" not in script.text and "web_open_chat" in script.text


async def test_leaving_may_lead_to_a_site_that_many_people_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_WEB_EXIT_URL", "https://www.example.org/weather")
    async with chatting() as at:
        left = await at.client.post("/chat/end", data={"leave": "1"})
        assert (left.status_code, left.headers["location"]) == (303, "https://www.example.org/weather")
