"""Measure the present model on the held-out sets: `bot/.venv/bin/python bot/evaluate.py [--set dev] [--json]`.

Intents per variety with the commonest confusions, entities (precision and recall of values, and of the part that a
country plays), milliseconds a message and peak memory. The development set was looked at while building; quote held-out.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
os.chdir(HERE)
sys.path.insert(0, str(HERE))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from corpus import HELD_OUT_ENTITIES, INTENT_SETS, Example, held_out_examples, rows_of  # noqa: E402
from train import model_path  # noqa: E402


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What the model made of one example."""

    example: Example
    intent: str
    ms: float

    @property
    def right(self) -> bool:
        """Whether the intent is the one that a person gave it."""
        return self.intent == self.example.intent


def main() -> None:
    """Print a table, or with --json one object."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--set", choices=INTENT_SETS, default="held-out")
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    report = asyncio.run(_report(chosen.set))
    print(json.dumps(report, ensure_ascii=False) if chosen.json else _table(report))


async def _report(name: str) -> dict[str, object]:
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(40)
    agent = Agent.load(str(model_path()))
    await agent.parse_message("warm up")
    guesses = [await _guess(agent, example) for example in held_out_examples(name)]
    found = [
        (row["entities"], (await agent.parse_message(row["text"]))["entities"])
        for path in sorted(HELD_OUT_ENTITIES.glob("*.jsonl"))
        for row in rows_of(path)
    ]
    return {
        "set": name,
        "intents": intent_scores(guesses),
        "entities": entity_scores(found),
        "ms": round(statistics.median(guess.ms for guess in guesses), 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


async def _guess(agent: Any, example: Example) -> Guess:
    started = time.perf_counter()
    reading = await agent.parse_message(example.text)
    ms = (time.perf_counter() - started) * 1000
    return Guess(example=example, intent=reading["intent"]["name"], ms=ms)


def intent_scores(guesses: Sequence[Guess]) -> dict[str, object]:
    """Accuracy overall, by variety and by intent, and the commonest confusions."""
    varieties, intents = defaultdict(list), defaultdict(list)
    for guess in guesses:
        varieties[guess.example.variety].append(guess.right)
        intents[guess.example.intent].append(guess.right)
    wrong = Counter(f"{guess.example.intent} -> {guess.intent}" for guess in guesses if not guess.right)
    return {
        "examples": len(guesses),
        "accuracy": _share([guess.right for guess in guesses]),
        "by_variety": {name: _share(right) for name, right in varieties.items()},
        "by_intent": {name: _share(right) for name, right in intents.items()},
        "confusions": dict(wrong.most_common(12)),
    }


def entity_scores(found: Sequence[tuple[list[dict[str, str]], list[dict[str, str]]]]) -> dict[str, object]:
    """Precision and recall of (entity, value), by entity; and of countries with the right value, the right part."""
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    parts = []
    for labelled, extracted in found:
        said = {(item["entity"], item["value"]): item for item in extracted}
        truth = {(item["entity"], item["value"]): item for item in labelled}
        for key, item in truth.items():
            wanted[key[0]] += 1
            if key in said:
                hits[key[0]] += 1
                if "role" in item:
                    parts.append(said[key]["role"].removeprefix("likely_") == item["role"])
        given.update(kind for kind, _ in said if kind in _LABELLED)
    return {
        **{kind: {"precision": _of(hits[kind], given[kind]), "recall": _of(hits[kind], wanted[kind])} for kind in wanted},
        "all": {"precision": _of(hits.total(), given.total()), "recall": _of(hits.total(), wanted.total())},
        "country_part": _share(parts),
    }


_LABELLED = frozenset({"country", "occupation", "permit", "document", "amount", "date"})


def _share(right: Sequence[bool]) -> float:
    return _of(sum(right), len(right))


def _of(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _table(report: dict[str, object]) -> str:
    intents, entities = report["intents"], report["entities"]
    assert isinstance(intents, dict) and isinstance(entities, dict)
    lines = [f"{report['set']}: {intents['examples']} messages, {intents['accuracy']:.1%} of intents right"]
    lines += [f"  {name:10} {share:6.1%}" for name, share in intents["by_variety"].items()]
    lines += ["by intent"] + [f"  {name:16} {share:6.1%}" for name, share in intents["by_intent"].items()]
    lines += ["confusions"] + [f"  {name:34} {count}" for name, count in intents["confusions"].items()]
    lines += ["entities            precision recall"]
    for name, score in entities.items():
        if isinstance(score, dict):
            lines.append(f"  {name:16} {score['precision']:8.1%} {score['recall']:8.1%}")
    lines.append(f"  part of a country right: {entities['country_part']:.1%}")
    lines.append(f"{report['ms']} ms a message (median), {report['memory_mb']} MB at most")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
