"""Questions that ask the same are one group, and chains of half-alike ones are not."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import clustering
from knowledge.clustering import clusters


def unit(*degrees: float) -> np.ndarray:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def slow(vectors: np.ndarray, threshold: float) -> list[list[int]]:
    """The definition, word for word: join the two groups with the highest mean, as long as it reaches the threshold."""
    groups = [[position] for position in range(len(vectors))]
    similarity = vectors.astype(np.float64) @ vectors.T
    while len(groups) > 1:
        pairs = [(similarity[np.ix_(a, b)].mean(), i, j) for i, a in enumerate(groups) for j, b in enumerate(groups) if i < j]
        mean, i, j = max(pairs, key=lambda pair: pair[0])
        if mean < threshold:
            break
        groups[i] += groups.pop(j)
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group[0]))


def test_a_chain_of_half_alike_questions_is_not_one_group() -> None:
    assert clusters(unit(0, 20, 40, 60, 80), float(np.cos(np.radians(25)))) == [[0, 1], [2, 3], [4]]


def test_the_groups_are_those_of_the_definition() -> None:
    generator = np.random.default_rng(7)
    for _ in range(10):
        points = generator.normal(size=(40, 6)).astype(np.float32)
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        for threshold in (0.2, 0.5, 0.8):
            assert clusters(points, threshold) == slow(points, threshold)


def test_no_questions_are_no_groups_and_one_without_a_vector_is_alone() -> None:
    assert clusters(np.zeros((0, 3), np.float32), 0.5) == []
    assert clusters(np.zeros((2, 3), np.float32), 0.5) == [[0], [1]]


def test_more_than_fit_into_memory_are_refused() -> None:
    with pytest.raises(ValueError, match="more than"):
        clusters(np.zeros((clustering.MOST + 1, 1), np.float32), 0.5)
