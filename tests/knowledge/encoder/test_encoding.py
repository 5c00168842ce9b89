"""The arithmetic around the network."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.encoder.encoding import MAX_CHARACTERS, batches, normalise, pad, pool, prepare

LENGTHS = st.lists(st.integers(1, 256), max_size=60)


@given(LENGTHS, st.integers(1, 1024))
def test_every_text_is_in_exactly_one_batch(lengths: list[int], budget: int) -> None:
    assert sorted(position for group in batches(lengths, budget) for position in group) == list(range(len(lengths)))


@given(LENGTHS, st.integers(256, 1024))
def test_no_batch_holds_more_tokens_than_the_budget_even_with_its_padding(lengths: list[int], budget: int) -> None:
    assert all(len(group) * max(lengths[i] for i in group) <= budget for group in batches(lengths, budget))


def test_a_text_longer_than_the_budget_is_a_batch_of_its_own() -> None:
    assert list(batches([300, 2], 100)) == [[1], [0]]


def test_padding_is_marked_and_does_not_count_in_the_mean() -> None:
    ids, mask = pad([[5, 6], [7]], fill=1)
    assert ids.tolist() == [[5, 6], [7, 1]]
    states = np.array([[[2.0], [4.0]], [[3.0], [99.0]]], np.float32)
    assert pool(states, mask).tolist() == [[3.0], [3.0]]


def test_vectors_of_length_zero_stay_zeros_instead_of_dividing_by_zero() -> None:
    assert normalise(np.zeros((1, 3), np.float32)).tolist() == [[0.0, 0.0, 0.0]]


@given(st.text(alphabet=st.characters(), max_size=200))
def test_prepared_text_is_valid_utf_8_whatever_arrives(text: str) -> None:
    assert prepare(text + "\ud83d").encode("utf-8")


def test_a_huge_message_is_cut_before_it_reaches_the_tokenizer() -> None:
    assert len(prepare("a" * 10_000_000)) == MAX_CHARACTERS
