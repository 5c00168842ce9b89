"""A denied Arabic word is read as such in every dialect's way of denying, and only it."""

from __future__ import annotations

import pytest

from knowledge.language.arabizi import skeleton
from knowledge.triage import triage
from knowledge.triage.matching import book
from knowledge.triage.negation import MARK
from knowledge.triage.tokens import read


def denied(text: str, stem: str) -> bool:
    return any(MARK + skeleton(stem) in word.sounds for word in read(text))


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("ma kaykhllesnich", "خلصني"),
        ("makhlsnix", "خلصني"),
        ("مخلصنيش", "خلصني"),
        ("ما بقاش كيتنفس", "تنفس"),
        ("ma 3adech yetnaffes", "تنفس"),
        ("لم يدفع لي", "دفع"),
        ("رفض أن يعطيني جوازي", "يعطيني"),
        ("mesh radya trag3o", "رجع"),
        ("محدش بيجاوب", "جاوب"),
    ],
)
def test_each_way_of_denying_is_read(text: str, stem: str) -> None:
    assert denied(text, stem)


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("kaykhllesni kol chher", "خلصني"),
        ("قبل ما يخلصني", "خلصني"),
        ("kol ma ntlob lflous", "طلب"),
        ("ما جاش. يخلصني غدا", "خلصني"),
    ],
)
def test_a_word_that_nothing_denies_is_not_marked(text: str, stem: str) -> None:
    assert not denied(text, stem)


def test_an_everyday_word_is_not_taken_for_harm_by_its_consonants() -> None:
    assert triage("3andi contrat jdid f frankfurt") is None


def test_beside_words_of_ease_a_finding_alone_does_not_alarm() -> None:
    told = "كيطلب مني زيد فلوس الفيزا"
    assert triage(told) is not None
    assert triage(f"الحمد لله كلشي مزيان، {told}") is None


def test_beside_words_of_ease_what_is_told_plainly_still_alarms() -> None:
    assert triage("الحمد لله، ولكن راجلي كيضربني كل نهار") is not None


def test_a_hint_alarms_only_beside_another_finding() -> None:
    hints = [pattern for pattern in book().patterns if pattern.hint]
    assert hints
    assert all(pattern.alarm and pattern.line.startswith("? ") for pattern in hints)
    assert triage("بطاقتي خداها ليا الباطرون") is None
    assert triage("الباطرون خدا ليا الباسبور وما بغاش يرجعو") is not None
