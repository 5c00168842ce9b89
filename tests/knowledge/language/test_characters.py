from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.characters import arabic_share, normalise, readable, western_digits, without_accents


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("بِطاقـــة  الفُرَص؟؟؟", "بطاقه الفرص???"),
        ("أإ آٱ ىئؤة کیڭ", "اا اا ييوه كيگ"),
        ("ڤڥپچژ", "ففبشج"),
        ("Chhaaaal  ÉTÉ", "chhaal été"),
        ("شكراااااا", "شكراا"),
        ("l’Allemagne l‘ l` l´ ʼ", "l'allemagne l' l' l' '"),
        ("STRASSE Straße", "strasse strasse"),
        ("٢٠٢٦ ۲۰۲۶ ２０２６", "2026 2026 2026"),
        ("1000000", "1000000"),
        ("a\u200bb\u202ec\ufeffd", "abcd"),
        ("a\x00b\tc\nd\x7f", "a b c d"),
        ("ﻻ ﷲ ﱠ", "لا الله"),
        ("ڨالي ݣاليا", "قالي گاليا"),
        ("ہا ھا ەا ۀا ۃا ے ڪ", "ها ها ها ها ها ي ك"),
        ("ٲٳ", "اا"),
        ("sœur, cœur, ex æquo", "soeur, coeur, ex aequo"),
        ("d‛abord aujourd′hui", "d'abord aujourd'hui"),
        ("vi\u034fsa\ufe0f \u2800\u3164ok\U000e0041", "visa ok"),
        ("", ""),
    ],
)
def test_all_spellings_of_the_same_letters_have_one_form(written: str, normal: str) -> None:
    assert normalise(written) == normal


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF)))
def test_normalised_arabic_has_no_marks(text: str) -> None:
    assert not set(normalise(text)) & set("\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670أإآىةؤئ")


@given(st.text())
def test_a_readable_text_is_one_line_and_stays_readable(text: str) -> None:
    once = readable(text)
    assert readable(once) == once == once.strip() and not set(once) & set("\n\r\t\0\u202e\u200f")


@given(st.text())
def test_normalising_makes_a_text_longer_by_what_unicode_spells_out_only(text: str) -> None:
    spelled = unicodedata.normalize("NFKC", text)
    assert len(normalise(text)) <= 3 * len(spelled) + 3


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéèçàùâêîôûëïüöäß ابتثجحخدذرزسشصضطظعغفقكلمنهوي0123456789"), max_size=60))
def test_letters_and_numbers_of_our_languages_are_all_kept(text: str) -> None:
    kept = re.sub(r"([^\W\d_])\1+", r"\1", normalise(text).replace(" ", ""))
    assert kept == re.sub(r"([^\W\d_])\1+", r"\1", text.casefold().replace(" ", ""))


@given(st.text(st.sampled_from("شحالخصي chal3579"), min_size=1, max_size=20), st.data())
def test_what_cannot_be_seen_changes_nothing(text: str, data: st.DataObject) -> None:
    unseen = data.draw(st.text(st.sampled_from("\u200b\u200d\u200e\u202b\u2067\ufeff\u0640\u064e\u0651\ufe0f\U000e0020"), max_size=5))
    place = data.draw(st.integers(0, len(text)))
    assert normalise(text[:place] + unseen + text[place:]) == normalise(text)


@given(st.text("اشجبcho", min_size=1, max_size=8), st.integers(3, 30))
def test_a_letter_held_down_is_one_spelling_however_long(text: str, times: int) -> None:
    assert normalise(text + text[-1] * times) == normalise(text + text[-1] * 3)


def test_digits_of_every_script_become_western_and_others_stay() -> None:
    assert western_digits("٣ ۴ ५ ² ① 7") == "3 4 5 ² ① 7"


@given(st.text())
def test_western_digits_keep_the_length(text: str) -> None:
    assert len(western_digits(text)) == len(text)


def test_accents_are_taken_from_latin_letters_only() -> None:
    assert without_accents("été über città ç أ") == "ete uber citta c أ"


@pytest.mark.parametrize(("text", "share"), [("", 0.0), ("123 !", 0.0), ("abcd", 0.0), ("شكرا", 1.0), ("abسش", 0.5)])
def test_the_arabic_share_counts_letters_only(text: str, share: float) -> None:
    assert arabic_share(text) == share
