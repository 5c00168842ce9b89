from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.samples import NLU
from knowledge.language.shorthand import spelled_out


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("bjr pk mon visa est refusé", "bonjour pourquoi mon visa est refusé"),
        ("c koi les papiers", "c'est quoi les papiers"),
        ("g besoin dun rdv", "j'ai besoin dun rendez-vous"),
        ("jsp cmt faire mnt", "je ne sais pas comment faire maintenant"),
        ("QD JE SUIS EN FRANCE", "quand JE SUIS EN FRANCE"),
        ("t ou", "tu es ou"),
    ],
)
def test_shorthand_is_written_in_full(typed: str, full: str) -> None:
    assert spelled_out(typed) == full


@pytest.mark.parametrize(
    "text",
    [
        "Combien coûte le visa ?",
        "Visa C ou D",
        "permis B",
        "valider mon VLS-TS",
        "j'ai droit à l'APL ?",
        "J'ai reçu un PC et un CD",
        "C++",
        "le G 20",
        "",
        "شحال",
    ],
)
def test_words_and_letters_that_mean_themselves_stay(text: str) -> None:
    assert spelled_out(text) == text


@given(st.text())
def test_what_is_written_in_full_stays_so(text: str) -> None:
    assert spelled_out(spelled_out(text)) == spelled_out(text)


def test_hardly_any_question_in_other_languages_would_be_changed() -> None:
    lines = (NLU / "dev" / "questions.jsonl").read_text("utf-8").splitlines()
    texts = [row["text"] for row in map(json.loads, lines) if row["variety"] in {"en", "it", "ar", "arz"}]
    assert sum(spelled_out(text) != text for text in texts) < 0.03 * len(texts)
