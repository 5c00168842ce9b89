"""How reply text is laid out for a browser: blocks of spans that script and template draw the same way. Pure.

A span is a string, {"b": bold}, {"a": address, "t": label} or {"i": a left-to-right term to keep together}.
A block is {"k": "p", "lines"}, {"k": "h", "s"}, {"k": "ul", "items"} or {"k": "ol", "items", "start"}; "d" is its
direction where it differs from the message's. The browser parses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from connectors import markup
from connectors.channels.web.tongue import direction
from connectors.direction import LRI, PDI, isolate

Span = str | dict[str, str]
Block = dict[str, Any]

_SCHEMES = frozenset({"http", "https", "tel", "mailto"})
_ITEM = re.compile(r"\s*(?:[-•*]|(?P<number>\d{1,3})[.)])\s+(?P<text>\S.*)")
_URL = re.compile(r"(https?://[^\s<>\u2066-\u2069]+[^\s<>\u2066-\u2069.,;:!?)\]،؛؟])")
_ISOLATED = re.compile(f"{LRI}([^{PDI}]*){PDI}")
_COMMAND = re.compile(r"(?<![\w/:.\u2066])/[a-z]{2,}\b")
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def blocks(text: str, language: str) -> list[Block]:
    """The paragraphs, headings and lists of a reply.

    >>> blocks("**When?**\\n- Now", "en")
    [{'k': 'h', 's': ['When?']}, {'k': 'ul', 'items': [['Now']]}]
    """
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        for group in _groups([line for line in paragraph.split("\n") if line.strip()]):
            block = _block(group, language)
            way = _way(" ".join(group))
            found.append(block if way in {None, direction(language)} else {**block, "d": way})
    return found


def spans(text: str, language: str) -> list[Span]:
    """One line of text, cut where something is bold, a link, or a term to isolate.

    >>> spans("See https://a.example/b.", "fr")
    ['See ', {'a': 'https://a.example/b', 't': 'a.example/b'}, '.']
    """
    found: list[Span] = []
    for span in markup.parse(text):
        match span:
            case markup.Bold(words):
                found.append({"b": words})
            case markup.Link(label, address) if is_safe(address):
                found.append({"a": address, "t": label})
            case markup.Link(label):
                found.append(label)
            case markup.Text(words):
                found += _plain(words, language)
    return found


def is_safe(address: str) -> bool:
    """Whether a link may be drawn: a scheme we know, and a place to go to."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc or parts.scheme in {"tel", "mailto"})


def held_together(text: str, language: str) -> str:
    """The text with left-to-right terms of Arabic text in Unicode isolates; a command such as /delete keeps its slash."""
    if direction(language) == "ltr":
        return text
    return isolate(_COMMAND.sub(lambda match: f"{LRI}{match[0]}{PDI}", text), language)


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Neighbouring lines that belong to one block: items together, the rest together, a heading alone."""
    group: list[str] = []
    for line in lines:
        if group and _kind(line) != _kind(group[0]):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _kind(line: str) -> str:
    if match := _ITEM.fullmatch(line):
        return "ol" if match["number"] else "ul"
    bold = markup.parse(line.strip())
    return "h" if len(bold) == 1 and isinstance(bold[0], markup.Bold) else "p"


def _block(lines: list[str], language: str) -> Block:
    match _kind(lines[0]):
        case "h":
            return {"k": "h", "s": [line.strip().strip("*") for line in lines]}
        case "p":
            return {"k": "p", "lines": [spans(line, language) for line in lines]}
        case kind:
            items = [match for line in lines if (match := _ITEM.fullmatch(line))]
            block: Block = {"k": kind, "items": [spans(item["text"], language) for item in items]}
            return block if kind == "ul" else {**block, "start": int(items[0]["number"])}


def _plain(text: str, language: str) -> Iterator[Span]:
    """Text without marks: bare addresses become links, left-to-right terms of Arabic text are isolated."""
    end = 0
    marked = held_together(text, language)
    for match in _ISOLATED.finditer(marked):
        yield from _linked(marked[end : match.start()])
        term = match[1].strip()
        yield from _linked(term) if _URL.fullmatch(term) else [{"i": term}]
        end = match.end()
    yield from _linked(marked[end:])


def _linked(text: str) -> Iterator[Span]:
    for number, part in enumerate(_URL.split(text)):
        if number % 2 and is_safe(part):
            yield {"a": part, "t": part.partition("://")[2].removeprefix("www.").rstrip("/")}
        elif part:
            yield part


def _way(text: str) -> str | None:
    """The direction most of the letters have; None without letters."""
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if not arabic and not latin:
        return None
    return "rtl" if arabic >= latin else "ltr"
