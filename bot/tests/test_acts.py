import json

import pytest

from components.acts import Reading, act_of

PROFILE = {"run": "set_profile", "origin": "{origin}", "destination": "{destination}", "occupation": "{occupation}"}


def test_an_empty_slot_is_null_and_never_the_word_none() -> None:
    act = act_of(PROFILE, Reading(slots={}))
    assert json.dumps(act) == '{"run": "set_profile", "origin": null, "destination": null, "occupation": null}'


def test_only_codes_that_we_know_leave_the_engine() -> None:
    act = act_of(PROFILE, Reading(slots={"origin": "MA", "destination": "<b>XX</b>", "occupation": "other"}))
    assert act == {"run": "set_profile", "origin": "MA", "destination": None, "occupation": None}


@pytest.mark.parametrize(
    ("values", "helpful"),
    [([True], True), ([False], False), (["yes"], True), (["yes", "no"], False), ([], None), (["<script>"], None)],
)
def test_feedback_is_true_false_or_unknown(values: list[object], helpful: bool | None) -> None:
    entities = [{"entity": "helpful", "value": value} for value in values]
    assert act_of("{helpful}", Reading(slots={}, entities=entities)) is helpful


def test_a_question_names_its_own_country_before_the_one_that_is_known() -> None:
    reading = Reading(slots={"destination": "DE"}, entities=[{"entity": "country", "value": "IT", "role": "likely_destination"}])
    assert act_of("{asked_destination}", reading) == "IT"
    assert act_of("{asked_destination}", Reading(slots={"destination": "DE"})) == "DE"


def test_the_confidence_is_that_of_the_first_real_guess() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 1.0}, {"name": "ask", "confidence": 0.21}]
    assert act_of("{confidence}", Reading(slots={}, ranking=ranking)) == 0.21
    assert act_of("{confidence}", Reading(slots={})) == 0.0


def test_a_placeholder_that_nobody_fills_is_an_error() -> None:
    with pytest.raises(KeyError):
        act_of("{surname}", Reading(slots={}))
