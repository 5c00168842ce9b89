"""The texts an article is found by: its titles, phrasings, short answers and sections, in all languages. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from knowledge import figures, markdown
from knowledge.article import Article, Figure
from knowledge.language.arabizi import to_arabic
from knowledge.language.characters import readable

_ARABIZI = frozenset({"ary-Latn", "aeb-Latn", "arz-Latn"})


class Kind(IntEnum):
    QUESTION = 0  # a title or a phrasing: what people ask
    ANSWER = 1  # a short answer or a section: what we say


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text that leads to an article."""

    article: str
    variety: str
    kind: Kind
    text: str


def entries(articles: Iterable[Article], known: Mapping[str, Figure]) -> list[Entry]:
    """All entries, those of one article next to each other, articles in order of id."""
    return [entry for article in sorted(articles, key=lambda a: (a.id, a.language)) for entry in _of(article, known)]


def _of(article: Article, known: Mapping[str, Figure]) -> Iterable[Entry]:
    language = article.language.value
    yield Entry(article=article.id, variety=language, kind=Kind.QUESTION, text=article.title)
    for phrasing in article.phrasings:
        yield Entry(article=article.id, variety=phrasing.variety.value, kind=Kind.QUESTION, text=phrasing.text)
    yield Entry(article=article.id, variety=language, kind=Kind.ANSWER, text=figures.fill(article.short_answer, known, article.language))
    for section in markdown.sections(article.body):
        text = markdown.plain(figures.fill(f"{section.title}\n{section.text}", known, article.language))
        yield Entry(article=article.id, variety=language, kind=Kind.ANSWER, text=f"{article.title} {text}")


def encoder_text(text: str, variety: str) -> str:
    """What the encoder is given: Arabizi in Arabic letters, which it has seen; everything else as written."""
    return to_arabic(text) if variety in _ARABIZI else readable(text)
