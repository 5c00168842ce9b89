"""Which language a conversation is in, and what we say to a person who speaks none of ours."""

from __future__ import annotations

import pytest

from connectors.engine import LookUp
from connectors.languages import UNKNOWN_FROM
from connectors.turn import Triaged, TurnAct, TurnState
from knowledge.article import Corridor, Country, Language, Variety
from knowledge.language.context import Context
from knowledge.language.identify import Identified
from knowledge.phrases import say
from tests.connectors.talking import EN, Talk, payloads_of

TURKISH = Identified(variety=Variety.OTHER, language=None, confidence=0.97)
FRENCH = Identified(variety=Variety.FR, language=Language.FR, confidence=0.97)


def test_a_message_in_none_of_our_languages_is_told_in_all_five_which_ones_we_have() -> None:
    talk = Talk(read=TURKISH)
    outcome = talk.says("merhaba bana yardim eder misiniz")
    assert (outcome.act, outcome.variety, len(outcome.replies)) == (TurnAct.COMMAND, "other", 1)
    assert all(f"languages_we_have[{language.value}]" in outcome.replies[0].text for language in Language)
    assert payloads_of(outcome) == [f'/change_language{{"language":"{language.value}"}}' for language in Language]
    assert talk.engine_heard == [] and talk.searched == []


def test_it_is_told_once_and_then_searched_for() -> None:
    talk = Talk(read=TURKISH)
    talk.says("merhaba")
    assert talk.says("vize icin ne gerekli").act is TurnAct.ANSWER
    assert talk.engine_heard[0]["language"] == "en" and talk.searched[0][1] == "other"


def test_a_call_for_help_in_another_language_is_heard_first() -> None:
    talk = Talk(read=TURKISH, alarm=Triaged(category="violence", urgency="immediate"))
    assert talk.says("beni dövüyor").act is TurnAct.PROTECT


def test_an_unsure_reading_is_treated_as_a_question() -> None:
    unsure = Identified(variety=Variety.OTHER, language=None, confidence=UNKNOWN_FROM - 0.01)
    assert Talk(read=unsure, acts=(LookUp(),)).says("hola").act is TurnAct.ANSWER


def test_a_person_who_holds_the_conversation_is_not_spoken_over_in_any_language() -> None:
    assert Talk(read=TURKISH, state=TurnState(held_by_person=True)).says("merhaba").act is TurnAct.SILENT


def test_another_language_leaves_the_conversation_in_the_one_it_was_in() -> None:
    talk = Talk(read=FRENCH)
    talk.says("bonjour")
    talk.read = TURKISH
    assert talk.says("merhaba").language is Language.FR


@pytest.mark.parametrize(("hint", "language"), [("de-AT", Language.DE), ("tr", Language.EN), (None, Language.EN)])
def test_without_a_language_of_ours_the_device_decides_then_english(hint: str | None, language: Language) -> None:
    assert Talk(read=TURKISH).says("merhaba", language_hint=hint).language is language


def test_what_the_conversation_knows_goes_into_the_reading_of_the_next_message() -> None:
    talk = Talk(read=FRENCH, state=TurnState(corridor=Corridor(origin=Country.TN)))
    talk.says("bonjour", language_hint="it")
    talk.says("et combien")
    assert talk.contexts[:2] == [
        Context(origin=Country.TN, device=Language.IT),
        Context(variety=Variety.FR, origin=Country.TN),
    ]
    assert talk.contexts[2:] == [Context(origin=Country.TN)]  # the question before, read once more: this one may lean on it


def test_a_language_that_is_none_of_ours_says_nothing_about_the_next_message() -> None:
    talk = Talk(read=TURKISH)
    talk.says("merhaba")
    talk.read = EN
    assert talk.says("hello my friend").language is Language.EN
    assert talk.contexts[1] == Context()


def test_the_sentence_names_all_five_languages_in_each() -> None:
    names = {"ar": "العربية", "fr": "arabe", "en": "Arabic", "it": "arabo", "de": "Arabisch"}
    assert all(names[language.value] in say("languages_we_have", language) for language in Language)


def test_french_typed_on_a_phone_is_searched_for_in_full_words() -> None:
    talk = Talk(read=FRENCH, acts=(LookUp(),))
    talk.says("cb pr le visa stp")
    assert talk.searched[0][0] == "combien pour le visa s'il te plaît"
    assert talk.engine_heard[0]["text"] == "cb pr le visa stp"
