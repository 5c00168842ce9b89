"""The language of the page: asked for, remembered, or the browser's. Pure."""

from __future__ import annotations

import re

from knowledge.article import Language

_RIGHT_TO_LEFT = frozenset({Language.AR})
_PART = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([0-9.]{1,5}))?\s*")


def choose(asked: str | None, remembered: str | None, accepted: str, default: Language) -> Language:
    """
    >>> choose(None, None, "es, fr;q=0.8, de;q=0.9", Language.AR)
    <Language.DE: 'de'>
    """
    for code in (asked, remembered, *_in_order(accepted[:200])):
        if code in set(Language):
            return Language(code)
    return default


def direction(language: Language | str) -> str:
    """What HTML's `dir` wants."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def _in_order(accepted: str) -> list[str]:
    """The languages of an Accept-Language header, best first."""
    weighted = []
    for place, part in enumerate(accepted.split(",")):
        match = _PART.fullmatch(part)
        if match is not None:
            weighted.append((-_weight(match[2]), place, match[1].lower()))
    return [code for weight, _, code in sorted(weighted) if weight < 0]


def _weight(written: str | None) -> float:
    try:
        return min(float(written), 1.0) if written is not None else 1.0
    except ValueError:
        return 0.0
