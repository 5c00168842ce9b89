"""Centring takes the language away and leaves the meaning."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.encoder.centring import PRIOR, blend, centre, centre_each, language_means, nearest
from knowledge.encoder.encoding import Vectors

MEANINGS = np.eye(4, dtype=np.float32)[:3]
OFFSETS = {"ar": np.array([0, 0, 0, 3], np.float32), "de": np.array([0, 0, 0, -3], np.float32)}
LANGUAGES = ["ar"] * 3 + ["de"] * 3
VECTORS: Vectors = np.concatenate([MEANINGS + OFFSETS["ar"], MEANINGS + OFFSETS["de"]])


def test_the_same_meaning_in_two_languages_becomes_the_same_vector() -> None:
    centred = centre_each(VECTORS, LANGUAGES, language_means(VECTORS, LANGUAGES))
    assert centred[:3] == pytest.approx(centred[3:], abs=1e-6)
    assert np.linalg.norm(centred, axis=1) == pytest.approx(np.ones(6), abs=1e-6)


def test_means_are_taken_language_by_language() -> None:
    means = language_means(VECTORS, LANGUAGES)
    assert sorted(means) == ["ar", "de"]
    assert means["ar"] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 3.0])


def test_a_vector_that_equals_its_mean_becomes_zeros() -> None:
    mean = np.array([1.0, 2.0], np.float32)
    assert centre(mean[None], mean).tolist() == [[0.0, 0.0]]


def test_a_language_without_a_mean_is_centred_by_the_middle_of_all() -> None:
    vector = np.array([[1.0, 0, 0, 0]], np.float32)
    assert centre_each(vector, ["sq"], OFFSETS).tolist() == [[1.0, 0.0, 0.0, 0.0]]


def test_no_vectors_stay_no_vectors() -> None:
    assert centre_each(np.zeros((0, 4), np.float32), [], OFFSETS).shape == (0, 4)


def test_the_nearest_mean_tells_the_language_of_a_raw_vector() -> None:
    assert nearest(VECTORS, OFFSETS) == LANGUAGES


def test_a_few_passages_barely_move_a_shipped_mean_and_many_replace_it() -> None:
    own, shipped = {"ar": np.ones(2, np.float32)}, {"ar": np.zeros(2, np.float32), "de": np.ones(2, np.float32)}
    few, many = blend(own, {"ar": 1}, shipped), blend(own, {"ar": 100 * PRIOR}, shipped)
    assert few["ar"][0] < 0.03
    assert many["ar"][0] > 0.97
    assert few["de"].tolist() == [1.0, 1.0]


def test_a_language_that_was_not_shipped_keeps_its_own_mean() -> None:
    assert blend({"sq": np.ones(2, np.float32)}, {"sq": 1}, {})["sq"].tolist() == [1.0, 1.0]
