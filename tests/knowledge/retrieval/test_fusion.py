from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval.fusion import best_per_group, min_max, mix

scores = st.lists(st.floats(-10, 10, width=32), min_size=1, max_size=8).map(lambda values: np.array(values, np.float32))


@given(scores)
def test_stretched_scores_lie_between_nothing_and_one(values: np.ndarray) -> None:
    stretched = min_max(values)
    assert stretched.min() == 0 and stretched.max() in (0, 1)
    assert stretched[values.argmax()] == stretched.max()


def test_equal_scores_say_nothing() -> None:
    assert min_max(np.full(3, 0.7, np.float32)).tolist() == [0, 0, 0]


def test_a_mix_weighs_meaning_more_than_words() -> None:
    dense, lexical = np.array([1, 0], np.float32), np.array([0, 1], np.float32)
    assert mix(dense, lexical).tolist() == pytest.approx([0.7, 0.3])
    assert mix(dense, lexical, 1.0).tolist() == [1, 0]


@given(scores)
def test_with_the_whole_share_only_meaning_counts(values: np.ndarray) -> None:
    assert np.allclose(mix(values, values[::-1].copy(), 1.0), min_max(values))


def test_each_group_keeps_its_best() -> None:
    assert best_per_group(np.array([1, 5, 2, 0, -1], np.float32), np.array([0, 2, 4])).tolist() == [5, 2, -1]
