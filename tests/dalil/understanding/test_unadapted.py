from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dalil.understanding.unadapted import UnadaptedEncoder
from knowledge.encoder import EncoderUnavailable


class Wheel:
    """Stands for the process in the other environment: a vector of each text's length, and a count of its runs."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self, lines: str, target: Path) -> None:
        self.runs += 1
        np.save(target, np.array([[len(json.loads(line)["text"]), 1] for line in lines.splitlines()], np.float32))


def test_the_same_texts_are_encoded_once_and_kept(tmp_path: Path) -> None:
    wheel = Wheel()
    first = UnadaptedEncoder(tmp_path, wheel).encode(["a", "bbb"])
    again = UnadaptedEncoder(tmp_path, wheel).encode(["a", "bbb"])
    assert wheel.runs == 1 and np.array_equal(first, again)
    UnadaptedEncoder(tmp_path, wheel).encode(["a", "bbbb"])
    assert wheel.runs == 2


def test_vectors_have_length_one_in_the_order_of_the_texts(tmp_path: Path) -> None:
    vectors = UnadaptedEncoder(tmp_path, Wheel()).encode(["a", "bbb"])
    assert np.allclose(vectors, [[0.7071, 0.7071], [0.9487, 0.3162]], atol=1e-4)


def test_an_interrupted_run_leaves_nothing_that_would_be_taken_for_vectors(tmp_path: Path) -> None:
    def breaks(lines: str, target: Path) -> None:
        target.write_bytes(b"half")
        raise EncoderUnavailable("stopped")

    with pytest.raises(EncoderUnavailable):
        UnadaptedEncoder(tmp_path, breaks).encode(["a"])
    assert UnadaptedEncoder(tmp_path, Wheel()).encode(["a"]).shape == (1, 2)
