"""Measure the present model on the held-out sets: `bot/.venv/bin/python bot/evaluate.py [--set dev] [--json]`.

Intents per variety with the commonest confusions, entities (precision and recall of values, and of the part that a
country plays), what `rasa test` makes of the same messages, milliseconds a message and peak memory. The development set
was looked at while building; quote held-out.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
os.chdir(HERE)
sys.path.insert(0, str(HERE))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from corpus import HELD_OUT_ENTITIES, INTENT_SETS, Example, held_out_examples, rasa_training_data, rows_of  # noqa: E402
from scores import Guess, entity_scores, intent_scores  # noqa: E402
from train import model_path  # noqa: E402


def main() -> None:
    """Print a table, or with --json one object."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--set", choices=INTENT_SETS, default="held-out")
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    report = asyncio.run(report_on(model_path(), chosen.set))
    print(json.dumps(report, ensure_ascii=False) if chosen.json else table(report))


async def report_on(model: Path, name: str) -> dict[str, object]:
    """Everything that is measured of a model file on the set of that name."""
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(40)
    agent = Agent.load(str(model))
    await agent.parse_message("warm up")
    examples = held_out_examples(name)
    guesses = [await _guess(agent, example) for example in examples]
    found = [
        (row["entities"], (await agent.parse_message(row["text"]))["entities"])
        for path in sorted(HELD_OUT_ENTITIES.glob("*.jsonl"))
        for row in rows_of(path)
    ]
    return {
        "set": name,
        "intents": intent_scores(guesses),
        "rasa_test": await _rasa_test(agent, examples),
        "entities": entity_scores(found),
        "ms": round(statistics.median(guess.ms for guess in guesses), 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


async def _guess(agent: Any, example: Example) -> Guess:
    started = time.perf_counter()
    reading = await agent.parse_message(example.text)
    ms = (time.perf_counter() - started) * 1000
    return Guess(example=example, intent=reading["intent"]["name"] or "", ms=ms)


async def _rasa_test(agent: Any, examples: Sequence[Example]) -> dict[str, float]:
    """What `rasa test nlu` says of the same messages: a second count, by code that is not ours."""
    from rasa.nlu.test import run_evaluation

    with tempfile.TemporaryDirectory() as scratch:
        written = Path(scratch) / "test.yml"
        written.write_text(rasa_training_data(list(examples)), encoding="utf-8")
        found = (await run_evaluation(str(written), agent.processor, disable_plotting=True, report_as_dict=True))["intent_evaluation"]
    return {name: round(float(found[name]), 3) for name in ("accuracy", "precision", "f1_score")}


def table(report: dict[str, Any]) -> str:
    """The report for a person."""
    intents, entities = report["intents"], report["entities"]
    lines = [f"{report['set']}: {intents['examples']} messages, {intents['accuracy']:.1%} of intents right"]
    lines += [f"  {name:10} {share:6.1%}" for name, share in intents["by_variety"].items()]
    lines.append("rasa test: " + ", ".join(f"{name} {value:.1%}" for name, value in report["rasa_test"].items()))
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
