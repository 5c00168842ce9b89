from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from connectors import handover
from connectors.engine import LookUp, Run, Say
from connectors.handover import Call, Voice
from connectors.protecting import CARE_TURNS
from connectors.turn import Effect, Suspicion, Triaged, TurnAct, TurnState
from knowledge.article import Corridor, Country, Language, Variety
from knowledge.language.identify import Identified
from knowledge.retrieval.ranking import Verdict
from knowledge.triage.alarm import Category, Urgency
from tests.connectors.talking import ARABIZI, EN, NOTHING, TIE, Talk, decided, keys, payloads_of
from tests.knowledge.samples import article

THREAT = Triaged(category="violence", urgency="immediate")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ITALY = Corridor(present_in=Country.IT)


def test_a_question_is_answered_from_its_article_and_remembered() -> None:
    talk = Talk(named=Corridor(destination=Country.DE))
    outcome = talk.says("wage in germany?")
    assert (outcome.act, outcome.replies[0].text, outcome.confidence) == (TurnAct.ANSWER, "You get 12.82 EUR.", 0.7)
    assert outcome.replies[0].citations[0].article == "de-wage"
    assert talk.state == TurnState(
        language=Language.EN,
        variety="en",
        corridor=Corridor(destination=Country.DE),
        last_question="wage in germany?",
        last_article="de-wage",
        last_found="de-wage",
    )
    assert talk.engine_heard == [{"text": "wage in germany?", "sender": "s", "turn_id": "1", "language": "en", "variety": "en"}]
    assert not outcome.degraded


def test_arabizi_is_answered_in_arabic_with_french_one_tap_away() -> None:
    talk = Talk(read=ARABIZI)
    outcome = talk.says("chhal lminimum f almanya")
    assert (outcome.language, outcome.variety, outcome.replies[0].language) == (Language.AR, "ary-Latn", "ar")
    assert '/show{"article":"de-wage","language":"fr"}' in payloads_of(outcome)


def test_an_article_missing_in_the_language_is_answered_in_english_with_a_note() -> None:
    outcome = Talk(read=ARABIZI, decision=decided(Verdict.ANSWER, "de-visa")).says("visa")
    assert outcome.replies[0].text.startswith("answer_in_other_language[ar]") and outcome.replies[0].language == "en"


@pytest.mark.parametrize("acts", [None, [], [Say(key="greet")]])
def test_a_call_for_help_is_answered_before_the_engine_whatever_it_would_say(acts: list[Say] | None) -> None:
    talk = Talk(acts=acts, alarm=THREAT)
    outcome = talk.says("he beats me")
    assert outcome.act is TurnAct.PROTECT and outcome.triage == THREAT
    assert "protect_violence_immediate[en]" in outcome.replies[0].text
    assert talk.engine_heard == [] and talk.searched == []


def test_where_no_life_is_at_stake_the_article_follows_the_numbers_without_a_survey() -> None:
    talk = Talk(alarm=replace(THREAT, urgency="high"))
    outcome = talk.says("he takes my wage")
    assert (outcome.act, len(outcome.replies), outcome.replies[2].text) == (TurnAct.PROTECT, 3, "You get 12.82 EUR.")
    assert not [payload for payload in payloads_of(outcome) if payload.startswith("/feedback")]
    assert talk.state.care_turns == CARE_TURNS and talk.state.last_article == "de-wage"
    talk.decision = NOTHING
    assert len(talk.says("he takes my wage").replies) == 2


@pytest.mark.parametrize(
    ("named", "state", "place"),
    [
        (Corridor(present_in=Country.DE), TurnState(corridor=ITALY), Country.DE),
        (Corridor(destination=Country.DE), TurnState(corridor=ITALY), Country.DE),
        (Corridor(), TurnState(corridor=Corridor(present_in=Country.DE)), Country.DE),
        (Corridor(origin=Country.MA), TurnState(), None),
    ],
)
def test_numbers_are_those_of_the_country_the_person_is_in(named: Corridor, state: TurnState, place: Country | None) -> None:
    talk = Talk(alarm=THREAT, named=named, state=state)
    outcome = talk.says("help")
    assert [line.phone for line in outcome.replies[0].helplines] == (["110"] if place else [])
    assert ("protect_ask_country" in outcome.replies[1].text) == (place is None)
    assert talk.state.corridor.present_in == place


def test_a_sure_second_opinion_is_answered_like_a_call_that_triage_heard() -> None:
    talk = Talk(suspicion=Suspicion(alarm=THREAT, sure=True))
    outcome = talk.says("he does it again every night")
    assert outcome.act is TurnAct.PROTECT and outcome.triage == THREAT and talk.engine_heard == []


def test_an_unsure_one_asks_after_the_answer_and_a_tap_brings_the_numbers() -> None:
    talk = Talk(suspicion=Suspicion(alarm=THREAT, sure=False), state=TurnState(corridor=Corridor(present_in=Country.DE)))
    outcome = talk.says("wage in germany?")
    assert (outcome.act, outcome.triage) == (TurnAct.ANSWER, None)
    assert keys(outcome) == ["You get 12.82 EUR.", "protect_gently"]
    (payload,) = [payload for payload in payloads_of(outcome) if payload.startswith("/need_help")]
    helped = talk.says(payload)
    assert helped.act is TurnAct.PROTECT and [line.phone for line in helped.replies[0].helplines] == ["110"]


def test_whoever_says_yes_while_a_person_holds_the_conversation_gets_the_numbers_too() -> None:
    talk = Talk(state=replace(HELD, corridor=Corridor(present_in=Country.DE)))
    helped = talk.says('/need_help{"category":"violence","urgency":"immediate"}')
    assert (helped.act, helped.voice, len(helped.replies)) == (TurnAct.PROTECT, Voice.PROTECTIVE, 1)
    assert [line.phone for line in helped.replies[0].helplines] == ["110"]


def test_a_second_opinion_that_fails_takes_nothing_away() -> None:
    talk = Talk(suspicion=ValueError("no model"))
    assert keys(talk.says("wage in germany?")) == ["You get 12.82 EUR."]


def test_soon_after_a_call_for_help_nobody_is_asked_again() -> None:
    talk = Talk(suspicion=Suspicion(alarm=THREAT, sure=False), state=TurnState(care_turns=2))
    assert keys(talk.says("wage in germany?")) == ["You get 12.82 EUR."]


def test_after_a_call_for_help_there_is_no_small_talk_and_no_survey_for_five_turns() -> None:
    talk = Talk(alarm=THREAT)
    talk.says("he beats me")
    talk.alarm, talk.decision = None, NOTHING
    talk.acts = [Say(key="thanks")]
    assert [keys(talk.says("thanks")) for _ in range(CARE_TURNS)] == [["care_followup"]] * CARE_TURNS
    assert keys(talk.says("thanks")) == ["thanks"]


def test_answers_after_a_call_for_help_ask_for_no_opinion() -> None:
    outcome = Talk(state=TurnState(care_turns=2)).says("what is the minimum wage?")
    assert outcome.act is TurnAct.ANSWER
    assert not [payload for payload in payloads_of(outcome) if payload.startswith("/feedback")]


HELD = TurnState(held_by_person=True, case=handover.take(handover.ask(NOW), 1, NOW))


def test_a_person_who_holds_the_conversation_is_not_spoken_over() -> None:
    talk = Talk(state=HELD)
    for text in ("hello", '/show{"article":"de-wage"}', '/feedback{"helpful":true}', '/help_in{"country":"DE"}'):
        outcome = talk.says(text)
        assert (outcome.act, outcome.replies) == (TurnAct.SILENT, ())
    assert talk.engine_heard == []


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("/menu", "with_person"),
        ("/delete_data", "delete_ask"),
        ('/delete_data{"sure":true}', "delete_done"),
        ('/delete_data{"sure":false}', "delete_kept"),
        ('/change_language{"language":"fr"}', "language_changed"),
        ("/handoff", "with_person"),
        ("/person_status", "with_person"),
        ("/person_withdraw", "handoff_cancelled"),
    ],
)
def test_commands_work_while_a_person_holds_the_conversation(command: str, key: str) -> None:
    talk = Talk(state=HELD, acts=None)
    outcome = talk.says(command)
    assert (keys(outcome), outcome.voice) == ([key], Voice.COMMAND)
    assert talk.engine_heard == []


def test_a_call_for_help_beside_a_person_brings_the_numbers_once_and_nothing_else() -> None:
    talk = Talk(state=HELD, alarm=THREAT, named=Corridor(present_in=Country.DE))
    outcome = talk.says("he beats me")
    assert (outcome.act, outcome.triage, outcome.voice) == (TurnAct.PROTECT, THREAT, Voice.PROTECTIVE)
    assert [[line.phone for line in reply.helplines] for reply in outcome.replies] == [["110"]]
    heard = handover.hear(HELD.case, NOW, Call(category=Category.VIOLENCE, urgency=Urgency.IMMEDIATE, at=NOW)) if HELD.case else None
    talk.state = replace(HELD, case=heard)
    again = talk.says("he beats me")
    assert (again.act, again.triage, again.replies) == (TurnAct.SILENT, THREAT, ())


def test_beside_a_person_too_an_unknown_country_is_asked_for_in_one_tap() -> None:
    (reply,) = Talk(state=HELD, alarm=THREAT).says("he beats me").replies
    assert "protect_ask_country" in reply.text and len(reply.buttons) == len(Country)
    shown = Talk(state=HELD).says(reply.buttons[0].payload)
    assert (shown.act, len(shown.replies)) == (TurnAct.PROTECT, 1)


def test_a_request_after_a_call_for_help_remembers_what_it_was_about() -> None:
    talk = Talk(alarm=THREAT)
    talk.says("he beats me")
    talk.alarm, talk.acts = None, [Run(tool="handoff")]
    assert talk.says("/handoff").effects == (Effect.REQUEST_PERSON,)
    assert talk.state.alarm == THREAT and talk.state.care_turns > 0


def test_a_question_whether_anybody_is_there_tells_how_the_request_stands_and_only_then() -> None:
    waiting = TurnState(case=handover.ask(NOW))
    assert keys(Talk(state=waiting).says("is anybody there?")) == ["handoff_already"]
    assert keys(Talk(state=waiting).says("cancel my request")) == ["handoff_cancelled"]
    assert Talk().says("is anybody there?").act is TurnAct.ANSWER


def test_while_the_engine_is_down_a_message_is_a_question() -> None:
    outcome = Talk(acts=None).says("minimum wage?")
    assert (outcome.act, outcome.degraded, outcome.replies[0].text) == (TurnAct.ANSWER, True, "You get 12.82 EUR.")


def test_only_the_beginning_of_a_long_question_is_remembered() -> None:
    talk = Talk()
    talk.says("wage? " * 1000)
    assert len(talk.state.last_question) == 1000 and talk.state.last_question.startswith("wage?")


def test_what_the_engine_remembers_from_earlier_does_not_count_as_named_now() -> None:
    talk = Talk(acts=[LookUp(corridor=Corridor(origin=Country.MA, destination=Country.DE))], named=Corridor(destination=Country.IT))
    talk.says("and for italy?")
    assert talk.searched[0][3] == Corridor(destination=Country.IT)
    talk.named = Corridor(destination=Country.DE)
    talk.acts = [LookUp(corridor=Corridor(origin=Country.MA, present_in=Country.DE))]
    talk.says("I am in germany")
    assert talk.searched[1][3] == Corridor(present_in=Country.DE)


def test_without_an_answer_it_says_so_and_offers_a_person() -> None:
    outcome = Talk(decision=NOTHING).says("who won the match")
    assert (outcome.act, keys(outcome), payloads_of(outcome)) == (TurnAct.ABSTAIN, ["dont_know"], ["/handoff"])


def test_an_article_withdrawn_just_now_does_not_answer() -> None:
    assert Talk(decision=decided(Verdict.ANSWER, "gone", "de-wage")).says("wage?").act is TurnAct.ABSTAIN


def test_an_overdue_article_is_only_being_checked_again() -> None:
    outcome = Talk(articles=[article(review_by=date(2026, 1, 1))], decision=decided(Verdict.ANSWER, "de-wage")).says("wage?")
    assert outcome.replies[0].text == "being_rechecked[en] https://zoll.example"


@pytest.mark.parametrize("key", ["greet", "thanks", "out_of_scope", "about"])
def test_small_talk_is_overruled_by_a_near_certain_article(key: str) -> None:
    talk = Talk(acts=[Say(key=key)], decision=decided(Verdict.ANSWER, "de-wage", confidence=0.95))
    assert talk.says("salam, minimum wage in germany").act is TurnAct.ANSWER
    assert talk.says("salam khouya").act is not TurnAct.ANSWER
    assert talk.says("/greet").act is not TurnAct.ANSWER
    talk.decision = decided(Verdict.ANSWER, "de-wage", confidence=0.89)
    assert talk.says("salam, minimum wage in germany").act is not TurnAct.ANSWER


def test_several_acts_are_said_in_order_and_the_first_names_the_turn() -> None:
    talk = Talk(acts=[LookUp(), Say(key="ask_to")])
    outcome = talk.says("minimum wage?")
    assert outcome.act is TurnAct.ANSWER and keys(outcome) == ["You get 12.82 EUR.", "ask_to"]


def test_each_act_starts_from_what_the_one_before_remembered() -> None:
    profile = Run(tool="set_profile", corridor=Corridor(origin=Country.TN), occupation="nurse")
    talk = Talk(acts=[Say(key="thanks"), Run(tool="change_language", language=Language.IT), profile], decision=NOTHING)
    outcome = talk.says("merci")
    assert [reply.language for reply in outcome.replies] == ["en", "it", "it"]
    assert (talk.state.corridor.origin, talk.state.occupation, talk.state.language_chosen) == (Country.TN, "nurse", True)


@pytest.mark.parametrize(
    ("state", "read", "hint", "language"),
    [
        (TurnState(), EN, "fr", Language.EN),
        (TurnState(), None, "fr-BE", Language.FR),
        (TurnState(), None, "es", Language.AR),
        (TurnState(), None, None, Language.AR),
        (TurnState(language=Language.FR), EN, None, Language.EN),
        (TurnState(language=Language.FR), replace(EN, confidence=0.79), None, Language.FR),
        (TurnState(language=Language.FR), None, "it", Language.FR),
        (TurnState(language=Language.FR, language_chosen=True), EN, None, Language.FR),
        (TurnState(), Identified(variety=Variety.DE, language=Language.DE, confidence=0.3), None, Language.DE),
    ],
)
def test_the_language_is_sticky_and_an_explicit_choice_stands(
    state: TurnState, read: Identified | None, hint: str | None, language: Language
) -> None:
    outcome = Talk(state=state, read=read, decision=TIE).says("abc", language_hint=hint)
    assert outcome.language is language and outcome.state.language is language
