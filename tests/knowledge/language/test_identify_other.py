"""Messages in languages that are none of ours, and ours that look like them."""

from __future__ import annotations

import json

import pytest

from knowledge.article import Variety
from knowledge.language.identify import identify
from knowledge.language.samples import NLU

DEV = [json.loads(line) for line in (NLU / "identification" / "dev" / "other.jsonl").read_text("utf-8").splitlines()]


def test_nine_in_ten_messages_of_other_languages_are_known_as_such() -> None:
    read = [identify(row["text"]) for row in DEV]
    assert sum(found is not None and found.variety is Variety.OTHER for found in read) >= 0.9 * len(DEV)
    assert all(found.language is None for found in read if found and found.variety is Variety.OTHER)


def test_no_development_question_is_taken_for_another_language() -> None:
    lines = (NLU / "dev" / "questions.jsonl").read_text("utf-8").splitlines()
    assert [
        text for text in (json.loads(line)["text"] for line in lines) if (read := identify(text)) and read.variety is Variety.OTHER
    ] == []


@pytest.mark.parametrize("text", ["ok", "visa", "Mohamed", "Casablanca", "CV", "B1", "no", "si", "salam", "bac+3", "Ausbildung"])
def test_a_word_that_everybody_writes_is_no_other_language(text: str) -> None:
    read = identify(text)
    assert read is not None and read.variety is not Variety.OTHER


@pytest.mark.parametrize("text", ["Привіт, як мені знайти роботу?", "ሰላም ጀርመን ውስጥ", "ⴰⵣⵓⵍ ⴼⵍⵍⴰⴽ"])
def test_another_script_is_certain(text: str) -> None:
    read = identify(text)
    assert read is not None and (read.variety, read.language, read.confidence) == (Variety.OTHER, None, 1.0)
