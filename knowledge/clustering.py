"""Questions that ask the same, in whatever language: groups of near vectors. Pure.

Agglomerative with average linkage, so that a chain of half-alike questions does not become one group: two groups are joined
while the mean cosine between their members is at least the threshold. Deterministic: ties join the earlier ones first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.encoding import Vectors

MOST = 2_000  # a matrix of n x n floats: 16 MB


def clusters(vectors: Vectors, threshold: float) -> list[list[int]]:
    """Positions in groups, the largest first, members in order. `vectors` [n, dims] have length 1 (zeros are alone); n is at most MOST.

    >>> clusters(np.array([[1, 0], [0, 1], [1, 0.1], [0, 0]], np.float32), 0.9)
    [[0, 2], [1], [3]]
    """
    if len(vectors) > MOST:
        raise ValueError(f"more than {MOST} vectors")
    members = {position: [position] for position in range(len(vectors))}
    for kept, gone in _joins(vectors @ vectors.T, threshold):
        members[kept] += members.pop(gone)
    return sorted((sorted(group) for group in members.values()), key=lambda group: (-len(group), group[0]))


def _joins(similarity: NDArray[np.float32], threshold: float) -> list[tuple[int, int]]:
    """Which group takes in which, in order; a group is named by its earliest member when it was made.

    Each row remembers its best partner, so that a join looks at one row and not at the whole matrix.
    """
    means = similarity.astype(np.float64)
    np.fill_diagonal(means, -np.inf)
    sizes = np.ones(len(means))
    best = means.argmax(axis=1) if len(means) else np.zeros(0, np.int64)
    values = means[np.arange(len(means)), best]
    joins: list[tuple[int, int]] = []
    while len(values) and values.max() >= threshold:
        first = int(values.argmax())
        kept, gone = sorted((first, int(best[first])))
        joins.append((kept, gone))
        _merge(means, sizes, kept, gone)
        stale = np.flatnonzero((best == kept) | (best == gone) | (np.arange(len(best)) == kept))
        best[stale] = means[stale].argmax(axis=1)
        # A row whose partner was another one can only have gained by the merged group's mean, never beyond its own best.
        values[stale] = means[stale, best[stale]]
        values[gone] = -np.inf
    return joins


def _merge(means: NDArray[np.float64], sizes: NDArray[np.float64], kept: int, gone: int) -> None:
    """The mean similarity of a joined group to each other one is the mean over all its members (Lance and Williams)."""
    joined = (means[kept] * sizes[kept] + means[gone] * sizes[gone]) / (sizes[kept] + sizes[gone])
    means[kept] = means[:, kept] = joined
    means[gone] = means[:, gone] = -np.inf
    means[kept, kept] = -np.inf
    sizes[kept] += sizes[gone]
