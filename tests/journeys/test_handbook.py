"""What people do with the handbook on a telephone that is offline: read, search in their own spelling, print."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page

from dalil import handbook
from dalil.preparing import NotReady
from dalil.printing import find_chromium, print_page
from knowledge.article import Article, ArticleFolder, Country, Language, Phrasing, Topic, Variety
from knowledge.handbook.edition import edition
from knowledge.handbook.searchable import terms
from tests.journeys.browsing import CHROMIUM, DESKTOP, browser, violations, visiting
from tests.knowledge.handbook.test_pages import COUNSEL, POLICE
from tests.knowledge.samples import TODAY, WAGE, article
from tests.node import needs

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's Chromium")]

# id -> titles by language and how people ask; the French and Arabic ones are searched for below.
ARTICLES: dict[str, tuple[Topic, dict[Language, str], dict[Variety, str]]] = {
    "de-wage": (
        Topic.RIGHTS_AT_WORK,
        {Language.FR: "Quel est le salaire minimum en Allemagne ?", Language.AR: "ما هو الحد الأدنى للأجور في ألمانيا؟"},
        {Variety.ARY_LATN: "ch7al flous f sa3a", Variety.ARZ: "كام الاجر في المانيا"},
    ),
    "de-permit": (
        Topic.WORK_VISA,
        {Language.FR: "Comment renouveler mon permis de séjour à l'étranger ?", Language.AR: "كيف أجدد رخصة الإقامة؟"},
        {Variety.AEB_LATN: "njadded la carte", Variety.FR: "titre de sejour expiré"},
    ),
    "passport": (
        Topic.PROTECTION,
        {Language.FR: "Mon patron garde mon passeport", Language.AR: "صاحب العمل يحتجز جوازي"},
        {Variety.ARY: "الباطرون شد ليا الباسبور"},
    ),
}


def _texts(id: str) -> tuple[Article, ...]:
    topic, titles, asked = ARTICLES[id]
    phrasings = tuple(Phrasing(variety=variety, text=text) for variety, text in asked.items())
    return tuple(
        article(
            id, language, title=titles.get(language, f"{id} {language.value}"), topic=topic, phrasings=phrasings, related=tuple(ARTICLES)
        )
        for language in sorted(Language)
    )


KNOWN = edition([ArticleFolder(id=id, articles=_texts(id), figures=(WAGE,)) for id in ARTICLES], (POLICE, COUNSEL), TODAY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("handbook")
    handbook.write_html(KNOWN, target)
    return target


async def _found(page: Page, words: str, first: str) -> None:
    """Type into the search box; the first result must be that article."""
    await page.fill("#query", words)
    await page.locator(f"#results li:first-child a[href='{first}.html']").wait_for(timeout=5_000)
    assert not await page.locator("#list").is_visible()


@pytest.mark.parametrize(
    ("language", "words", "first"),
    [
        ("ar", "أجُور ألمانيـــا", "de-wage"),
        ("ar", "الاجر", "de-wage"),
        ("ar", "الباطرون", "passport"),
        ("fr", "flous", "de-wage"),
        ("fr", "sejour etranger", "de-permit"),
        ("fr", "SALAIRE", "de-wage"),
        ("fr", "pass", "passport"),
        ("de", "flouss", "de-wage"),
    ],
)
async def test_people_find_an_article_in_their_own_spelling(folder: Path, language: str, words: str, first: str) -> None:
    async with browser() as chromium, visiting(chromium) as visit:
        await visit.page.goto((folder / language / "index.html").as_uri())
        await _found(visit.page, words, first)
        assert any(character.isdigit() for character in await visit.page.inner_text("#found"))
        assert {url.partition("://")[0] for url in visit.requested} == {"file"}
        assert visit.complaints == []


async def test_the_search_box_works_with_the_keyboard_alone(folder: Path) -> None:
    async with browser() as chromium, visiting(chromium) as visit:
        page = visit.page
        await page.goto((folder / "fr" / "index.html").as_uri())
        await page.focus("#query")
        await page.keyboard.type("patron")
        await page.locator("#results a").first.wait_for()
        await page.keyboard.press("ArrowDown")
        assert await page.evaluate("() => document.activeElement.getAttribute('href')") == "passport.html"
        await page.keyboard.press("ArrowUp")
        assert await page.evaluate("() => document.activeElement.id") == "query"
        await page.keyboard.press("Escape")
        assert await page.locator("#list").is_visible() and not await page.locator("#results").is_visible()
        await page.keyboard.type("patron")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/passport.html")
        await page.go_back()
        await page.locator("#results a").first.wait_for()
        assert await page.input_value("#query") == "patron"


async def test_nothing_found_says_so_and_keeps_the_list(folder: Path) -> None:
    async with browser() as chromium, visiting(chromium) as visit:
        await visit.page.goto((folder / "it" / "index.html").as_uri())
        await visit.page.fill("#query", "zzzz")
        await visit.page.locator("#found", has_text="Nessun risultato").wait_for()
        assert await visit.page.locator("#list").is_visible()


async def test_the_page_normalises_words_as_the_index_does(folder: Path) -> None:
    texts = [
        "الأَجْــر والأوراق",
        "L’été À Straße Œuvre",
        "chhaaaal ٣٠٠ ۴۵",
        "ﻻ ڤيزا گاع",
        "ﬁn ½ É",
        "permis_b, n.1 x",
        "للعمل بالعمل",
        "ڨابس ݣاع ہے",
        "qu′on Æ",
    ]
    async with browser() as chromium, visiting(chromium) as visit:
        await visit.page.goto((folder / "ar" / "index.html").as_uri())
        assert await visit.page.evaluate("texts => texts.map(terms)", texts) == [terms(text) for text in texts]


async def test_without_script_every_article_is_still_in_the_list(folder: Path) -> None:
    async with browser() as chromium, visiting(chromium, java_script_enabled=False) as visit:
        await visit.page.goto((folder / "index.html").as_uri())
        await visit.page.click("a[hreflang=ar]")
        assert not await visit.page.locator("#search").is_visible()
        await visit.page.locator("summary").first.click()
        await visit.page.click("a[href='de-wage.html']")
        assert await visit.page.get_attribute("html", "dir") == "rtl"
        await visit.page.click("header a[hreflang=de]")
        assert visit.page.url.endswith("/de/de-wage.html")


async def test_a_page_read_long_after_its_day_warns(folder: Path) -> None:
    async with browser() as chromium, visiting(chromium) as visit:
        await visit.page.clock.install(time="2027-11-01T10:00:00")
        await visit.page.goto((folder / "en" / "de-wage.html").as_uri())
        assert not await visit.page.locator("#outdated").is_visible()
        await visit.page.clock.set_fixed_time("2027-11-03T10:00:00")
        await visit.page.reload()
        assert await visit.page.locator("#outdated").is_visible()


PLACES = ("index.html", "de-wage.html", "helplines.html")


@pytest.mark.parametrize("language", list(Language))
async def test_nothing_is_wider_than_a_screen_of_320_pixels_and_targets_are_large(folder: Path, language: Language) -> None:
    async with browser() as chromium, visiting(chromium, viewport={"width": 320, "height": 640}) as visit:
        for place in PLACES:
            await visit.page.goto((folder / language.value / place).as_uri())
            assert await visit.page.evaluate("() => document.documentElement.scrollWidth") <= 320
            for target in await visit.page.locator("header a, footer nav a, summary, a.call, input:visible, .links a").all():
                box = await target.bounding_box()
                assert box and box["height"] >= 44, await target.inner_text()


@needs("axe-core")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_to_complain_about(folder: Path, scheme: str) -> None:
    async with browser() as chromium, visiting(chromium, color_scheme=scheme, viewport=DESKTOP, bypass_csp=True) as visit:
        for place in ("index.html", *(f"{language.value}/{name}" for language in (Language.AR, Language.DE) for name in PLACES)):
            await visit.page.goto((folder / place).as_uri())
            if place.endswith("/index.html"):
                await visit.page.fill("#query", "flous")
                await visit.page.locator("#results a").first.wait_for()
            assert (place, await violations(visit.page)) == (place, [])


def test_a_book_is_printed_with_its_words(tmp_path: Path) -> None:
    assert handbook.print_books(KNOWN, tmp_path, Language.AR, Country.DE).startswith("1 books written")
    (printed,) = tmp_path.iterdir()
    data = printed.read_bytes()
    assert printed.name == "dalil-ar-de.pdf" and data.startswith(b"%PDF")
    assert b"/ToUnicode" in data  # text that can be searched and copied, not pictures of it
    assert 4 <= data.count(b"/Type /Page\n") <= 6


def test_chromium_that_prints_nothing_is_reported(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="printed nothing"):
        print_page("/bin/true", tmp_path / "gone.html", tmp_path / "out.pdf")
    assert find_chromium()
