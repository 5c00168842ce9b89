from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from knowledge.article import Variety
from knowledge.language.samples import NLU, Amounts, everyday, messages, samples

OURS = {variety.value for variety in Variety} - {Variety.OTHER.value}
HELD_OUT = [NLU / "held-out", NLU / "dev", NLU / "identification" / "held-out", NLU / "identification" / "dev"]


@pytest.fixture(scope="module")
def learned() -> list[str]:
    return [text for texts in (*messages().values(), *everyday().values()) for text in texts]


def test_every_variety_is_learned_in_the_same_amount() -> None:
    amounts = Amounts(each=300, pages=0, everyday=0, elsewhere=1, small_words=0)
    counts = Counter(row.label for row in samples(amounts, random.Random(1)))
    assert counts.keys() >= OURS and {label.partition("-")[0] for label in counts.keys() - OURS} == {"other"}
    natural = {variety: len(texts) for variety, texts in messages().items()}
    assert all(counts[variety] == max(300, natural[variety]) for variety in OURS)


def test_short_messages_are_learned_as_often_as_long_ones() -> None:
    rows = samples(Amounts(pages=0, small_words=0), random.Random(1))
    for variety in ("ary-Latn", "arz", "de"):
        lengths = [len(row.text.split()) for row in rows if row.label == variety]
        assert sum(length <= 3 for length in lengths) > 0.2 * len(lengths)


@pytest.mark.parametrize("folder", HELD_OUT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_nothing_that_measures_is_learned(folder: Path, learned: list[str]) -> None:
    files = sorted(folder.glob("*.jsonl"))
    texts = {
        text
        for file in files
        for row in map(json.loads, file.read_text("utf-8").splitlines())
        for text in row.get("turns", [row.get("text")])
    }
    # "And in France?" is said the same way by everybody.
    assert files and {text for text in texts & set(learned) if len(re.findall(r"\w+", text)) > 3} == set()


def test_twenty_other_languages_and_more_are_learned_from_sentences_of_our_own() -> None:
    files = sorted((NLU / "identification" / "train" / "other").glob("*.txt"))
    assert len(files) >= 25 and all(len(file.read_text("utf-8").splitlines()) >= 8 for file in files)
