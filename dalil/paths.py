"""`dalil paths`: the regular routes a profile opens, by the same rules as the conversation. No database, no engine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, TextIO

from knowledge.pathways import catalogue
from knowledge.pathways.contract import BadProfile, read_profile, render
from knowledge.pathways.judging import assess_all
from knowledge.pathways.occupations import named
from knowledge.pathways.table import table


def path_lines(lines: Iterable[str], out: TextIO, said: TextIO = sys.stderr, today: date | None = None) -> None:
    """One JSON line in, one out, in order; one that cannot be read is answered with an `error`, told on `said`, and the rest goes on."""
    day = today or datetime.now(UTC).date()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        answer = answer_line(line, day)
        if "error" in answer:
            said.write(f"line {number}: {answer['error']}\n")
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")


def answer_line(line: str, today: date) -> dict[str, Any]:
    """The routes of one line of the contract."""
    row: Any = None
    try:
        row = json.loads(line)
        profile = read_profile(row["profile"], named)
    except BadProfile as exc:
        return {"id": row.get("id"), "error": str(exc)}
    except (ValueError, KeyError, TypeError, RecursionError) as exc:
        known = row.get("id") if isinstance(row, dict) else None
        return {"id": known, "error": f"not a line of {{id, profile}}: {type(exc).__name__}"}
    base = catalogue.base()
    found = assess_all(catalogue.pathways(), profile, base.figures, today)
    return {"id": row.get("id"), "routes": render(found, base)}


def rules_table() -> str:
    """Every rule with its figure, year and source, as Markdown."""
    return table(catalogue.pathways(), catalogue.base())
