"""A text as search terms: stemmed words, consonant skeletons, character n-grams. Pure."""

from __future__ import annotations

from functools import cache, lru_cache

import Stemmer

from knowledge.language.arabizi import skeleton, skeletons, words
from knowledge.language.characters import normalise, without_accents

ARABIC_SCRIPT = frozenset({"ar", "ary", "aeb", "arz"})
ARABIZI = frozenset({"ary-Latn", "aeb-Latn", "arz-Latn"})
_STEMMERS = {"ar": "arabic", "fr": "french", "en": "english", "it": "italian", "de": "german"}
LATIN = frozenset({"fr", "en", "it", "de"})
# Arabizi borrows its European words from French; a mixed message most often does too.
_BORROWED_FROM = "fr"
NGRAM_SIZES = (2, 3, 4)


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language])


@lru_cache(maxsize=200_000)
def _stem(word: str, language: str) -> str:
    stem: str = _stemmer(language).stemWord(word)
    return without_accents(stem)


def terms(text: str, variety: str) -> list[str]:
    """Search terms of a text: `w:` stemmed words, and `k:` skeletons where Arabic may be written in either script.

    >>> terms("Flous bach", "ary-Latn")
    ['w:flous', 'k:fls', 'w:bach', 'k:bC']
    """
    found = []
    sounding = variety not in LATIN
    for word in words(normalise(text)):
        arabic = "\u0600" <= word[:1] <= "\u06ff"
        found.append("w:" + _stem(word, "ar" if arabic else variety if variety in LATIN else _BORROWED_FROM))
        if sounding and (bones := skeleton(word)):
            found.append("k:" + bones)
    return found


def ngrams(text: str) -> list[str]:
    """Character n-grams inside words, with word ends marked: robust against spelling.

    >>> ngrams("ab")
    ['<a', 'ab', 'b>', '<ab', 'ab>', '<ab>']
    """
    return [gram for word in words(without_accents(normalise(text))) for gram in _pieces(word)]


@lru_cache(maxsize=200_000)
def _pieces(word: str) -> tuple[str, ...]:
    """The n-grams of one word; words come back so often that an index is built in half the time with this memory."""
    marked = f"<{word}>"
    return tuple(marked[i : i + size] for size in NGRAM_SIZES for i in range(len(marked) - size + 1))


def sounds(text: str) -> list[str]:
    """N-grams of consonant skeletons: what Arabic letters and Arabizi spellings of the same words share.

    >>> sounds("flous") == sounds("فلوس")
    True
    """
    return [gram for bones in skeletons(text) for gram in _pieces(bones)]
