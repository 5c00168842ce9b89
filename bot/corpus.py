"""Read the training examples and the held-out sets of `nlu_data`, and write what Rasa reads. Edge (files)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NLU_DATA = Path(__file__).parents[1] / "nlu_data"
TRAIN = NLU_DATA / "train"
INTENT_SETS = ("held-out", "dev")
HELD_OUT_ENTITIES = NLU_DATA / "entities" / "held-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One message and what it means; `variety` as in the README of `nlu_data`."""

    text: str
    intent: str
    variety: str


def training_examples(folder: Path = TRAIN) -> list[Example]:
    """Every line of `train/<intent>/<variety>.txt`; lines that start with "#" are comments."""
    return [
        Example(text=line.strip(), intent=path.parent.name, variety=path.stem)
        for path in sorted(folder.glob("*/*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]


def held_out_examples(name: str = "held-out") -> list[Example]:
    """Labelled messages that training never sees: "held-out", or "dev", which was looked at while building."""
    return [
        Example(text=row["text"], intent=row["intent"], variety=row["variety"])
        for path in sorted((NLU_DATA / "intents" / name).glob("*.jsonl"))
        for row in rows_of(path)
    ]


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def rasa_training_data(examples: list[Example]) -> str:
    """The examples in Rasa's YAML (JSON strings are YAML, so no text can break out of its line)."""
    by_intent: dict[str, list[str]] = {}
    for example in examples:
        by_intent.setdefault(example.intent, []).append(example.text)
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in by_intent.items():
        listed = "\n".join(f"- {_without_markup(text)}" for text in texts)
        lines.append(f"  - {{intent: {intent}, examples: {json.dumps(listed + chr(10), ensure_ascii=False)}}}")
    return "\n".join(lines) + "\n"


def _without_markup(text: str) -> str:
    """Rasa reads [x](y) and [x]{"z"} inside an example as an annotated entity; we annotate none."""
    return text.replace("[", "(").replace("]", ")")
