"""A message as words to match: their plain spelling and their consonants, without clitics. Pure.

Arabic script and Arabizi meet in the skeleton of `knowledge.language.arabizi`. Positions grow by more than one between
sentences, so that no pattern reaches across.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.arabizi import skeleton
from knowledge.language.characters import normalise, without_accents
from knowledge.triage.negation import Denial

WORDS_READ = 800  # of a longer message, only the beginning is read
SENTENCE_GAP = 8

_CONTRACTED = re.compile(r"n't\b")
# An apostrophe joins in Arabizi ("3'ali") and parts elsewhere ("m'a", "l'almanya").
_WORD = re.compile(r"[^\W_]*[3796]'[^\W_]+|[^\W_]+|[.!?;\n]+")
_ARABIC_CLITIC = re.compile(r"(?:[وفبلكه]?(?:ال|لل|ل)|[بله])(?=\w{3})|[وف](?=\w{2})")
_LATIN_CLITIC = re.compile(r"(?:[wfbo]?l|[wfb])(?=[b-df-hj-np-tv-z379]\w{2})")
# Small words that no Arabizi shares: a message with enough of them is European, and short sounds mean nothing in it.
_EUROPEAN_WORDS = """
je tu il elle on nous vous ils mon ton son mes ses le les des du un une est sont et ou pas ne que qui pour dans avec sur ce cette au aux
the my your his her our their is are was and or not of to for with they he she we you it this that have has how what where
mio mia miei lo gli che non di del della per con una sono ho ha hanno mi ci si come dove quanto
ich du er sie wir ihr mein meine meinen der die das den dem ein eine einen ist sind und oder nicht mit auf von zu wie wo mich mir uns hat
"""
_EUROPEAN = frozenset(_EUROPEAN_WORDS.split())
# Digits within letters and the prefixes of Moroccan verbs are Arabizi even in a French message.
_ARABIZI = re.compile(r"[a-z][23579]\w|^[23579]'?[a-df-gi-ln-z]\w{2}|^k(?:ay|at)[b-df-hj-np-tv-z]")
_EUROPEAN_SHARE = 0.25
_EUROPEAN_SOUNDS_FROM = 5
_VERB_PREFIXES = "kbthGnf"  # ka-, ba-, ta-, ha-, gha-: the tense and person of a verb; n- and f- are joined words


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a message. `position` counts words and sentence ends."""

    position: int
    spellings: tuple[str, ...]  # as written and without a joined article or preposition
    sounds: tuple[str, ...]  # skeletons of the spellings, also without the prefixes of a verb; "!" before those of a denied word


def read(text: str) -> list[Word]:
    """The words of a message, in order; linear in its length."""
    tokens = _WORD.findall(_CONTRACTED.sub(" not", _lines(text)))[:WORDS_READ]
    european = sum(token in _EUROPEAN for token in tokens) >= _EUROPEAN_SHARE * len(tokens)
    found: list[Word] = []
    position = 0
    denial = Denial()
    for token in tokens:
        if token[0] in ".!?;\n":
            position += SENTENCE_GAP
            denial = Denial()
            continue
        spellings, sounds = forms(token, european=european and not _ARABIZI.search(token))
        found.append(Word(position, spellings, sounds + denial.sounds(token)))
        position += 1
    return found


def _lines(text: str) -> str:
    """Normalised, accents dropped, line ends kept as sentence ends."""
    return without_accents(" \n ".join(normalise(line) for line in text.splitlines()))


@lru_cache(maxsize=20_000)
def forms(token: str, *, european: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The spellings and the sounds of one word; in a European message only whole words and long sounds."""
    arabic = "\u0600" <= token[0] <= "\u06ff"
    if european and not arabic:
        sound = skeleton(token)
        return (token,), (sound,) if len(sound) >= _EUROPEAN_SOUNDS_FROM else ()
    joined = (_ARABIC_CLITIC if arabic else _LATIN_CLITIC).match(token)
    spellings: tuple[str, ...] = (token, token[joined.end() :]) if joined else (token,)
    if arabic and token.endswith("وا"):  # the silent alef of a plural verb, often left out
        spellings += tuple(spelling[:-1] for spelling in spellings)
    sounds: dict[str, None] = {}
    for spelling in spellings:
        sound = skeleton(spelling)
        sounds[sound] = None
        while len(sound) > 3 and sound[0] in _VERB_PREFIXES:
            sound = sound[1:]
            sounds[sound] = None
    return spellings, tuple(sound for sound in sounds if sound)
