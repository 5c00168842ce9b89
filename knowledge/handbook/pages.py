"""The handbook's pages: an edition in, files out (path -> text). Pure but for reading the templates and assets beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from knowledge import markdown
from knowledge.article import Article, Language
from knowledge.handbook import rendering
from knowledge.handbook.calling import cards
from knowledge.handbook.edition import ORDER, Edition, numbers_of, parts
from knowledge.handbook.searchable import search_data
from knowledge.phrases import say

FOLDER = Path(__file__).parent
ASSETS = ("style.css", "search.js", "icon.svg")
LANGUAGES = tuple(Language)
_PLACE_OF_URL = "\0"


def pages(known: Edition) -> dict[str, str]:
    """Every file of the handbook, by its path below the folder it is written to."""
    files = {name: (FOLDER / "assets" / name).read_text("utf-8") for name in ASSETS}
    files["index.html"] = draw("choice.html", Language.EN, known, languages=LANGUAGES)
    for language in Language:
        files |= {f"{language.value}/{name}": text for name, text in _in_language(known, language).items()}
    return files


def _in_language(known: Edition, language: Language) -> dict[str, str]:
    files = {
        "index.html": _page("contents.html", language, known, "index", LANGUAGES, parts=parts(known, language)),
        "helplines.html": _page("helplines.html", language, known, "helplines", LANGUAGES, countries=countries(known, language)),
        "search-data.js": search_data(known, language),
    }
    for article in known.in_language(language):
        view, there_in = article_view(known, article, _address), known.languages_of(article.id)
        files[_address(article.id)] = _page("article.html", language, known, article.id, there_in, **view)
    return files


def _page(template: str, language: Language, known: Edition, page: str, languages: Sequence[Language], **values: Any) -> str:
    """A page with header and footer; `languages` are those in which it exists under the same name."""
    return draw(template, language, known, page=page, languages=languages, **values)


def article_view(known: Edition, article: Article, address: rendering.Address) -> dict[str, Any]:
    """What the template of an article needs: texts as safe HTML, and whether it may be answered from at all."""
    language = article.language
    text = partial(rendering.filled, known=known.figures, language=language)

    def place(id: str) -> str | None:
        return address(id) if known.find(id, language) else None

    return {
        "article": article,
        "overdue": article.is_overdue(known.made_on),
        "recheck": recheck(article),
        "answer": text(article.short_answer),
        "sections": [
            (section.key, text(section.title), rendering.body(section.text, known.figures, language, place))
            for section in markdown.sections(article.body)
        ],
        "related": [(other, address(other.id)) for other in known.related(article)],
    }


def recheck(article: Article) -> tuple[Markup, Markup]:
    """The sentence that stands instead of an overdue answer, before and after the address of the official page."""
    before, _, after = say("being_rechecked", article.language, url=_PLACE_OF_URL).partition(_PLACE_OF_URL)
    return escape(before), escape(after)


def countries(known: Edition, language: Language) -> list[tuple[str, str, list[Any]]]:
    """Code, name and cards of every country that has numbers, in reading order."""
    codes = [*(country.value for country in ORDER if country), "EU", "INT"]
    return [(code, country_name(code, language), cards(lines, language)) for code, lines in numbers_of(known, codes)]


def country_name(code: str | None, language: Language) -> str:
    """A country by its ISO code; EU, INT, and None for several countries."""
    named = {"EU": "handbook_europe", "INT": "handbook_everywhere", None: "handbook_several"}
    return say(named.get(code) or f"country_{code}", language)


def draw(name: str, language: Language, known: Edition, **values: Any) -> str:
    """A template in a language; every text of ours comes from the catalogue by its key."""
    return (
        _templates()
        .get_template(name)
        .render(
            language=language,
            way=rendering.direction,
            say=say,
            words=partial(_words, language),
            day=partial(rendering.day, language=language),
            text=partial(rendering.filled, known=known.figures, language=language),
            country_name=partial(country_name, language=language),
            known=known,
            **values,
        )
    )


def _words(language: Language, key: str, **values: Any) -> Markup:
    """A phrase, escaped, with values that may be HTML."""
    marks: Mapping[str, str] = {name: f"\0{name}\0" for name in values}
    text = str(escape(say(key, language, **marks)))
    for name, value in values.items():
        text = text.replace(f"\0{name}\0", str(escape(value)))
    return Markup(text)  # noqa: S704 - every part of it has just been escaped


def _address(id: str) -> str:
    return f"{id}.html"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
