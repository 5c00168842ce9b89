"""Whether a probability means what it says: temperature that makes it so, and the measure of how far off it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Scores are multiplied by exp(sharpness + per_length * log(1 + letters)): a long message says more than a short one.

    `mixed` is added to the score of mixed messages before: training mixes languages more, or less, than people do.
    """

    sharpness: float = 0.0
    per_length: float = 0.0
    mixed: float = 0.0

    def factor(self, letters: int) -> float:
        return float(np.exp(self.sharpness + self.per_length * np.log1p(letters)))


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities along the last axis."""
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Mean distance of confidence and share right over ten equal bins, weighted by their size; 0..1, 0.0 for nothing.

    >>> expected_calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False])
    0.0
    """
    sure, hits = np.asarray(confidences, float), np.asarray(right, float)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(float((sure[bins == n] - hits[bins == n]).sum())) for n in range(BINS)]
    return sum(gaps) / len(sure) if len(sure) else 0.0
