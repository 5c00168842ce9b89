from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from dalil.finder import CHOICES, converse
from knowledge.article import Language
from knowledge.pathways.asking import FIELDS
from knowledge.phrases import say

TODAY = date(2026, 11, 22)


def talked(*lines: str, language: Language = Language.EN) -> tuple[dict[str, object], list[str]]:
    """Answer the questions in order, then skip the rest."""

    def reading() -> Iterator[str]:
        yield from lines
        yield from [""] * len(FIELDS)

    left, said = reading(), list[str]()
    return converse(lambda: next(left), said.append, language, TODAY), said


@pytest.mark.parametrize("language", [Language.AR, Language.FR])
def test_a_conversation_ends_with_a_result_in_its_language(language: Language) -> None:
    told, said = talked("BE", "MA", "none", language=language)
    assert told == {"to": "BE", "from": "MA", "offer": None}
    assert said[1].strip().startswith(say("path_tell_to", language))
    assert say("path_intro", language) in said[-2]
    assert say("path_state_nearly", language) in said[-2]


def test_an_answer_can_be_skipped_corrected_and_misread() -> None:
    told, said = talked("Atlantis", "FR", "<", "BE", "", "none")
    assert told == {"to": "BE", "offer": None}
    assert "to: must be the two letters of a country, such as MA" in said


def test_the_choices_are_those_of_the_questions() -> None:
    assert set(CHOICES) < set(FIELDS)
