"""BM25 as well as it can be set up on the same texts: word forms, its two constants and its scope chosen on development questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray

from dalil.understanding.finding import Rank, Row
from knowledge.article import Article

Scores = NDArray[np.float32]
FORMS = ("words", "stems", "pieces")
CONSTANTS = ((1.5, 0.75), (0.9, 0.4))  # k1 and b: of Lucene's users, and of Anserini's
PIECE = 4  # letters; McNamee and Mayfield (2004) found 4 best over European languages
_WORD = re.compile(r"\w+")
_STEMMERS = {"ar": "arabic", "fr": "french", "en": "english", "it": "italian", "de": "german"}
_ARABIC = frozenset({"ar", "ary", "aeb", "arz"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One way to set BM25 up."""

    form: str  # of FORMS
    k1: float
    b: float
    own: bool  # only among the texts in the language of the question

    def __str__(self) -> str:
        return f"{self.form}, k1 {self.k1}, b {self.b}, {'texts of its language' if self.own else 'all texts'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexical:
    """Every setting's index over the same articles, phrasings included: the same texts as ours, no more."""

    articles: Sequence[str]  # id of the article of each document
    languages: Sequence[str]
    indexes: Mapping[tuple[str, float, float], Any]  # bm25s has no types

    def first(self, row: Row, setting: Setting) -> str:
        """The first article for a question whose variety is told, which is kinder to BM25 than life is."""
        language = language_of(row["variety"])
        index = self.indexes[setting.form, setting.k1, setting.b]
        asked = tokens(row["text"], language, setting.form)
        scores: Scores = index.get_scores(asked) if asked else np.zeros(len(self.articles), np.float32)  # bm25s refuses no terms
        if setting.own:
            scores = np.where(np.array(self.languages) == language, scores, -1.0)
        return self.articles[int(np.argmax(scores))]


def build(articles: Iterable[Article]) -> Lexical:
    """One document an article and language."""
    known = list(articles)
    texts = [" ".join([a.title, a.short_answer, a.body, *(p.text for p in a.phrasings)]) for a in known]
    indexes = {}
    for form in FORMS:
        listed = [tokens(text, article.language.value, form) for text, article in zip(texts, known, strict=True)]
        for k1, b in CONSTANTS:
            index = bm25s.BM25(k1=k1, b=b)
            index.index(listed, show_progress=False)
            indexes[form, k1, b] = index
    return Lexical(articles=[a.id for a in known], languages=[a.language.value for a in known], indexes=indexes)


def tune(lexical: Lexical, development: Sequence[Row]) -> dict[str, Setting]:
    """For each variety, the setting that ranks the right article first most often on questions that are not held out."""
    varieties = dict.fromkeys(row["variety"] for row in development)
    return {name: _best(lexical, [row for row in development if row["variety"] == name]) for name in varieties}


def ranking(lexical: Lexical, settings: Mapping[str, Setting]) -> Rank:
    """BM25 as tuned, each variety with its setting."""
    return lambda rows: [lexical.first(row, settings[row["variety"]]) for row in rows]


def _best(lexical: Lexical, rows: Sequence[Row]) -> Setting:
    settings = [Setting(form=form, k1=k1, b=b, own=own) for form in FORMS for k1, b in CONSTANTS for own in (False, True)]
    return max(settings, key=lambda setting: sum(lexical.first(row, setting) in row["relevant"] for row in rows))


def language_of(variety: str) -> str:
    """The language whose word forms serve a variety; Arabizi and mixed messages borrow from French most.

    >>> language_of("arz"), language_of("ary-Latn"), language_of("de")
    ('ar', 'fr', 'de')
    """
    return "ar" if variety in _ARABIC else variety if variety in _STEMMERS else "fr"


def tokens(text: str, language: str, form: str) -> list[str]:
    """A text as terms of BM25, in one of FORMS; Arabic letters have Arabic stems whatever the text is in.

    >>> tokens("Les visas demandés", "fr", "stems"), tokens("Visas", "fr", "pieces")
    (['le', 'vis', 'demand'], ['visa', 'isas'])
    """
    words = _WORD.findall(text.casefold())
    if form == "stems":
        arabic, own = Stemmer.Stemmer("arabic"), Stemmer.Stemmer(_STEMMERS[language])
        return [str((arabic if "\u0600" <= word[0] <= "\u06ff" else own).stemWord(word)) for word in words]
    if form == "pieces":
        return [word[i : i + PIECE] for word in words for i in range(max(1, len(word) - PIECE + 1))]
    return words
