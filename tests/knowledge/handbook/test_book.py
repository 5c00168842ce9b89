"""A book of one destination: what it holds, and that it stands on its own."""

from __future__ import annotations

from knowledge.article import Country, Language
from knowledge.handbook.book import book, books, files_beside, name
from knowledge.handbook.edition import edition
from tests.knowledge.handbook.reading import read
from tests.knowledge.handbook.test_pages import COUNSEL
from tests.knowledge.samples import TODAY, folder

KNOWN = edition(
    (
        folder(related=("it-wage",), body="See [Italy](article:it-wage), [all](article:any)."),
        folder("it-wage", destination=frozenset({Country.IT})),
        folder("any", destination=frozenset(), confirmed_by_caseworker=True),
    ),
    (COUNSEL,),
    TODAY,
)


def test_a_book_holds_its_country_and_what_holds_anywhere() -> None:
    page = read(book(KNOWN, Language.EN, Country.DE))
    assert page.ids() == ["de-wage", "any", "helplines"]
    assert page.unbalanced == [] and page.count("h1") == 1
    assert "See Italy, all." in page.text
    assert [href for href in page.values("a", "href") if href.startswith("#")] == ["#de-wage", "#any", "#helplines", "#any"]


def test_the_cover_says_the_day_and_what_nobody_has_confirmed() -> None:
    text = " ".join(read(book(KNOWN, Language.FR, Country.DE)).text.split())
    assert "État au 22/11/2026" in text and "Articles : 2. Confirmés par un conseiller : 1." in text


def test_a_book_gives_the_numbers_of_its_country() -> None:
    assert "+49 30 1815" in book(KNOWN, Language.AR, Country.DE)
    assert "+49 30 1815" not in book(KNOWN, Language.AR, Country.IT)


def test_there_is_a_book_for_every_language_and_country_that_has_articles() -> None:
    assert len(books(KNOWN)) == len(Language) * 2
    assert name(Language.FR, Country.DE) == "dalil-fr-de"


def test_what_a_book_needs_lies_beside_it() -> None:
    page = read(book(KNOWN, Language.DE, Country.IT))
    assert {*page.values("link", "href"), *page.values("img", "src")} == files_beside().keys()
    assert page.count("script") == 0
