"""Panic words: found however they are typed, and only when they are the whole message."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.home import ROOT
from knowledge import panic
from knowledge.article import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("EFFACER TOUT", "fr"),
        (" éffacer  tout!!! 🙏", "fr"),
        ("tout supprimer.", "fr"),
        ("mse7 koooolchiiii", "ar"),
        ("Msa7 kolchi", "ar"),
        ("fasa5 kol chay", "ar"),
        ("emsa7 kol 7aga!", "ar"),
        ("أمســح كلّ شيء", "ar"),
        ("امسح كل حاجة", "ar"),
        ("delete everything", "en"),
        ("Cancella tutto", "it"),
        ("ALLES LÖSCHEN", "de"),
        ("alles loschen", "de"),
    ],
)
def test_a_panic_word_is_heard_however_it_is_typed(text: str, language: str) -> None:
    assert panic.said(text) is Language(language)


@pytest.mark.parametrize(
    "text", ["", "tout", "efface", "how do I delete everything from my record", "efface tout mon casier", "امسح", "7aga"]
)
def test_other_words_wipe_nothing(text: str) -> None:
    assert panic.said(text) is None


def test_no_question_or_wish_of_our_own_data_is_a_panic_word() -> None:
    """Those of the intent to erase ask first; only what the list names wipes at once."""
    for file in sorted((ROOT / "nlu_data").glob("*/*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            assert panic.said(json.loads(line).get("text", "")) is None, line


@given(st.text(max_size=80))
def test_any_text_has_one_form_and_keeps_it(text: str) -> None:
    assert panic.key(panic.key(text)) == panic.key(text)
