from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dalil.understanding.engine import followed, plain, understood

HERE = Path(sys.executable)
MATRIX = {"fr": {"ask": {"ask": 4}}, "ary": {"ask": {"ask": 2, "greet": 1}, "greet": {"greet": 1}}}
REPORT = {
    "intents": {"matrix": MATRIX},
    "rasa_test": {"accuracy": 0.875},
    "entities": {"country": {"precision": 0.9, "recall": 0.75, "hits": 9, "given": 10, "wanted": 12}, "country_part": 0.8},
}


def test_the_engines_confusion_matrices_become_shares_by_variety() -> None:
    found = understood(HERE, lambda python: json.dumps(REPORT))
    assert not isinstance(found, str)
    assert {name: (share.right, share.n) for name, share in found.intents.items()} == {"ary": (3, 4), "fr": (4, 4), "all": (7, 8)}
    assert found.confusions["ary"]["ask"] == {"ask": 2, "greet": 1}


def test_entities_keep_their_counts_so_that_they_have_intervals() -> None:
    found = understood(HERE, lambda python: json.dumps(REPORT))
    assert not isinstance(found, str)
    country = found.entities["country"]
    assert (country.precision.right, country.precision.n, country.recall.n) == (9, 10, 12)


def test_without_the_engines_environment_a_sentence_says_what_to_do() -> None:
    nowhere = Path("/nowhere/python")
    assert "make setup" in str(understood(nowhere)) and "make setup" in str(plain(Path("/nowhere"), nowhere))


def test_a_failing_engine_is_told_and_does_not_stop_the_measuring() -> None:
    def fails(python: Path) -> str:
        raise subprocess.CalledProcessError(1, "evaluate", stderr="no model")

    assert str(understood(HERE, fails)).endswith("no model")
    assert str(plain(HERE, HERE, fails)).endswith("no model")


@pytest.mark.parametrize(("cited", "share"), [("it-minimum-wage", 1.0), ("de-minimum-wage", 0.0)])
def test_a_follow_up_counts_when_the_last_answer_cites_what_answers(cited: str, share: float) -> None:
    def run(lines: str) -> str:
        assert json.loads(lines)["turns"] == [{"text": "smic ?"}, {"text": "et en Italie ?"}]
        turns = [{"replies": [{"citations": [{"article": name}]}]} for name in ("fr-minimum-wage", cited)]
        return json.dumps({"id": "1", "turns": turns})

    rows = [{"id": "1", "variety": "fr", "turns": ["smic ?", "et en Italie ?"], "relevant": ["it-minimum-wage"]}]
    assert followed(rows, run)["fr"].value == share
