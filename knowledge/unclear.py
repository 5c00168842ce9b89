"""Hears that somebody did not understand the answer: "ma fhemtch", "je comprends pas". Data in `unclear.yaml`."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.language.characters import normalise, without_accents

FILE = Path(__file__).parent / "unclear.yaml"
LONGEST = 7  # words; a longer message says what it is that is not clear, and is looked up
_NOT_A_WORD = re.compile(r"[^\w']+")


def is_unclear(text: str) -> bool:
    """Whether a short message only says that it did not understand.

    >>> is_unclear("Pardon, je comprends pas"), is_unclear("I don't understand why my visa for Germany was refused")
    (True, False)
    """
    words = _words(text)
    return words.count(" ") < LONGEST and any(f" {said} " in f" {words} " for said in _said())


@lru_cache(maxsize=1)
def _said() -> tuple[str, ...]:
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(_words(text) for texts in rows.values() for text in texts)


def _words(text: str) -> str:
    return _NOT_A_WORD.sub(" ", without_accents(normalise(text))).strip()
