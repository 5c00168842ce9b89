"""The two marks a reply's text may hold, **bold** and [label](address), and how a channel writes them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_MARK = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<label>[^\[\]\n]+)\]\((?P<address>(?:https?://|tel:|mailto:)[^\s()]+)\)")


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    address: str


Span = Text | Bold | Link


def parse(text: str) -> list[Span]:
    """
    >>> parse("See **this** [page](https://a.example/b).")
    [Text(text='See '), Bold(text='this'), Text(text=' '), Link(label='page', address='https://a.example/b'), Text(text='.')]
    """
    spans: list[Span] = []
    end = 0
    for match in _MARK.finditer(text):
        if match.start() > end:
            spans.append(Text(text[end : match.start()]))
        spans.append(Bold(match["bold"]) if match["bold"] is not None else Link(match["label"], match["address"]))
        end = match.end()
    if end < len(text):
        spans.append(Text(text[end:]))
    return spans


def write(text: str, draw: Callable[[Span], str]) -> str:
    """The text with every span drawn in a channel's own way."""
    return "".join(draw(span) for span in parse(text))


def plain(span: Span) -> str:
    """Without marks; a link as its label and address."""
    match span:
        case Link(label, address):
            return address if label == address else f"{label}: {_bare(address)}"
        case Bold(text) | Text(text):
            return text


def _bare(address: str) -> str:
    return re.sub(r"^(tel|mailto):", "", address)
