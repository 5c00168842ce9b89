"""The encoder is asked once for each text, and nothing of the text is kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.encoder import EncoderUnavailable, Vectors
from knowledge.encoder.remembering import RememberingEncoder


class Counting:
    """Says the length of a text, and notes what it was asked."""

    identity = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        if "fail" in texts:
            raise EncoderUnavailable
        self.asked += texts
        return np.array([[len(text)] for text in texts], np.float32)


def test_each_text_is_asked_once_and_the_order_is_kept() -> None:
    counting = Counting()
    encoder = RememberingEncoder(counting)
    assert encoder.encode(["aa", "b", "aa"]).ravel().tolist() == [2, 1, 2]
    assert encoder.encode(["b", "ccc"]).ravel().tolist() == [1, 3]
    assert counting.asked == ["aa", "b", "ccc"]
    assert encoder.identity == "counting"


def test_the_oldest_are_forgotten_first() -> None:
    counting = Counting()
    encoder = RememberingEncoder(counting, most=2)
    encoder.encode(["a", "bb", "ccc"])
    encoder.encode(["bb", "ccc", "a"])
    assert counting.asked == ["a", "bb", "ccc", "a"]


def test_a_failure_is_told_and_remembers_nothing() -> None:
    counting = Counting()
    encoder = RememberingEncoder(counting)
    with pytest.raises(EncoderUnavailable):
        encoder.encode(["a", "fail"])
    assert encoder.encode(["a"]).ravel().tolist() == [1]


def test_no_words_are_kept() -> None:
    encoder = RememberingEncoder(Counting())
    encoder.encode(["my name is Amal"])
    assert "Amal" not in repr(vars(encoder))
