"""What a browser would make of a page: its tags, whether they balance, its links and its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "img", "br", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]


@dataclass
class Reading(HTMLParser):
    """One page, read. `unbalanced` names every tag that closes what is not open, or stays open."""

    elements: list[Element] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def close(self) -> None:
        super().close()
        self.unbalanced += self._open

    def values(self, tag: str, attribute: str) -> list[str]:
        """The values of an attribute wherever the tag has it."""
        return [value for e in self.elements if e.tag == tag and (value := e.attributes.get(attribute)) is not None]

    def count(self, tag: str) -> int:
        return sum(e.tag == tag for e in self.elements)

    def ids(self) -> list[str]:
        return [value for e in self.elements if (value := e.attributes.get("id"))]


def read(page: str) -> Reading:
    reading = Reading()
    reading.feed(page)
    reading.close()
    return reading
