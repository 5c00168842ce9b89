from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.scripts import is_foreign


@pytest.mark.parametrize(
    "text", ["помогите", "ሰላም", "ⴰⵣⵓⵍ", "γεια σας", "שלום", "नमस्ते", "你好", "こんにちは", "გამარჯობა", "ok спасибо вам"]
)
def test_a_script_that_is_none_of_ours_is_known_without_a_model(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text", ["", "123", "🙂", "été", "straße", "شكراً", "پاسپورت", "ﻻ", "Ｈｅｌｌｏ", "ɣur-i", "ª º", "µ", "شكرا спс", "\ud83d"]
)
def test_latin_and_arabic_letters_of_every_kind_are_left_to_the_model(text: str) -> None:
    assert not is_foreign(text)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_latin_letters_are_never_foreign(text: str) -> None:
    assert not is_foreign(text)
