"""Long texts in pieces a channel accepts: at paragraph ends, else lines, else words, and never inside a grapheme. Pure."""

from __future__ import annotations

from collections.abc import Callable

import regex

_SEPARATORS = ("\n\n", "\n", " ")
_GRAPHEME = regex.compile(r"\X")


def utf16_length(text: str) -> int:
    """Length as Telegram counts: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int, measure: Callable[[str], int] = len) -> list[str]:
    """Pieces of at most `limit` each, none empty; a text of white space alone has none.

    `measure` must not shrink when a text grows.
    """
    return [piece for piece in (part.strip() for part in _split(text.strip(), limit, measure, _SEPARATORS)) if piece]


def _split(text: str, limit: int, measure: Callable[[str], int], separators: tuple[str, ...]) -> list[str]:
    if measure(text) <= limit:
        return [text]
    if not separators:
        return _pack(_atoms(text, limit, measure), "", limit, measure)
    first, *rest = separators
    parts = [piece for part in text.split(first) for piece in _split(part, limit, measure, tuple(rest))]
    return _pack(parts, first, limit, measure)


def _pack(parts: list[str], separator: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Join neighbours as long as they fit."""
    packed: list[str] = []
    for part in parts:
        joined = f"{packed[-1]}{separator}{part}" if packed else part
        if packed and measure(joined) <= limit:
            packed[-1] = joined
        else:
            packed.append(part)
    return packed


def _atoms(text: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Graphemes; one that alone is over the limit (a letter under a thousand marks) by code points."""
    return [atom for grapheme in _GRAPHEME.findall(text) for atom in ([grapheme] if measure(grapheme) <= limit else list(grapheme))]


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, whole graphemes, with an ellipsis when something was cut.

    >>> shorten("Residence permit", 10)
    'Residence…'
    """
    if len(text) <= limit:
        return text
    kept = ""
    for grapheme in _GRAPHEME.findall(text):
        if len(kept) + len(grapheme) > limit - 1:
            break
        kept += grapheme
    return f"{kept.rstrip()}…"
