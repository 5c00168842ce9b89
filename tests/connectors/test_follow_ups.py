from __future__ import annotations

from dataclasses import replace

import pytest

from connectors.engine import LookUp, Run, Say
from connectors.turn import TurnAct, TurnState
from knowledge.article import Corridor, Country, Language
from knowledge.glossary import Term
from knowledge.retrieval.following import Before
from knowledge.retrieval.ranking import Decision, Verdict
from tests.connectors.talking import NOTHING, Talk, decided, keys, payloads_of
from tests.knowledge.samples import article


def leaning(*ids: str, verdict: Verdict = Verdict.ANSWER, confidence: float = 0.95) -> Decision:
    return replace(decided(verdict, *ids, confidence=confidence), leans=0.9)


def test_the_first_message_has_nothing_to_lean_on_and_the_next_one_has() -> None:
    talk = Talk()
    talk.says("minimum wage in germany?")
    talk.acts = [LookUp(follow_up=True)]
    talk.says("and in france?")
    assert [asked[4] for asked in talk.searched] == [
        None,
        Before(question="minimum wage in germany?", variety="en", article="de-wage", flagged=True),
    ]


def test_a_follow_up_is_remembered_behind_its_question_and_a_new_question_in_its_place() -> None:
    talk = Talk()
    talk.says("minimum wage in germany?")
    talk.decision = leaning("fr-wage")
    for text in ("and in france?", "per month?", "for trainees?"):
        talk.says(text)
    assert talk.state.last_question == "minimum wage in germany?\nper month?\nfor trainees?"
    talk.decision = decided(Verdict.ANSWER, "de-visa")
    talk.says("how do I get a visa?")
    assert (talk.state.last_question, talk.state.last_found) == ("how do I get a visa?", "de-visa")


def test_what_was_found_is_remembered_although_it_was_not_shown() -> None:
    talk = Talk(decision=decided(Verdict.CLARIFY, "de-wage", "fr-wage"))
    talk.says("minimum wage?")
    assert (talk.state.last_found, talk.state.last_article) == ("de-wage", "")


def test_a_country_tapped_asks_the_whole_question_again_on_its_own() -> None:
    talk = Talk(state=TurnState(last_question="minimum wage\nper month?", last_found="de-wage"))
    talk.says('/pick{"destination":"FR"}')
    assert talk.searched[0][0] == "minimum wage per month?" and talk.searched[0][4] is None


@pytest.mark.parametrize("key", ["thanks", "out_of_scope", "greet"])
def test_small_talk_behind_a_question_does_not_repeat_its_answer_but_a_follow_up_in_it_is_answered(key: str) -> None:
    talk = Talk()
    talk.says("minimum wage in germany?")
    talk.acts = [Say(key=key)]
    talk.decision = leaning("de-wage")
    assert talk.says("merci").act is not TurnAct.ANSWER
    talk.decision = leaning("fr-wage")
    assert talk.says("merci, france?").act is TurnAct.ANSWER


def test_a_second_failure_in_a_row_says_that_a_person_can_look_at_it_and_an_answer_ends_the_row() -> None:
    talk = Talk(decision=NOTHING)
    assert [keys(talk.says("x y z")) for _ in range(3)] == [["dont_know"], ["dont_know_again"], ["dont_know_again"]]
    talk.decision = decided(Verdict.ANSWER, "de-wage")
    talk.says("minimum wage")
    talk.decision = NOTHING
    assert keys(talk.says("x y z")) == ["dont_know"]
    assert keys(talk.says("/none")) == ["dont_know_again"]


def test_an_answer_that_was_not_understood_comes_again_in_short_sentences_with_its_hard_words() -> None:
    term = Term(
        id="gross",
        term="brutto",
        language=Language.DE,
        country=Country.DE,
        spellings=(),
        explanation=dict.fromkeys(Language, "before tax"),
        article="de-wage",
    )
    talk = Talk(articles=[article(short_answer="You get {de_wage} EUR brutto. It rises on 1. January 2027. Ask your boss.")], terms=[term])
    talk.says("wage?")
    outcome = talk.says("I don't understand")
    assert outcome.replies[0].text == (
        "simpler_intro[en]\n\n- You get 12.82 EUR brutto.\n- It rises on 1. January 2027.\n- Ask your boss.\n\n**brutto**: before tax"
    )
    assert outcome.replies[0].citations and payloads_of(outcome)[-1] == "/handoff"
    again = talk.says("mafhemtch")
    assert keys(again) == ["still_unclear"] and payloads_of(again) == ["/handoff"]


def test_who_understands_nothing_before_any_answer_is_searched_for() -> None:
    talk = Talk()
    talk.says("I don't understand")
    assert talk.searched


def test_several_questions_of_one_message_are_each_answered_from_their_article() -> None:
    talk = Talk(decisions=[decided(Verdict.ANSWER, "de-wage"), leaning("de-visa")])
    outcome = talk.says("What is the minimum wage? And how do I get the visa?")
    assert [reply.citations[0].article for reply in outcome.replies] == ["de-wage", "de-visa"]
    assert [asked[0] for asked in talk.searched] == ["What is the minimum wage?", "And how do I get the visa?"]
    assert talk.searched[1][4] == Before(question="What is the minimum wage?", variety="en", article="de-wage", flagged=True)
    surveys = [payload for payload in payloads_of(outcome) if payload.startswith("/feedback")]
    assert len(surveys) == 2 and payloads_of(outcome).count("/handoff") == 1
    assert talk.state.last_article == "de-visa"


def test_the_part_without_an_answer_is_named() -> None:
    talk = Talk(decisions=[decided(Verdict.ANSWER, "de-wage"), NOTHING, decided(Verdict.ANSWER, "de-visa")])
    outcome = talk.says("Minimum wage there? Who won the match? And the visa?")
    assert keys(outcome) == ["You get 12.82 EUR.", "part_unanswered", "You get 12.82 EUR."]
    assert "Who won the match?" in outcome.replies[1].text


def test_two_sentences_about_one_thing_are_one_question() -> None:
    talk = Talk(decisions=[decided(Verdict.ANSWER, "de-wage"), NOTHING])
    outcome = talk.says("Can you help me? What is the minimum wage?")
    assert keys(outcome) == ["You get 12.82 EUR."]
    assert talk.searched[-1][0] == "Can you help me? What is the minimum wage?"


def test_the_country_of_destination_is_changed_in_one_tap() -> None:
    talk = Talk(acts=[Run(tool="set_profile", corridor=Corridor(origin=Country.MA, destination=Country.DE))])
    outcome = talk.says("from morocco to germany")
    assert payloads_of(outcome) == [f'/go_to{{"destination":"{code}"}}' for code in ("BE", "FR", "IT")]
    changed = talk.says('/go_to{"destination":"IT"}')
    assert keys(changed) == ["profile_saved"] and talk.state.corridor == Corridor(origin=Country.MA, destination=Country.IT)
    assert len(talk.engine_heard) == 1


def test_a_follow_up_needs_no_word_of_the_engine_to_lean() -> None:
    talk = Talk()
    talk.says("minimum wage in germany?")
    talk.acts = [LookUp(follow_up=False)]
    talk.decision = leaning("fr-wage")
    talk.says("and in france?")
    assert talk.state.last_question == "minimum wage in germany?\nand in france?"
