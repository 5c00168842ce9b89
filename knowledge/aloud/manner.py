"""The tables of `words.yaml`, one manner of speaking a language. Read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.article import Language

FILE = Path(__file__).parent / "words.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """See the head of the file for each."""

    months: tuple[str, ...]
    date: str
    first: str
    decimal: str
    group: str
    hour: str
    time: str
    range: str
    plus: str
    percent: str
    section: str
    slash: str
    at: str
    dot: str
    units: Mapping[str, str]
    abbreviations: Mapping[str, str]


@lru_cache(maxsize=1)
def _table() -> Mapping[Language, Manner]:
    read = yaml.safe_load(FILE.read_text("utf-8"))
    return {Language(code): Manner(**{**row, "months": tuple(row["months"])}) for code, row in read.items()}


def manner(language: Language) -> Manner:
    return _table()[language]
