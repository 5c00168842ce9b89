"""Patterns of offers as data: who does what with which thing, in the line syntax of `knowledge.triage.patterns`. Edge (reads files).

`rules/words.yaml` holds the words of each class by language, `rules/patterns.yaml` the lines by indicator: `found` lines worry,
`sound` lines take the words they stand on, and a few around them in the same segment, out of what `found` lines may use.
`#money` is a sum, `#pay` a sum that the worker gets, `#mail` and `#link` addresses, `#percent` a share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.offers.indicator import Indicator
from knowledge.triage.patterns import Book, Classes, Pattern, run_of

WHOLE_SENTENCE = "~ "  # a sound line that reaches over commas
_FIRST = re.compile(r"\{(\w+)")
FOLDER = Path(__file__).with_name("rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The compiled lines of every indicator."""

    book: Book
    found: Mapping[Indicator, tuple[Pattern, ...]]
    sound: Mapping[Indicator, tuple[Pattern, ...]]
    cues: Mapping[str, tuple[Pattern, ...]]  # what makes a text an offer; see `employer`


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The committed patterns."""
    return load()


def load(folder: Path = FOLDER) -> Rules:
    """Read and compile. Raises ValueError for an unknown indicator or class."""
    classes: Classes = _yaml(folder / "words.yaml")
    lines: Mapping[str, Mapping[str, list[str]]] = _yaml(folder / "patterns.yaml")
    book = Book()
    cues = {name: _compiled(book, lines["cues"][name], classes) for name in lines["cues"]}
    by_indicator = {Indicator(name): group for name, group in lines.items() if name != "cues"}
    return Rules(
        book=book,
        found={code: _compiled(book, group["found"], classes) for code, group in by_indicator.items()},
        sound={code: _compiled(book, group.get("sound", []), classes) for code, group in by_indicator.items()},
        cues=cues,
    )


def _compiled(book: Book, lines: list[str], classes: Classes) -> tuple[Pattern, ...]:
    _refuse_unknown(lines, classes)
    return tuple(_pattern(book, line, classes) for line in lines)


def _pattern(book: Book, line: str, classes: Classes) -> Pattern:
    plain = line.removeprefix(WHOLE_SENTENCE)
    runs = tuple(run_of(book, part, "any", classes) for part in plain.split(" & "))
    return Pattern(runs=runs, alarm=None, line=line)


def _refuse_unknown(lines: list[str], classes: Classes) -> None:
    """A class that is not there would be read as a word, and never match: YAML reads a bare `no` as false, for one."""
    named = {name for line in lines for name in _FIRST.findall(line)}
    if unknown := named - set(classes):
        raise ValueError(f"no such class: {', '.join(sorted(unknown))}")


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
