"""Writes a text as another person might have: for training, so that spelling matters less. Pure but for `chance`.

Arabizi has no spelling, French is texted without accents, Arabic letters lose their hamza and their dots.
"""

from __future__ import annotations

import random
import re
from typing import Final

from knowledge.language.characters import without_accents

# Letters that stand for the same sound; each may be written as any other of its group.
_SAME_SOUND: Final = {
    "Latn": "ch sh x|kh 5 7'|gh 8 3'|ou u o oo|9 q k|7 h|3 a aa|e i -|s ss",
    "Arab": "أ ا إ|ة ه|ى ي|ؤ و|ئ ي|ظ ض|ث ت|ڤ ف ق",
    "fr": "qu k|ai é è|eau o|ph f|c'est c|est-ce_que esk|pour pr|vous vs|dans ds|beaucoup bcp",
}  # groups of spellings; "-" is nothing, "_" a space
_ONLY_WRITTEN: Final = {  # they may stand for others, but others rarely for them
    "Latn": frozenset({"", "a", "aa", "h", "i"}),
    "Arab": frozenset({"ي", "ت", "و", "ه"}),
    "fr": frozenset({"k", "o", "f", "c", "é", "è"}),
}
_GROUPS: Final = {
    kind: [tuple(letters.replace("_", " ").removeprefix("-") for letters in group.split()) for group in groups.split("|")]
    for kind, groups in _SAME_SOUND.items()
}
_GROUP_OF: Final = {
    kind: {letters: group for group in groups for letters in group if letters not in _ONLY_WRITTEN[kind]}
    for kind, groups in _GROUPS.items()
}
_PATTERN: Final = {kind: re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True)))) for kind, table in _GROUP_OF.items()}

RESPELLED: Final = 0.2  # of the places where another letter would sound the same
SLIPS: Final = 0.012  # of all letters: left out, doubled or swapped with the next


def misspelled(text: str, variety: str, chance: random.Random) -> str:
    """The text in another spelling of its variety: other letters for the same sound, slips of the finger, no marks."""
    kind = "Latn" if variety.endswith("-Latn") else "Arab" if variety in ("ar", "ary", "aeb", "arz") else variety
    if kind in _PATTERN:
        text = _PATTERN[kind].sub(lambda match: _other(match[0], kind, chance), text.lower())
    if chance.random() < 0.5:
        text = re.sub(r"[?!.,;:؟،]", " " if chance.random() < 0.3 else "", text)
    if variety in ("fr", "it", "de") and chance.random() < 0.5:
        text = without_accents(text)
    return "".join(_slipped(text, chance))


def _other(letters: str, kind: str, chance: random.Random) -> str:
    return chance.choice(_GROUP_OF[kind][letters]) if chance.random() < RESPELLED else letters


def _slipped(text: str, chance: random.Random) -> list[str]:
    found: list[str] = []
    for letter in text:
        slip = chance.random() / SLIPS if letter.isalpha() else 1.0
        if slip < 0.4:
            continue  # left out
        if slip < 0.7 and found:
            found.insert(-1, letter)  # swapped
        else:
            found.append(letter * 2 if slip < 1 else letter)
    return found
