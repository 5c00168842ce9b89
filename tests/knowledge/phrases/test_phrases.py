"""The catalogue: the same keys and placeholders in every language, within the limits of every channel."""

from __future__ import annotations

import re
from string import Formatter

import pytest
import regex

from knowledge.article import Country, Language
from knowledge.phrases import UnknownPhrase, keys, say
from knowledge.phrases.catalogue import catalogue

LABELS = ("button_", "country_", "cmd_", "list_button", "none_of_these")
LABEL_LIMIT, TEXT_LIMIT, PROTECT_LIMIT = 20, 1000, 400
# Commands, units, brands, names of languages and examples of spelling that stand in Latin letters in an Arabic text.
LATIN_IN_ARABIC = {
    "delete",
    "mydata",
    "menu",
    "GPS",
    "Shift",
    "JavaScript",
    "Français",
    "English",
    "Italiano",
    "Deutsch",
    "chhal",
    "3lash",
    "9raya",
}
MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")

EVERY = [(language, key) for language in Language for key in sorted(keys())]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def graphemes(text: str) -> int:
    return len(regex.findall(r"\X", text))


@pytest.mark.parametrize("language", Language)
def test_every_language_has_the_same_keys(language: Language) -> None:
    assert set(catalogue(language)) == keys()


@pytest.mark.parametrize(("language", "key"), EVERY)
def test_every_text_is_whole_and_fits(language: Language, key: str) -> None:
    text = catalogue(language)[key]
    assert placeholders(text) == placeholders(catalogue(Language.EN)[key])
    assert text
    assert not MARKS.search(text)
    assert not re.search("[\u0660-\u0669\u06f0-\u06f9]", text)  # Western digits only
    is_label = key.startswith(LABELS) or (key.startswith("language_") and key.removeprefix("language_") in set(Language))
    assert graphemes(text) <= (LABEL_LIMIT if is_label else PROTECT_LIMIT if key.startswith("protect_") else TEXT_LIMIT)


@pytest.mark.parametrize("key", sorted(keys()))
def test_an_arabic_text_has_no_latin_leftovers(key: str) -> None:
    text = re.sub(r"\{\w+\}", "", catalogue(Language.AR)[key])
    assert set(re.findall(r"[0-9]?[A-Za-zÀ-ÿ]+", text)) - LATIN_IN_ARABIC == set()


@pytest.mark.parametrize("key", sorted(key for key in keys() if not key.startswith("language_")))
def test_no_language_is_a_copy_of_english(key: str) -> None:
    same = [language for language in Language if catalogue(language)[key] == catalogue(Language.EN)[key]]
    # Words that are spelled alike in Latin script are few and short.
    assert Language.AR not in same
    assert len(catalogue(Language.EN)[key]) <= 12 or same == [Language.EN]


def test_every_country_and_language_has_a_label() -> None:
    assert {f"country_{country.value}" for country in Country} <= keys()
    assert {f"language_{language.value}" for language in Language} <= keys()


@pytest.mark.parametrize("language", Language)
def test_the_tab_title_does_not_tell_what_the_page_is_about(language: Language) -> None:
    assert "dalil" not in say("web_title", language).lower()
    assert "دليل" not in say("web_title", language)


def test_values_are_put_in_as_they_are() -> None:
    assert "{profile} %s" in say("profile_saved", Language.FR, profile="{profile} %s")


def test_an_unknown_key_and_a_missing_value_are_faults_of_the_caller() -> None:
    with pytest.raises(UnknownPhrase):
        say("no_such_phrase", Language.EN)
    with pytest.raises(UnknownPhrase):
        say("source_line", Language.DE, source="BAMF")
