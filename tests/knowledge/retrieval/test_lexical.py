from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval.lexical import LexicalIndex

word = st.text("abc", min_size=1, max_size=2)


def test_the_text_that_shares_the_rare_word_wins() -> None:
    index = LexicalIndex([["visa", "work"], ["visa", "study"], ["visa", "family"]])
    assert index.scores(["visa", "study"]).argmax() == 1


def test_a_word_that_no_text_has_lowers_every_score() -> None:
    index = LexicalIndex([["visa", "work"], ["wage"]])
    known, mixed = index.scores(["visa"]), index.scores(["visa", "zebra"])
    assert 0 < mixed[0] < known[0] and mixed[1] == 0


@pytest.mark.parametrize("query", [[], ["zebra"], ["\0"]])
def test_nothing_shared_scores_nothing(query: list[str]) -> None:
    assert LexicalIndex([["visa"], []]).scores(query).tolist() == [0, 0] or query == ["\0"]


def test_an_index_of_nothing_answers_with_nothing() -> None:
    assert LexicalIndex([]).scores(["visa"]).shape == (0,)
    assert LexicalIndex([[], []]).scores(["visa"]).tolist() == [0, 0]


@given(st.lists(st.lists(word, max_size=6), max_size=5), st.lists(word, max_size=6))
def test_there_is_one_score_a_text_and_none_is_negative(documents: list[list[str]], query: list[str]) -> None:
    scores = LexicalIndex(documents).scores(query)
    assert scores.shape == (len(documents),) and scores.dtype == np.float32
    assert all((score > 0) == bool(set(document) & set(query)) for score, document in zip(scores, documents, strict=True))
