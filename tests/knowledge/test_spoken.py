from __future__ import annotations

import pytest

from knowledge.article import Language
from knowledge.phrases import keys, say
from knowledge.spoken import LANGUAGES, NOT_KNOWN, Spoken, parse


def test_sure_and_doubtful_languages_are_kept_apart() -> None:
    assert parse("de en? others? interpreters") == Spoken(sure=("de",), perhaps=("en", "others"), interpreters=True)
    assert parse("local en") == Spoken(sure=("local", "en"))
    assert parse("") == NOT_KNOWN


@pytest.mark.parametrize("text", ["", "it en ar others", "de ar? others? interpreters"])
def test_what_is_read_is_written_as_it_was(text: str) -> None:
    assert str(parse(text)) == text


@pytest.mark.parametrize(("text", "reason"), [("German", "no language"), ("de de?", "twice"), ("interpreters?", "no question mark")])
def test_anything_else_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse(text)


def test_every_language_has_a_name_in_every_language() -> None:
    assert {f"helpline_language_{code}" for code in LANGUAGES | {"local", "others"}} <= keys()
    assert all(say(f"helpline_language_{code}", language) for code in LANGUAGES for language in Language)
