"""`dalil paths` as a conversation in a terminal: the next question that matters, with its reason, until none does.

The same questions, answers and words as any channel would use; only reading and writing lines is this module's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from knowledge.article import Language
from knowledge.pathways import catalogue
from knowledge.pathways.answers import answered
from knowledge.pathways.asking import next_question
from knowledge.pathways.contract import BadProfile, read_profile
from knowledge.pathways.judging import assess_all
from knowledge.pathways.occupations import named
from knowledge.pathways.pathway import Assessment
from knowledge.pathways.profile import Education, Level, OfferKind, Recognition
from knowledge.pathways.telling import question, result
from knowledge.phrases import say

BACK = "<"  # to the question before, to answer it again
HINT = f"(Enter: skip. {BACK}: back to the question before.)"
_LEVELS = tuple(level.value for level in Level)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "to": ("DE", "FR", "IT", "BE", "MA", "TN"),
    "from": ("EG", "MA", "TN"),
    "education": tuple(level.value for level in Education),
    "recognised": tuple(level.value for level in Recognition),
    "offer": tuple(kind.value for kind in OfferKind),
    "offer.kind": tuple(kind.value for kind in OfferKind),
    "languages.de": _LEVELS,
    "languages.fr": _LEVELS,
    "languages.en": _LEVELS,
}


def converse(read: Callable[[], str], write: Callable[[str], None], language: Language, today: date) -> dict[str, Any]:
    """Ask until nothing matters any more, then tell the result; returns the answers. Raises EOFError when the lines end."""
    told: dict[str, Any] = {}
    asked: list[tuple[str, dict[str, Any]]] = []  # each question with the answers before it
    write(HINT)
    while (wanted := next_question(_found(told, today), [field for field, _ in asked])) is not None:
        write(f"\n{question(wanted.field, language, say)}{_choices(wanted.field)}")
        line = read().strip()
        if line == BACK:
            told = asked.pop()[1] if asked else told
            continue
        try:
            new = answered(told, wanted.field, line, named) if line else told
        except BadProfile as exc:
            write(str(exc))
            continue
        asked.append((wanted.field, told))
        told = new
    for text in result(_found(told, today), catalogue.base().figures, language, say):
        write(f"\n{text}")
    return told


def _found(told: Mapping[str, Any], today: date) -> list[Assessment]:
    return assess_all(catalogue.pathways(), read_profile(dict(told), named), catalogue.base().figures, today)


def _choices(field: str) -> str:
    return f"\n[{' '.join(CHOICES[field])}]" if field in CHOICES else ""
