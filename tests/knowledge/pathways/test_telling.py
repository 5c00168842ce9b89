from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from knowledge.article import Language
from knowledge.pathways.answers import answered
from knowledge.pathways.asking import FIELDS, next_question
from knowledge.pathways.catalogue import base, pathways
from knowledge.pathways.contract import BadProfile, read_profile
from knowledge.pathways.judging import assess_all
from knowledge.pathways.occupations import named
from knowledge.pathways.pathway import Assessment
from knowledge.pathways.profile import Profile
from knowledge.pathways.telling import question, result
from knowledge.phrases import say
from tests.knowledge.pathways.test_properties import profiles

TODAY = date(2026, 11, 22)
ONE_MESSAGE = 4000  # characters of WhatsApp and Telegram
ANSWERS: dict[str, object] = {
    "to": "DE",
    "from": "MA",
    "offer": "job",
    "offer.kind": "job",
    "offer.occupation": "nurse",
    "offer.salary_eur_year": 33000,
    "education": "bachelor",
    "age": 28,
    "languages.de": "A2",
    "languages.fr": "B2",
    "languages.en": "B1",
    "recognised": "partial",
    "experience_years": 4,
    "funds_eur_month": 300,
}


def found(profile: Profile) -> list[Assessment]:
    return assess_all(pathways(), profile, base().figures, TODAY)


def talked() -> dict[str, Any]:
    """A whole conversation, as a channel would keep it."""
    told: dict[str, Any] = {}
    while asked := next_question(found(read_profile(told, named))):
        told = answered(told, asked.field, ANSWERS[asked.field], named)
    return told


@pytest.mark.parametrize("language", Language)
def test_the_result_names_routes_steps_sources_and_says_that_it_is_no_decision(language: Language) -> None:
    overview, detail = result(found(read_profile(talked(), named)), base().figures, language, say)
    partnership = next(path for path in pathways() if path.id == "de-recognition-partnership")
    assert overview.startswith(say("path_intro", language))
    assert f"*{say('path_state_open', language)}*\n• {partnership.names[language]}" in overview
    assert say("path_missing_recognised", language) in overview
    assert detail.startswith(f"*{partnership.names[language]}*")
    assert partnership.official_page in detail
    assert "2026-11-21" in detail
    assert "\n3. " in detail and "\n4. " not in detail


@settings(max_examples=40, deadline=None)
@given(profiles)
def test_every_result_can_be_said_in_every_language_and_fits_one_message(profile: Profile) -> None:
    for language in Language:
        for text in result(found(profile), base().figures, language, say):
            assert 0 < len(text) <= ONE_MESSAGE
            assert "{" not in text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("field", FIELDS)
def test_every_question_says_why_it_is_asked(field: str, language: Language) -> None:
    asked, why = question(field, language, say).splitlines()
    assert asked.endswith(("?", "؟"))
    assert why.endswith(".")


def test_an_answer_given_again_corrects_the_first() -> None:
    told = answered(answered({}, "age", 40, named), "age", 20, named)
    assert told == {"age": 20}


def test_another_kind_of_offer_forgets_what_was_told_about_the_old_one() -> None:
    job = answered(answered({}, "offer", "job", named), "offer.salary_eur_year", 60000, named)
    assert job == {"offer": {"kind": "job", "salary_eur_year": 60000}}
    assert answered(job, "offer", "study", named) == {"offer": {"kind": "study"}}
    assert answered(job, "offer", "none", named) == {"offer": None}


def test_an_answer_that_cannot_be_read_changes_nothing() -> None:
    told = {"age": 20}
    with pytest.raises(BadProfile, match="age: must be a number"):
        answered(told, "age", "young", named)
    assert told == {"age": 20}
