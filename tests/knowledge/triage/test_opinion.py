"""The second opinion adds to the patterns. Its figures: `python -m benchmarks.triage`."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.encoder import load
from knowledge.phrases import keys
from knowledge.retrieval.entries import encoder_text
from knowledge.triage import Category, Urgency
from knowledge.triage.alarm import nearest
from knowledge.triage.hints import BUCKETS, hints
from knowledge.triage.opinion import Opinion, listener


def opinion(text: str, variety: str) -> Opinion | None:
    return listener().opinion(text, load(None).encode([encoder_text(text, variety)])[0])


@pytest.mark.parametrize(
    ("text", "variety"),
    [
        ("my husband locks me in the flat and hits me when I ask for my phone", "en"),
        ("il capo si tiene il mio passaporto e mi minaccia", "it"),
        ("kayderbni bezzaf w khayfa bzaf ma3arfach fin nmchi", "ary-Latn"),
    ],
)
def test_a_plain_call_for_help_is_heard_by_it_too(text: str, variety: str) -> None:
    found = opinion(text, variety)
    assert found is not None and found.probability >= listener().ask_from


@pytest.mark.parametrize(
    ("text", "variety"),
    [
        ("How much money do I need on a blocked account?", "en"),
        ("bonjour", "fr"),
        ("salam", "ary-Latn"),
        ("كم راتب أحتاج للعمل في ألمانيا؟", "ar"),
        ("Wie verlängere ich meine Aufenthaltserlaubnis?", "de"),
    ],
)
def test_a_question_at_ease_is_left_alone(text: str, variety: str) -> None:
    assert opinion(text, variety) is None


@pytest.mark.parametrize("text", ["", "🙂", "\ud83d", "\0", "x" * 9000, "ا" * 9000])
def test_no_message_breaks_it(text: str) -> None:
    listener().opinion(text, np.zeros(384, np.float32))
    assert ((hints(text) >= 0) & (hints(text) < BUCKETS)).all()


def test_the_signs_at_the_end_of_a_message_say_nothing() -> None:
    assert (hints("he keeps my passport?!") == hints("he keeps my passport")).all()


@pytest.mark.parametrize("category", Category)
@pytest.mark.parametrize("urgency", Urgency)
def test_for_every_alarm_there_are_words(category: Category, urgency: Urgency) -> None:
    assert f"protect_{category}_{nearest(category, urgency)}" in keys()
    if f"protect_{category}_{urgency}" in keys():
        assert nearest(category, urgency) is urgency
