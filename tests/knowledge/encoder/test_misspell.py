from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Variety
from knowledge.encoder.making.misspell import misspelled

varieties = st.sampled_from([variety.value for variety in Variety])


@given(st.text(max_size=200), varieties, st.integers())
def test_any_text_can_be_misspelled_and_stays_about_as_long(text: str, variety: str, seed: int) -> None:
    assert len(misspelled(text, variety, random.Random(seed))) <= 4 * len(text) + 4


@pytest.mark.parametrize(
    ("text", "variety", "other"),
    [
        ("chhal khassni", "ary-Latn", "shhal khassni"),
        ("est-ce que je peux", "fr", "esk je peux"),
        ("هل أحتاج إلى ورقة", "ar", "هل أحتاج إلى ورقه"),
    ],
)
def test_the_spellings_people_use_come_up(text: str, variety: str, other: str) -> None:
    assert other in {misspelled(text, variety, random.Random(seed)) for seed in range(400)}


def test_german_words_are_not_respelled() -> None:
    written = {misspelled("wie lange", "de", random.Random(seed)) for seed in range(50)}
    assert "wie lange" in written
    assert all(sorted(set(text) - set("wielang ")) == [] for text in written)
