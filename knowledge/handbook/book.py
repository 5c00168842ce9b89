"""One printable page with everything about one destination, in one language. Pure."""

from __future__ import annotations

from typing import Any

from knowledge.article import Country, Language
from knowledge.handbook.calling import cards
from knowledge.handbook.edition import Edition, book_parts, destinations, numbers_of
from knowledge.handbook.pages import ASSETS, FOLDER, article_view, country_name, draw

STYLE = "book.css"


def books(known: Edition) -> list[tuple[Language, Country]]:
    """Every book there is to print."""
    return [(language, country) for language in Language for country in destinations(known, language)]


def name(language: Language, country: Country) -> str:
    """The file's name without its ending.

    >>> name(Language.FR, Country.DE)
    'dalil-fr-de'
    """
    return f"dalil-{language.value}-{country.value.lower()}"


def files_beside() -> dict[str, str]:
    """What must stand in the folder of a book's page, by name."""
    return {file: (FOLDER / "assets" / file).read_text("utf-8") for file in (STYLE, *ASSETS) if not file.endswith(".js")}


def book(known: Edition, language: Language, country: Country) -> str:
    """Cover, contents, articles by topic (those of the country, then those that hold anywhere), and the country's helplines."""
    parts = book_parts(known, language, country)
    articles = [article for part in parts for chapter in part.chapters for article in chapter.articles]
    numbers = {article.id: number for number, article in enumerate(articles, start=1)}

    def address(id: str) -> str | None:
        return f"#{id}" if id in numbers else None

    views: dict[str, Any] = {article.id: article_view(known, article, address) for article in articles}
    confirmed = sum(article.confirmed_by_caseworker for article in articles)
    helplines = [
        (code, country_name(code, language), cards(lines, language)) for code, lines in numbers_of(known, [country.value, "EU", "INT"])
    ]
    return draw(
        "book.html",
        language,
        known,
        country=country,
        parts=parts,
        numbers=numbers,
        views=views,
        confirmed=str(confirmed),
        total=str(len(articles)),
        countries=helplines,
    )
