"""Every page of the handbook: it is there, it stands on its own, and nothing in an article can harm its reader."""

from __future__ import annotations

import gzip
import posixpath
from datetime import date

import pytest

from knowledge.article import Article, ArticleFolder, Country, Language, Topic
from knowledge.handbook.edition import Edition, edition
from knowledge.handbook.pages import pages
from knowledge.helpline import Area, Caution, Helpline, HelplineTopic, Reliability
from tests.knowledge.handbook.reading import Reading, read
from tests.knowledge.samples import TODAY, WAGE, article, folder

POLICE = Helpline(
    country=Area.DE,
    topics=(HelplineTopic.POLICE,),
    names=dict.fromkeys(Language, "Police"),
    phone_local="110",
    warning=Caution.POLICE_MAY_CHECK_PAPERS,
)
COUNSEL = Helpline(
    country=Area.DE,
    topics=(HelplineTopic.LABOUR,),
    name="Rat",
    phone_local="030 1815",
    phone_international="+49 30 1815",
    confidence=Reliability.MEDIUM,
)
GUESSED = Helpline(country=Area.DE, topics=(HelplineTopic.FIRE,), name="Guessed", phone_local="555", confidence=Reliability.UNVERIFIED)


def of(*folders: ArticleFolder, lines: tuple[Helpline, ...] = (), on: date = TODAY) -> Edition:
    return edition(folders, lines, on)


def drawn(known: Article, on: date = TODAY) -> str:
    """The page of one article in its own language."""
    return pages(of(ArticleFolder(id=known.id, articles=(known,), figures=(WAGE,)), on=on))[f"{known.language.value}/{known.id}.html"]


def test_every_article_in_every_language_has_a_page(shipped: Edition, shipped_pages: dict[str, str]) -> None:
    assert len(shipped.articles) > 1000
    assert {f"{language.value}/{id}.html" for id, language in shipped.articles} <= shipped_pages.keys()


def test_every_page_is_whole_and_leads_nowhere_that_is_not_there(shipped_pages: dict[str, str]) -> None:
    for path, text in shipped_pages.items():
        if path.endswith(".html"):
            page = read(text)
            assert page.unbalanced == [], path
            assert page.count("h1") == 1 and page.count("main") == 1, path
            assert len(page.ids()) == len(set(page.ids())), path
            assert _broken(path, page, shipped_pages) == [], path


def _broken(path: str, page: Reading, files: dict[str, str]) -> list[str]:
    """Links and files that lead out of the handbook's folder to nothing."""
    inner = [*page.values("link", "href"), *page.values("script", "src"), *page.values("img", "src")]
    inner += [href for href in page.values("a", "href") if not href.startswith(("https://", "http://", "tel:", "sms:", "#"))]
    jumps = [href for href in page.values("a", "href") if href.startswith("#") and href[1:] not in page.ids()]
    return jumps + [place for place in inner if posixpath.normpath(posixpath.join(posixpath.dirname(path), place)) not in files]


def test_no_page_holds_a_figure_that_was_not_filled_in(shipped_pages: dict[str, str]) -> None:
    texts = {path: read(text).text for path, text in shipped_pages.items() if path.endswith(".html")}
    assert [path for path, text in texts.items() if "{" in text] == []


def test_pages_are_small(shipped_pages: dict[str, str]) -> None:
    articles = [text for path, text in shipped_pages.items() if path.endswith(".html") and "<article" in text]
    others = [text for path, text in shipped_pages.items() if path.endswith(".html") and "<article" not in text]
    assert max(len(text.encode()) for text in articles) < 30_000
    assert max(len(gzip.compress(text.encode())) for text in others) < 15_000  # lists of everything, as they travel


def test_an_arabic_page_runs_from_right_to_left_and_isolates_numbers_and_latin_names() -> None:
    page = drawn(article(language=Language.AR, short_answer="اتصل 0800 111 010 أو Rue Belliard 68 الآن"))
    assert '<html lang="ar" dir="rtl">' in page
    assert "<bdi>0800 111 010</bdi>" in page and "<bdi>Rue Belliard 68</bdi>" in page
    assert '<html lang="de" dir="ltr">' in drawn(article(language=Language.DE))


def test_what_an_article_says_about_itself_is_shown_as_it_is() -> None:
    assert "not yet confirmed by a caseworker" in drawn(article())
    assert "Confirmed by a caseworker" in drawn(article(confirmed_by_caseworker=True))
    page = read(drawn(article()))
    assert "01/11/2026" in page.text and "01/11/2027" in page.text
    assert "https://source.example/1" in page.values("a", "href") and "tel:112" in page.values("a", "href")
    assert "You get 12.82 EUR." in page.text


def test_an_overdue_article_shows_its_official_page_instead_of_its_answer() -> None:
    page = read(drawn(article(), on=date(2027, 11, 2)))
    assert "We are checking this information again" in page.text
    assert "You get" not in page.text and "Ask." not in page.text
    assert page.values("a", "href").count("https://zoll.example") == 2


HOSTILE = '<script>alert(1)</script> <img src=x onerror=alert(1)> "><b>'


@pytest.mark.parametrize("part", ["title", "short_answer", "body", "official_page"])
def test_hostile_text_is_shown_and_never_obeyed(part: str) -> None:
    known = folder(**{part: HOSTILE})
    for text in pages(of(known)).values():
        page = read(text) if text.startswith("<!doctype") else None
        if page is not None:
            assert page.unbalanced == []
            assert page.count("b") == 0 and page.values("img", "onerror") == []
            assert page.values("script", "src") in ([], ["../search.js"]) and page.count("script") <= 1


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc/passwd", "other.html"])
def test_a_link_to_a_strange_place_is_no_link(target: str) -> None:
    page = read(drawn(article(body=f"Go [here]({target}).")))
    assert target not in page.values("a", "href")


def test_a_link_to_an_article_leads_to_its_page_or_is_only_words() -> None:
    first = folder(body="See [wages](article:fr-wage) and [more](article:gone).", related=("fr-wage", "gone", "de-wage"))
    page = read(pages(of(first, folder("fr-wage")))["en/de-wage.html"])
    assert page.values("a", "href").count("fr-wage.html") == 2
    assert "See wages and more." in page.text
    assert "gone.html" not in page.values("a", "href")


def test_a_language_that_an_article_does_not_have_is_not_offered() -> None:
    only = ArticleFolder(id="de-wage", articles=(article(), article(language=Language.FR)), figures=(WAGE,))
    page = read(pages(of(only))["en/de-wage.html"])
    assert page.values("a", "hreflang") == ["fr", "en"]


def test_the_contents_list_every_article_once_by_country_and_topic() -> None:
    many = (
        folder(),
        folder("eu", destination=frozenset({Country.DE, Country.IT})),
        folder("any", destination=frozenset(), topic=Topic.MONEY),
    )
    page = read(pages(of(*many))["en/index.html"])
    assert [href for href in page.values("a", "href") if href in {"de-wage.html", "eu.html", "any.html"}] == [
        "de-wage.html",
        "any.html",
        "eu.html",
    ]
    assert "Germany" in page.text and "Several countries" in page.text and "Rights at work" in page.text


def test_helplines_show_only_numbers_that_may_be_given() -> None:
    page = read(pages(of(folder(), lines=(COUNSEL, GUESSED, POLICE)))["fr/helplines.html"])
    assert [href for href in page.values("a", "href") if href.startswith("tel:")] == ["tel:110", "tel:+49301815"]
    assert "030 1815" in page.text and "vérifiez d'abord ce numéro" in page.text
    assert "Guessed" not in page.text


def test_every_page_forbids_what_it_does_not_need(shipped_pages: dict[str, str]) -> None:
    policy = (
        "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'"
    )
    wrong = [path for path, text in shipped_pages.items() if path.endswith(".html") and policy not in text]
    assert wrong == []
    assert "http" not in shipped_pages["search.js"] and "url(" not in shipped_pages["style.css"]
