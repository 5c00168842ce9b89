"""Hears that somebody who tells what happened wants to stop, is not alone, or skips a question. Data in `telling_words.yaml`.

Asked only while a report is being told. The whole message must be one of the words: inside a sentence they mean nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from knowledge.panic import key

FILE = Path(__file__).with_name("telling_words.yaml")
LONGEST = 60  # characters


class Said(StrEnum):
    STOP = "stop"
    UNSAFE = "unsafe"
    SKIP = "skip"


@cache
def words() -> Mapping[str, Said]:
    """Every word in the one form of `panic.key`."""
    rows = yaml.safe_load(FILE.read_text("utf-8"))
    return MappingProxyType(
        {key(str(word)): Said(kind) for kind, by_variety in rows.items() for listed in by_variety.values() for word in listed}
    )


def heard(text: str) -> Said | None:
    """
    >>> heard("Stoppp !!"), heard("je ne suis pas seul"), heard("I want to stop working there")
    (<Said.STOP: 'stop'>, <Said.UNSAFE: 'unsafe'>, None)
    """
    return words().get(key(text)) if 0 < len(text) <= LONGEST else None
