from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dalil.understanding.engine import followed, understood

HERE = Path(sys.executable)
REPORT = {
    "intents": {"examples": 58, "accuracy": 0.9, "by_variety": {"fr": 1.0, "ary": 0.793}, "confusions": {"ask -> greet": 3}},
    "entities": {"all": {"precision": 0.9, "recall": 0.8}},
}


def test_the_engines_own_report_becomes_shares_by_variety() -> None:
    found = understood(HERE, lambda python: json.dumps(REPORT))
    assert not isinstance(found, str)
    assert (found["intents"]["ary"].right, found["intents"]["all"].right) == (23, 52)
    assert found["entities"]["all"]["recall"] == 0.8


def test_without_the_engine_a_sentence_says_what_to_do() -> None:
    assert understood(Path("/nowhere/python")) == "the engine's environment is not there: make setup"


def test_a_failing_engine_is_told_and_does_not_stop_the_measuring() -> None:
    def fails(python: Path) -> str:
        raise subprocess.CalledProcessError(1, "evaluate", stderr="no model")

    assert str(understood(HERE, fails)).endswith("no model")


@pytest.mark.parametrize(("cited", "share"), [("it-minimum-wage", 1.0), ("de-minimum-wage", 0.0)])
def test_a_follow_up_counts_when_the_last_answer_cites_what_answers(cited: str, share: float) -> None:
    def run(lines: str) -> str:
        assert json.loads(lines)["turns"] == [{"text": "smic ?"}, {"text": "et en Italie ?"}]
        turns = [{"replies": [{"citations": [{"article": name}]}]} for name in ("fr-minimum-wage", cited)]
        return json.dumps({"id": "1", "turns": turns})

    rows = [{"id": "1", "variety": "fr", "turns": ["smic ?", "et en Italie ?"], "relevant": ["it-minimum-wage"]}]
    assert followed(rows, run)["fr"].value == share
