"""`dalil identify`: language and variety of a message, by the product's own model."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from knowledge.article import Variety
from knowledge.language.identify import identify


def identify_one(text: str) -> dict[str, str | None]:
    """Language and variety; both null for a text without letters, both "other" for a language that is none of ours."""
    read = identify(text)
    if read is None:
        return {"language": None, "variety": None}
    return {"language": read.language.value if read.language else Variety.OTHER.value, "variety": read.variety.value}


def identify_lines(lines: Iterable[str], out: TextIO) -> None:
    """One JSON line in, one out, in order; a line that is not readable is answered with an `error`."""
    for line in filter(str.strip, lines):
        row: Any = None
        try:
            row = json.loads(line)
            answer = {"id": row["id"], **identify_one(str(row["text"]))}
        except (ValueError, KeyError, TypeError, RecursionError) as exc:
            known = row.get("id") if isinstance(row, dict) else None
            answer = {"id": known, "error": f"not a line of {{id, text}}: {type(exc).__name__}"}
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
