"""A learned second opinion on a message in which no pattern was found. It may only add: patterns are never overruled.

Made by `training`; it looks at the message's hints and at its vector, so it is silent while the encoder is away.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.triage.alarm import Alarm, Category, Urgency, nearest
from knowledge.triage.hints import hints

MODEL = Path(__file__).with_name("opinion.npz")
NONE = "none"  # the class of messages that call for no help
VECTOR_SHARE = 4.0  # weight of the vector beside the hints
DOUBTED_SHARE = 0.5  # of the bar for asking, where patterns found something and did not believe it

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the message may be. `sure`: an alarm; else a question whether help is needed."""

    alarm: Alarm
    sure: bool
    probability: float  # that it is a call for help at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """The shipped model, about 0.2 ms a message. Weights [hints, classes], [dims, classes]; urgencies the same way."""

    classes: tuple[str, ...]  # categories and NONE
    of_hints: Floats
    of_vector: Floats
    bias: Floats
    urgencies: tuple[Urgency, ...]
    urgent_hints: Floats
    urgent_vector: Floats
    urgent_bias: Floats
    mean: Floats  # [dims] of the vectors it learned from
    sure_from: float
    ask_from: float

    def opinion(self, text: str, vector: Floats, *, doubted: bool = False) -> Opinion | None:
        """None for a message that probably calls for no help. `vector` [dims] is raw; `doubted`: patterns found something."""
        found, near = hints(text), (vector - self.mean) * VECTOR_SHARE
        shares = _softmax(_scores(found, near, self.of_hints, self.of_vector, self.bias))
        probability = 1 - float(shares[self.classes.index(NONE)])
        if probability < self.ask_from * (DOUBTED_SHARE if doubted else 1):
            return None
        likely = max((name for name in self.classes if name != NONE), key=lambda name: shares[self.classes.index(name)])
        urgency = self.urgencies[int(np.argmax(_scores(found, near, self.urgent_hints, self.urgent_vector, self.urgent_bias)))]
        alarm = Alarm(category=Category(likely), urgency=nearest(Category(likely), urgency))
        return Opinion(alarm=alarm, sure=probability >= self.sure_from, probability=probability)


def _scores(found: NDArray[np.int64], near: Floats, of_hints: Floats, of_vector: Floats, bias: Floats) -> Floats:
    scores: Floats = of_hints[found].sum(axis=0) / np.sqrt(max(1, len(found))) + near @ of_vector + bias
    return scores


def _softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max())
    total: Floats = shares / shares.sum()
    return total


@lru_cache(maxsize=1)
def listener() -> Listener:
    """The committed model."""
    with np.load(MODEL, allow_pickle=False) as data:
        return Listener(
            classes=tuple(data["classes"].tolist()),
            of_hints=data["of_hints"].astype(np.float32) * data["scale"],
            of_vector=data["of_vector"],
            bias=data["bias"],
            urgencies=tuple(Urgency(name) for name in data["urgencies"].tolist()),
            urgent_hints=data["urgent_hints"].astype(np.float32) * data["urgent_scale"],
            urgent_vector=data["urgent_vector"],
            urgent_bias=data["urgent_bias"],
            mean=data["mean"],
            sure_from=float(data["sure_from"]),
            ask_from=float(data["ask_from"]),
        )
