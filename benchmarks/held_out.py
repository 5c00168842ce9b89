"""The held-out questions through the whole path, engine included: `python -m benchmarks.held_out`

Right = the first citation is an article that answers; wrong = it is another one; the rest was asked back, not known, or
answered with the numbers to call. Out of scope: how many of the messages that no article answers got no article.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "nlu_data" / "held-out"


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def _asked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = "\n".join(json.dumps({"id": row["id"], "text": row["text"]}, ensure_ascii=False) for row in rows)
    done = subprocess.run([sys.executable, "-m", "dalil", "ask", "--jsonl"], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line)["turns"][0] for line in done.stdout.splitlines()]


def _cited(turn: dict[str, Any]) -> str | None:
    articles = [citation["article"] for reply in turn["replies"] for citation in reply["citations"]]
    return articles[0] if articles else None


def _kind(row: dict[str, Any], turn: dict[str, Any]) -> str:
    cited = _cited(turn)
    if cited:
        return "right" if cited in row["relevant"] else "wrong"
    return str(turn["act"]) if turn["act"] in {"clarify", "abstain", "protect"} else "other"


def main() -> None:
    questions, others = _rows("questions.jsonl"), _rows("out_of_scope.jsonl")
    turns = _asked([*questions, *others])
    kinds = ("right", "wrong", "clarify", "abstain", "protect", "other")
    by_variety: dict[str, Counter[str]] = defaultdict(Counter)
    identified: Counter[str] = Counter()
    for row, turn in zip(questions, turns, strict=False):
        for group in (row["variety"], "all"):
            by_variety[group][_kind(row, turn)] += 1
            identified[group] += turn["variety"] == row["variety"]
    print(f"{'':10} {'n':>4} " + " ".join(f"{kind:>8}" for kind in kinds) + f" {'variety':>8}")
    for variety, found in sorted(by_variety.items(), key=lambda item: (item[0] == "all", item[0])):
        count = found.total()
        shares = " ".join(f"{found[kind] / count:8.1%}" for kind in kinds)
        print(f"{variety:10} {count:4} {shares} {identified[variety] / count:8.1%}")
    silent = sum(_cited(turn) is None for turn in turns[len(questions) :])
    print(f"out of scope: {len(others)}, not answered with an article {silent / len(others):.1%}")
    times = sorted(turn["ms"] for turn in turns)
    print(f"ms a turn, six at a time: median {times[len(times) // 2]:.0f}, p95 {times[int(len(times) * 0.95)]:.0f}")


if __name__ == "__main__":
    main()
