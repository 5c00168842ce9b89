from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Variety
from knowledge.retrieval.tokens import letters, ngrams, sounds, terms

varieties = st.sampled_from([variety.value for variety in Variety])


@pytest.mark.parametrize(
    ("variety", "one", "other"),
    [
        ("en", "renewing permits", "renew permit"),
        ("fr", "salaires minimaux", "salaire minimal"),
        ("de", "Die Verträge", "die vertrag"),
        ("it", "i contratti", "i contratto"),
        ("ar", "المعلمون", "معلم"),
    ],
)
def test_forms_of_a_word_share_its_stem(variety: str, one: str, other: str) -> None:
    assert terms(one, variety)[-1] == terms(other, variety)[-1] or set(terms(one, variety)) & set(terms(other, variety))


def test_both_scripts_share_a_skeleton_where_arabic_may_be_written_in_either() -> None:
    assert "k:fls" in terms("فلوس", "ary") and "k:fls" in terms("flous", "ary-Latn") and "k:fls" in terms("flous", "mixed")
    assert not [term for term in terms("flous", "fr") if term.startswith("k:")]


def test_accents_are_no_difference() -> None:
    assert terms("ÉTUDES", "fr") == terms("etudes", "fr") or letters("étude") == letters("ETUDE")


@given(st.text(), varieties)
def test_every_text_has_terms_of_two_kinds_at_most(text: str, variety: str) -> None:
    found = terms(text, variety)
    assert all(term[:2] in {"w:", "k:"} and len(term) > 2 for term in found if term != "w:")
    assert variety not in {"fr", "en", "it", "de"} or not [term for term in found if term.startswith("k:")]


@given(st.text(min_size=1, max_size=30))
def test_ngrams_have_two_to_four_characters(word: str) -> None:
    assert all(2 <= len(gram) <= 4 for gram in ngrams(word))


def test_sounds_are_shared_by_both_scripts() -> None:
    assert sounds("chhal khassni flous") == sounds("شحال خاصني فلوس")
    assert sounds("") == letters("🙂") == set()
