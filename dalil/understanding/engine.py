"""What the dialogue engine understands, and follow-ups through the whole path: each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dalil.home import ROOT
from dalil.understanding.intervals import Share

PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
INTENTS = ROOT / "nlu_data" / "intents" / "held-out"


def understood(python: Path = PYTHON, run: Callable[[Path], str] | None = None) -> dict[str, Any] | str:
    """The report of `bot/evaluate.py`, with intents as shares; or one sentence that says why there is none."""
    if not python.exists():
        return "the engine's environment is not there: make setup"
    try:
        report = json.loads((run or _evaluate)(python))
    except subprocess.CalledProcessError as exc:
        return f"bot/evaluate.py failed, its model may not be trained: {str(exc.stderr).strip()[-200:]}"
    counts = {file.stem: len(file.read_text("utf-8").splitlines()) for file in sorted(INTENTS.glob("*.jsonl"))}
    intents = {name: Share(right=round(share * counts[name]), n=counts[name]) for name, share in report["intents"]["by_variety"].items()}
    whole = Share(right=sum(share.right for share in intents.values()), n=sum(share.n for share in intents.values()))
    return {**report, "intents": {**intents, "all": whole}, "confusions": report["intents"]["confusions"]}


def _evaluate(python: Path) -> str:
    done = subprocess.run([str(python), str(ROOT / "bot" / "evaluate.py"), "--json"], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def followed(rows: Sequence[Mapping[str, Any]], run: Callable[[str], str] | None = None) -> dict[str, Share]:
    """Both turns through the whole path, the engine deciding that the second one is a follow-up: right article cited, by variety."""
    lines = "\n".join(json.dumps({"id": row["id"], "turns": [{"text": text} for text in row["turns"]]}, ensure_ascii=False) for row in rows)
    answers = [json.loads(line) for line in (run or _asked)(lines).splitlines()]
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for row, answer in zip(rows, answers, strict=True):
        hits[row["variety"]].append(bool(_cited(answer["turns"][-1]) & set(row["relevant"])))
    return {
        **{name: Share.of(found) for name, found in sorted(hits.items())},
        "all": Share.of(hit for found in hits.values() for hit in found),
    }


def _asked(lines: str) -> str:
    command = [sys.executable, "-m", "dalil", "ask", "--jsonl"]
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def _cited(turn: Mapping[str, Any]) -> set[str]:
    """The first citation only: what the person reads as the answer."""
    articles = [citation["article"] for reply in turn["replies"] for citation in reply["citations"]]
    return set(articles[:1])
