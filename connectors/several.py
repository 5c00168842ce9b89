"""Several questions in one message, one after the other. Pure."""

from __future__ import annotations

import re

AT_MOST = 3  # answered at once; more would be a wall of text
_ENDS = re.compile(r"[?？؟]+|\n+")
_SHORTEST = 2  # words: "Salam", "ok" and a lone number belong to what follows


def questions_in(text: str) -> tuple[str, ...]:
    """The questions of a message, in its own words, at most AT_MOST; the whole message when it is one.

    >>> questions_in("Salam! How much is the visa? And where do I apply?")
    ('Salam! How much is the visa?', 'And where do I apply?')
    >>> questions_in("How much is the visa")
    ('How much is the visa',)
    """
    found, start = [], 0
    for end in _ENDS.finditer(text):
        piece = text[start : end.end()].strip()
        if len(piece.split()) >= _SHORTEST:
            found.append(piece)
            start = end.end()
    rest = text[start:].strip()
    if len(rest.split()) >= _SHORTEST:
        found.append(rest)
    return tuple(found[:AT_MOST]) if len(found) > 1 else (text,)
