"""Hears that somebody asks how their request for a person stands, or takes it back. Data in `standing.yaml`.

Asked only while a request waits: the words are everyday ones, and elsewhere they would mean something else.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.language.characters import normalise, without_accents

FILE = Path(__file__).parent / "standing.yaml"
LONGEST = 12  # words; a longer message says more than this
_NOT_A_WORD = re.compile(r"[^\w']+")


class Standing(StrEnum):
    STATUS = "status"
    WITHDRAW = "withdraw"


def heard(text: str) -> Standing | None:
    """What a message wants of a waiting request; None for anything else.

    >>> heard("Bonjour, il y a quelqu'un ?"), heard("How long does a visa take?")
    (<Standing.STATUS: 'status'>, None)
    """
    words = _words(text)
    if words.count(" ") >= LONGEST:
        return None
    padded = f" {words} "
    # Taking back first: "I am still waiting, cancel my request" wants the second.
    return next((kind for kind in (Standing.WITHDRAW, Standing.STATUS) if any(f" {said} " in padded for said in _said()[kind])), None)


@lru_cache(maxsize=1)
def _said() -> dict[Standing, tuple[str, ...]]:
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    return {kind: tuple(_words(text) for texts in rows[kind.value].values() for text in texts) for kind in Standing}


def _words(text: str) -> str:
    return _NOT_A_WORD.sub(" ", without_accents(normalise(text))).strip()
