from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.features import BUCKETS, LONGEST, features, weighted


def same(one: str, two: str) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(features(one), features(two), strict=True))


def test_capitals_punctuation_numbers_and_invisible_characters_say_nothing() -> None:
    assert same("Chhal khassni, 300 euro?!", "chhal khassni euro")
    assert same("شحـــال خاصَّني؟", "شحال خاصني")
    assert same("a\u200bb", "ab")


def test_letters_of_other_languages_in_arabic_script_are_told_apart() -> None:
    assert not same("کار", "كار")


@given(st.text())
def test_every_text_has_features_within_bounds(text: str) -> None:
    buckets, values = features(text)
    assert len(buckets) == len(values) == len(set(buckets.tolist())) >= 1
    assert (buckets >= 0).all() and (buckets < BUCKETS).all() and (values > 0).all()


@given(st.text(min_size=LONGEST), st.text())
def test_only_the_beginning_of_a_long_message_is_read(text: str, more: str) -> None:
    assert same(text, text[:LONGEST] + more if len(text) == LONGEST else text)


def test_weighted_values_are_of_unit_length_and_nothing_stays_nothing() -> None:
    values = weighted(np.array([1, 2], np.float32), np.array([1, 0.5], np.float32))
    assert abs(float(np.linalg.norm(values)) - 1) < 1e-6
    assert not weighted(np.array([1, 2], np.float32), np.zeros(2, np.float32)).any()
