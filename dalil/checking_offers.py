"""`dalil check-offer`: what is worrying in a job offer, a contract or a recruiter's message, by the rules of the conversations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TextIO

from knowledge.article import Figure
from knowledge.content_files import read_figures
from knowledge.offers import check


@lru_cache(maxsize=1)
def shipped_figures() -> Mapping[str, Figure]:
    """The figures of the shipped articles: the command needs no database."""
    return read_figures()


def check_one(text: str) -> dict[str, Any]:
    """Level and codes, the gravest kinds first."""
    found = check(text, shipped_figures())
    return {"level": found.level.value, "indicators": [code.value for code in found.indicators]}


def check_lines(lines: Iterable[str], out: TextIO) -> None:
    """One JSON line in, one out, in order; a line that is not readable is answered with an `error`."""
    for line in filter(str.strip, lines):
        row: Any = None
        try:
            row = json.loads(line)
            answer = {"id": row["id"], **check_one(str(row["text"]))}
        except (ValueError, KeyError, TypeError, RecursionError) as exc:
            known = row.get("id") if isinstance(row, dict) else None
            answer = {"id": known, "error": f"not a line of {{id, text}}: {type(exc).__name__}"}
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
