"""The words by which the search box finds articles, as the script `search-data.js` of a language. Pure.

assets/search.js normalises what people type as `terms` does here; tests/journeys compares the two.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

from knowledge import figures
from knowledge.article import Article, Language, Phrasing
from knowledge.handbook.edition import Edition
from knowledge.language.characters import normalise, without_accents

# How much a word says about an article, by where it stands; the script reads the same numbers.
TITLE, PHRASINGS, PHRASING, ANSWER = 3, 2, 1, 0  # PHRASINGS: in two or more of them
_PLACES = 4

_WORD = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"^(?:[وفبك]?ال|لل)(?=[^\W_]{3})")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def terms(text: str) -> list[str]:
    """The words of a text in the form that is compared: no marks, accents, case or Arabic article.

    >>> terms("L'Été: الأوراق, والعمل")
    ['ete', 'اوراق', 'عمل']
    """
    words = _WORD.findall(without_accents(normalise(text)))
    return [_ARTICLE.sub("", word) for word in words if len(word) > 1 or word.isdigit()]


def search_data(known: Edition, language: Language) -> str:
    """One statement: `DALIL_SEARCH = {"ids": [...], "words": "word:numbers|…"}`.

    A number is article * 4 + place (0 answer, 1 phrasing, 2 several phrasings, 3 title); each list holds the differences
    in base 36. Phrasings of the Arabic varieties count in every language: who reads German may still ask in Arabizi.
    """
    articles = known.in_language(language)
    best: dict[str, dict[int, int]] = {}
    for number, article in enumerate(articles):
        for word, place in _places(known, article):
            found = best.setdefault(word, {})
            found[number] = max(place, found.get(number, 0))
    words = "|".join(f"{word}:{_packed(numbers)}" for word, numbers in sorted(best.items()))
    data = json.dumps({"ids": [article.id for article in articles], "words": words}, ensure_ascii=False, separators=(",", ":"))
    return f"DALIL_SEARCH={data};\n"


def _places(known: Edition, article: Article) -> Iterator[tuple[str, int]]:
    if not article.is_overdue(known.made_on):
        answer = figures.fill(article.short_answer, known.figures, article.language)
        yield from ((word, ANSWER) for word in terms(answer))
    asked = Counter(word for phrasing in _phrasings(known, article) for word in set(terms(phrasing.text)))
    yield from ((word, PHRASINGS if times > 1 else PHRASING) for word, times in asked.items())
    yield from ((word, TITLE) for word in terms(article.title))


def _phrasings(known: Edition, article: Article) -> tuple[Phrasing, ...]:
    arabic = known.find(article.id, Language.AR)
    return article.phrasings if arabic is None or arabic is article else (*article.phrasings, *arabic.phrasings)


def _packed(numbers: dict[int, int]) -> str:
    """Rising numbers as differences: one or two letters each."""
    values = sorted(number * _PLACES + place for number, place in numbers.items())
    return " ".join(_base36(value - before) for before, value in zip([0, *values], values, strict=False))


def _base36(value: int) -> str:
    """As JavaScript's `parseInt(text, 36)` reads it."""
    digits = _DIGITS[value % 36]
    return _base36(value // 36) + digits if value >= 36 else digits
