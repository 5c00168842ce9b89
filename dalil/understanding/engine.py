"""What the dialogue engine understands, and follow-ups through the whole path: each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dalil.home import ROOT
from dalil.understanding.intervals import Share

PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"
Run = Callable[[Path], str]  # of a Python: the report as JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a model of Rasa makes of the held-out intents and entities."""

    intents: Mapping[str, Share]  # by variety, and all
    confusions: Mapping[str, Mapping[str, Mapping[str, int]]]  # variety -> right intent -> intent given -> messages
    entities: Mapping[str, Entity]
    rasa_test: Mapping[str, float]  # what `rasa test` counts on the same messages, 0..1
    country_part: float  # of countries found, the share with the right part; 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """How an entity was found in the labelled sentences."""

    precision: Share
    recall: Share

    def as_json(self) -> dict[str, object]:
        return {"precision": self.precision.as_json(), "recall": self.recall.as_json()}


def understood(python: Path = PYTHON, run: Run | None = None) -> Understood | str:
    """What the engine's own model understands; or one sentence that says why there is none."""
    return _read(python, run or (lambda path: _said(path, "evaluate.py", "--json")), "its model may not be trained")


def plain(models: Path, python: Path = PYTHON, run: Run | None = None) -> Understood | str:
    """The same of plain Rasa, trained on the same examples when `models` has none of these inputs: some minutes, once."""
    return _read(python, run or (lambda path: _said(path, "plain.py", "--json", "--models", str(models))), "bot/plain.py says why")


def _read(python: Path, run: Run, hint: str) -> Understood | str:
    if not python.exists():
        return "not run: make setup (the engine's environment is not there)"
    try:
        report = json.loads(run(python))
    except subprocess.CalledProcessError as exc:
        return f"failed, {hint}: {str(exc.stderr).strip()[-200:]}"
    confusions = report["intents"]["matrix"]
    intents = {name: _right(rows) for name, rows in sorted(confusions.items())}
    entities = {name: _entity(score) for name, score in report["entities"].items() if isinstance(score, dict)}
    return Understood(
        intents={
            **intents,
            "all": Share(right=sum(share.right for share in intents.values()), n=sum(share.n for share in intents.values())),
        },
        confusions=confusions,
        entities=entities,
        rasa_test=report["rasa_test"],
        country_part=report["entities"]["country_part"],
    )


def _right(rows: Mapping[str, Mapping[str, int]]) -> Share:
    """The diagonal of a confusion matrix, of all its messages."""
    return Share(right=sum(said.get(intent, 0) for intent, said in rows.items()), n=sum(sum(said.values()) for said in rows.values()))


def _entity(score: Mapping[str, int]) -> Entity:
    return Entity(precision=Share(right=score["hits"], n=score["given"]), recall=Share(right=score["hits"], n=score["wanted"]))


def _said(python: Path, script: str, *arguments: str) -> str:
    """The last line that a script of the engine's writes."""
    command = [str(python), str(ROOT / "bot" / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]


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
