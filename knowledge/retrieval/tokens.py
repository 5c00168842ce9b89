"""A text as search terms: stemmed words, consonant skeletons, character n-grams. Pure."""

from __future__ import annotations

import zlib
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


def ngrams(word: str) -> list[str]:
    """Character n-grams of a word, with its ends marked: robust against spelling.

    >>> ngrams("ab")
    ['<a', 'ab', 'b>', '<ab', 'ab>', '<ab>']
    """
    marked = f"<{word}>"
    return [marked[i : i + size] for size in NGRAM_SIZES for i in range(len(marked) - size + 1)]


def code(term: str) -> int:
    """A term as a number, the same on every machine."""
    return zlib.crc32(term.encode())


def letters(text: str) -> set[int]:
    """The codes of the n-grams of a text's words."""
    return set().union(*map(_ngram_codes, words(without_accents(normalise(text)))))


def sounds(text: str) -> set[int]:
    """The codes of the n-grams of consonant skeletons: what Arabic letters and Arabizi spellings of the same words share.

    >>> sounds("flous") == sounds("فلوس")
    True
    """
    return set().union(*map(_ngram_codes, skeletons(text)))


@lru_cache(maxsize=200_000)
def _ngram_codes(word: str) -> frozenset[int]:
    """Words come back so often that an index is built in half the time with this memory."""
    return frozenset(map(code, ngrams(word)))
