"""The restricted Markdown of articles: sections, lists, bold, links; and what it is as plain text. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

SECTION_KEYS = ("who", "steps", "documents", "cost", "time", "law", "beware", "where")

_HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<key>[a-z]+)\}\s*$")
_ITEM = re.compile(r"^\s*(?:-|\d+\.) ")
_LINK = re.compile(r"\[(?P<text>[^\]\[]+)\]\((?P<target>[^()\s]+)\)")
_FORBIDDEN = (
    (re.compile(r"<[a-zA-Z/!]"), "HTML is not allowed"),
    (re.compile(r"!\["), "images are not allowed"),
    (re.compile(r"^[ \t]*\|", re.M), "tables are not allowed"),
    (re.compile(r"^(?:#|###+) ", re.M), "only '## Heading {#key}' headings are allowed"),
    (re.compile(r"\]\(\s*(?!https?://|tel:|article:)"), "links start with https://, tel: or article:"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    key: str
    title: str
    text: str

    @property
    def items(self) -> int:
        """Number of list items."""
        return sum(1 for line in self.text.splitlines() if _ITEM.match(line))


def sections(body: str) -> tuple[Section, ...]:
    """Split a body at its `## Heading {#key}` lines; text before the first one has the key ''.

    >>> [(s.key, s.items) for s in sections("## Steps {#steps}\\n1. Go\\n2. Come")]
    [('steps', 2)]
    """
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    for line in body.splitlines():
        heading = _HEADING.match(line)
        if heading:
            found.append((heading["key"], heading["title"], []))
        else:
            found[-1][2].append(line)
    parts = (Section(key=key, title=title, text="\n".join(lines).strip()) for key, title, lines in found)
    return tuple(part for part in parts if part.key or part.text)


def problems(body: str) -> list[tuple[int, str]]:
    """Everything the restricted form refuses, as (line in the body, reason)."""
    found = []
    for pattern, reason in _FORBIDDEN:
        found += [(body.count("\n", 0, match.start()) + 1, reason) for match in pattern.finditer(body)]
    for number, line in enumerate(body.splitlines(), start=1):
        heading = _HEADING.match(line)
        if line.startswith("## ") and heading is None:
            found.append((number, "a heading needs its key: '## Heading {#steps}'"))
        elif heading and heading["key"] not in SECTION_KEYS:
            found.append((number, f"unknown section key '{heading['key']}'"))
    return sorted(found)


def links(text: str) -> tuple[tuple[str, str], ...]:
    """The (text, target) of every link, in order."""
    return tuple((match["text"], match["target"]) for match in _LINK.finditer(text))


def plain(text: str) -> str:
    """The words alone: no marks, links as their text, headings as lines.

    >>> plain("**Call** [112](tel:112)")
    'Call 112'
    """
    text = re.sub(r"^## (.+?) \{#[a-z]+\}\s*$", r"\1", text, flags=re.M)
    return _LINK.sub(lambda match: match["text"], text).replace("**", "")
