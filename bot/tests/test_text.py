import pytest

from components.text import form_of, tidy, words_of


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("أَلمانـيا", "المانيا"),
        ("إيطاليا", "ايطاليا"),
        ("المانية", "المانيه"),
        ("سلاااام", "سلام"),
        ("Merciiii", "merci"),
        ("GRÜẞE", "grusse"),
        ("1000", "1000"),
        ("٢٠٢٦", "2026"),
        ("۱۲", "12"),
        ("گاع", "كاع"),
    ],
)
def test_spellings_of_a_word_meet_in_one_form(typed: str, form: str) -> None:
    assert form_of(typed) == form


def test_a_vowel_sign_does_not_split_a_word() -> None:
    assert [word.form for word in words_of("أَهْلاً بك")] == ["اهلا", "بك"]


def test_words_keep_their_place_in_what_was_typed() -> None:
    text = "  l'Italie, 'ndi ٣ أطفال"
    assert [text[word.start : word.end] for word in words_of(text)] == ["l", "Italie", "ndi", "٣", "أطفال"]


def test_a_message_of_signs_has_no_words() -> None:
    assert words_of("?! 👍 ...") == []


def test_the_encoder_sees_accents_but_no_stretching_and_no_control_characters() -> None:
    assert tidy("  Diplôôôôme\u200f\n\x00 étranger ") == "Diplôme étranger"
