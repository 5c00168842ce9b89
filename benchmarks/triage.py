"""How many calls for help are heard, by variety and by kind: `python -m benchmarks.triage`

On `nlu_data/triage/held-out.jsonl`, which nobody tunes on. Three columns: patterns alone, patterns and the sure second opinion
(both answer with numbers to call), and with the gentle question that is asked when the second opinion is unsure. Then the same for
look-alikes, harmless messages with the words of calls; and for ordinary questions of `nlu_data/held-out`.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.encoder import load
from knowledge.language.identify import identify
from knowledge.retrieval.entries import encoder_text
from knowledge.triage import doubted, triage
from knowledge.triage.opinion import listener

NLU = Path(__file__).resolve().parents[1] / "nlu_data"
Row = Mapping[str, Any]


def main() -> None:
    rows = _rows(NLU / "triage" / "held-out.jsonl")
    heard = _listener()
    results = [heard(row["text"]) for row in rows]
    calls = [(row, result) for row, result in zip(rows, results, strict=True) if row["alarm"]]
    calm = [(row, result) for row, result in zip(rows, results, strict=True) if not row["alarm"]]
    print(f"{'':28} {'n':>5} {'patterns':>9} {'+ opinion':>10} {'+ asked':>8}")
    _table("calls", calls, lambda row: "all")
    _table("", calls, lambda row: row["alarm"]["urgency"])
    _table("", calls, lambda row: row["variety"])
    _table("", calls, lambda row: row["alarm"]["category"])
    _table("look-alikes", calm, lambda row: "all")
    _table("", calm, lambda row: row["variety"])
    questions = _rows(NLU / "held-out" / "questions.jsonl")
    _table("ordinary questions", [(row, heard(row["text"])) for row in questions], lambda row: "all")
    times = [_timed(lambda text=row["text"]: triage(text)) for row in rows]  # type: ignore[misc]
    print(f"patterns: median {statistics.median(times):.2f} ms a message")


def _listener() -> Callable[[str], tuple[bool, bool, bool]]:
    """Of a message: whether patterns hear it, they or the sure opinion, they or any opinion."""
    encoder, opinions = load(None), listener()

    def heard(text: str) -> tuple[bool, bool, bool]:
        found = triage(text) is not None
        read = identify(text)
        opinion = opinions.opinion(
            text, encoder.encode([encoder_text(text, read.variety.value if read else "ar")])[0], doubted=doubted(text) is not None
        )
        return found, found or (opinion is not None and opinion.sure), found or opinion is not None

    return heard


def _table(title: str, found: Sequence[tuple[Row, tuple[bool, bool, bool]]], key: Callable[[Row], str]) -> None:
    for name in sorted({key(row) for row, _ in found}):
        results = [result for row, result in found if key(row) == name]
        shares = [f"{sum(column) / len(results):8.1%}" for column in zip(*results, strict=True)]
        print(f"{f'{title} {name}'.strip():28} {len(results):5} {shares[0]:>9} {shares[1]:>10} {shares[2]:>8}")


def _rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
