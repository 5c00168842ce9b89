from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval.rows import Information, Rows

BUCKETS = 64
texts = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=12), min_size=1, max_size=8)


def own(rows: Rows, text: int) -> set[int]:
    return set(rows.ids[rows.owners == text].tolist())


@given(texts)
def test_each_text_keeps_its_own_distinct_buckets(given_texts: list[list[int]]) -> None:
    rows = Rows.of(given_texts, BUCKETS)
    assert [own(rows, n) for n in range(len(given_texts))] == [{code % BUCKETS for code in text} for text in given_texts]
    assert rows.ids.dtype == np.uint16 and rows.lengths.sum() == len(rows.ids)


@given(texts, texts)
def test_joined_rows_are_the_rows_of_all(one: list[list[int]], two: list[list[int]]) -> None:
    joined, together = Rows.join([Rows.of(one, BUCKETS), Rows.of(two, BUCKETS)]), Rows.of(one + two, BUCKETS)
    assert (joined.ids == together.ids).all() and (joined.lengths == together.lengths).all()


@given(texts)
def test_sums_and_counts_add_up_what_each_text_holds(given_texts: list[list[int]]) -> None:
    rows = Rows.of(given_texts, BUCKETS)
    values = np.arange(BUCKETS, dtype=np.float32)
    assert rows.sums(values).tolist() == [sum(own(rows, n)) for n in range(len(given_texts))]
    assert rows.counts(8).sum(axis=1).tolist() == [len(own(rows, n)) for n in range(len(given_texts))]


@given(texts, st.lists(st.integers(0, BUCKETS - 1), min_size=1, max_size=10, unique=True))
def test_a_share_is_between_nothing_and_one(given_texts: list[list[int]], query: list[int]) -> None:
    rows = Rows.of(given_texts, BUCKETS)
    shares = Information.of(rows, np.ones(len(given_texts), bool)).shares(np.array(sorted(query), np.uint16), rows)
    assert ((shares >= 0) & (shares <= 1)).all()
    assert [share > 0 for share in shares] == [bool(own(rows, n) & set(query)) for n in range(len(given_texts))]


def test_a_rare_word_shared_counts_more_than_a_common_one() -> None:
    rows = Rows.of([[1, 2], [1, 3], [1, 4], [5]], BUCKETS)
    information = Information.of(rows, np.ones(4, bool))
    common, rare = information.shares(np.array([1, 5], np.uint16), rows)[[0, 3]]
    assert rare > common > 0


def test_a_question_without_terms_shares_nothing() -> None:
    rows = Rows.of([[1], []], BUCKETS)
    assert Information.of(rows, np.ones(2, bool)).shares(rows.ids[:0], rows).tolist() == [0, 0]
