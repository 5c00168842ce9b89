"""Telling what happened, step by step: it can be skipped, corrected, interrupted and stopped, and a yes alone hands it over."""

from __future__ import annotations

import pytest

from connectors import payloads, telling
from connectors.handover import Voice
from connectors.report import KINDS, SKIPPED, Draft, Question, Report, Wish, kind_of
from connectors.turn import Effect, Outcome, Triaged, TurnAct
from knowledge import phrases, telling_words
from knowledge.article import Country, Language
from knowledge.telling_words import Said
from knowledge.triage.alarm import Category
from tests.connectors.reporting import ALL, NO, TOLD, WAGES, YES, Teller, answers
from tests.connectors.talking import keys, payloads_of

DANGER = Triaged(category="violence", urgency="immediate")
ENDS = {Effect.KEEP_REPORT, Effect.DROP_REPORT}


def told(outcome: Outcome) -> dict[str, str]:
    assert outcome.report is not None
    return outcome.report.as_json()


def test_six_questions_then_a_copy_then_a_yes() -> None:
    person = Teller()
    asked = [keys(person.says(message))[0] for message in ALL]
    assert [text.splitlines()[-1] for text in asked[1:6]] == [
        f"report_ask_{name}" for name in ("since", "where", "employer", "name", "wish")
    ]
    copy = person.says("show me again?").replies[-1].text
    for shown in ("button_kind_unpaid_wages", "since March", "country_IT", "button_employer_yes", "Bella Napoli", "button_wish_advice"):
        assert shown in copy
    kept = person.says(YES)
    assert told(kept) == TOLD
    assert set(kept.effects) == {Effect.REQUEST_PERSON, Effect.KEEP_REPORT}
    assert keys(kept)[0] == "report_kept" and kept.state.telling is None


def test_nothing_is_handed_over_before_the_yes() -> None:
    person = Teller()
    outcomes = [person.says(message) for message in ALL]
    assert all(not ENDS & set(outcome.effects) and outcome.report is None for outcome in outcomes)


def test_a_no_wipes_every_turn_that_told_something() -> None:
    person = Teller()
    person.tells(*ALL)
    outcome = person.says(NO)
    assert outcome.effects == (Effect.DROP_REPORT,) and outcome.report is None
    assert (keys(outcome), outcome.state.telling, outcome.forget) == (["report_stopped"], None, ("1",))


@pytest.mark.parametrize("length", range(1, len(ALL) + 1))
@pytest.mark.parametrize("word", ["/report_stop", "stop", "7bes", "يزي", "خلاص", "arrête", "basta", "aufhören"])
def test_it_stops_at_every_question_by_a_tap_or_a_word_with_the_engine_away_too(length: int, word: str) -> None:
    for away in (False, True):
        person = Teller()
        person.tells(*ALL[:length])
        person.form.away = away
        outcome = person.says(word)
        assert (keys(outcome), outcome.effects, outcome.state.telling) == (["report_stopped"], (Effect.DROP_REPORT,), None)
        assert outcome.voice is Voice.COMMAND


@pytest.mark.parametrize(
    "word", ["/report_unsafe", "not safe now", "machi aman", "je ne suis pas seule", "لست وحدي", "sta arrivando", "jemand kommt"]
)
def test_not_safe_ends_it_at_once_with_the_way_to_erase_everything(word: str) -> None:
    person = Teller()
    person.tells(*ALL[:3])
    outcome = person.says(word)
    assert (keys(outcome), outcome.effects, outcome.state.telling) == (["report_unsafe"], (Effect.DROP_REPORT,), None)
    assert payloads_of(outcome) == ['/delete_data{"sure":true}']
    assert len(person.engine_heard) == 3  # the engine was not waited for


def test_every_question_can_be_skipped_and_the_copy_says_so() -> None:
    person = Teller()
    person.says("/report")
    for word in ("skip", "douz", "je ne sais pas", "لا أعرف"):
        outcome = person.says(word)
    assert keys(outcome) == ["report_ask_wish"]  # who does not know the employer is not asked for a name
    copy = person.says("weiß nicht")
    assert copy.replies[0].text.count("report_no_answer") == 5
    assert set(told(person.says(YES)).values()) == {SKIPPED}


def test_a_correction_changes_one_answer_and_loses_none() -> None:
    person = Teller()
    person.tells(*ALL[:4])
    assert keys(person.says("no, since June")) == ["report_ask_employer"]
    person.tells(*ALL[4:])
    assert told(person.says(YES)) == {**TOLD, "since": "since June"}


def test_an_answer_can_be_changed_under_the_copy() -> None:
    person = Teller()
    person.tells(*ALL)
    chosen = payloads_of(person.says("/report_change"))
    assert chosen == [payloads.write(payloads.REPORT_CHANGE, what=question.value) for question in list(Question)[:-1]]
    assert keys(person.says(chosen[2])) == ["report_ask_where"]
    assert "country_FR" in person.says(answers(where="FR")).replies[0].text
    assert told(person.says(YES)) == {**TOLD, "where": "FR"}


def test_a_yes_to_nothing_that_was_shown_hands_nothing_over() -> None:
    person = Teller()
    assert keys(person.says(YES)) == ["report_none"]
    person.tells(*ALL[:3])
    early = person.says(YES)
    assert early.report is None and "report_ask_where" in early.replies[0].text
    assert set(person.tells(*ALL[3:], YES).effects) == {Effect.REQUEST_PERSON, Effect.KEEP_REPORT}


def test_a_question_in_the_middle_is_answered_and_the_report_goes_on() -> None:
    person = Teller()
    person.tells(*ALL[:2])
    outcome = person.says("how much is the minimum wage?")
    assert outcome.act is TurnAct.ANSWER
    assert keys(outcome)[-1].startswith("report_resume")
    assert "report_ask_since" in outcome.replies[-1].text
    person.tells(*ALL[2:])
    assert told(person.says(YES)) == TOLD


def test_a_call_for_help_in_the_middle_goes_first_and_the_question_comes_again() -> None:
    person = Teller(alarms={"he beats me": Triaged(category="violence", urgency="high"), "he is breaking the door": DANGER})
    person.tells(*ALL[:2])
    outcome = person.says("he beats me")
    assert outcome.act is TurnAct.PROTECT and keys(outcome)[0].startswith("protect_safe_check")
    assert "report_ask_since" in outcome.replies[-1].text
    at_once = person.says("he is breaking the door")
    assert at_once.act is TurnAct.PROTECT and "report" not in "".join(keys(at_once))
    person.tells(*ALL[2:])
    assert told(person.says(YES)) == TOLD


def test_the_story_itself_is_an_answer_once_its_numbers_were_given() -> None:
    person = Teller(alarms={"not paid": WAGES, "not paid since March": WAGES})
    person.says("not paid")
    person.says(payloads.write(payloads.REPORT, report_kind="unpaid_wages"))
    assert keys(person.says("not paid since March")) == ["report_ask_where"]


def test_what_happened_in_words_that_call_for_help_is_help_first_and_an_answer_too() -> None:
    person = Teller(alarms={"he does not pay": WAGES})
    person.says("/report")
    outcome = person.says("he does not pay")
    assert outcome.act is TurnAct.PROTECT and "report_ask_since" in outcome.replies[-1].text
    person.tells(*ALL[2:])
    assert told(person.says(YES)) == TOLD


def test_somebody_who_is_not_alone_and_calls_for_help_gets_help_and_leaves_nothing_behind() -> None:
    person = Teller(alarms={"he is coming": DANGER})
    person.tells(*ALL[:3])
    outcome = person.says("he is coming")
    assert outcome.act is TurnAct.PROTECT
    assert Effect.DROP_REPORT in outcome.effects and outcome.state.telling is None


@pytest.mark.parametrize("at", range(2, len(ALL)))
def test_an_engine_that_forgot_is_told_and_no_answer_is_lost(at: int) -> None:
    person = Teller()
    person.tells(*ALL[:at])
    person.form.slots = None
    person.tells(*ALL[at:])
    assert told(person.says(YES)) == TOLD


def test_with_the_engine_away_the_buttons_go_on() -> None:
    person = Teller()
    person.form.away = True
    person.tells(*ALL)
    assert told(person.says(YES)) == TOLD


def test_an_engine_that_still_holds_a_report_that_ended_is_told_to_stop() -> None:
    person = Teller()
    person.tells(*ALL[:3])
    person.says("/report_unsafe")
    assert person.form.slots is not None
    assert person.says("hello there friend").act is TurnAct.ANSWER
    assert person.form.slots is None


def test_the_engine_never_hears_the_name_of_an_employer() -> None:
    person = Teller()
    person.tells(*ALL)
    person.says("/report_change")
    assert "Bella Napoli" not in str(person.engine_heard)


def test_only_written_down_asks_for_nobody() -> None:
    person = Teller()
    person.tells(*ALL[:-1], answers(wish=Wish.WRITTEN))
    kept = person.says(YES)
    assert (kept.effects, keys(kept), kept.report and kept.report.for_the_record) == ((Effect.KEEP_REPORT,), ["report_written"], True)


def test_the_language_can_be_changed_in_the_middle() -> None:
    person = Teller()
    person.tells(*ALL[:2])
    person.form.away = True
    outcome = person.says('/change_language{"language":"fr"}')
    assert outcome.replies[-1].text.endswith("report_ask_since[fr]")


def test_it_is_offered_when_the_care_after_a_call_ends_and_never_in_danger() -> None:
    person = Teller(alarms={"not paid": WAGES, "help": DANGER})
    person.says("not paid")
    outcomes = [person.says("thanks") for _ in range(4)]
    assert all(payloads.write(payloads.REPORT, report_kind="unpaid_wages") in payloads_of(outcome) for outcome in outcomes)
    assert keys(person.says("how long do I have?"))[-1] == "report_offer"
    assert "report_offer" not in keys(person.says("how long do I have?"))
    person.says("help")
    assert all("report" not in "".join(payloads_of(person.says("thanks"))) for _ in range(4))


@pytest.mark.parametrize("language", Language)
def test_every_question_and_every_answer_has_words_in_every_language(language: Language) -> None:
    for question in Question:
        assert phrases.say(f"report_ask_{question}", language)
    report = Report(answers={question: SKIPPED for question in Question})
    for kind in KINDS:
        for country in (*(c.value for c in Country), "other"):
            answered = {**report.answers, Question.KIND: kind, Question.WHERE: country, Question.EMPLOYER: "yes", Question.NAME: "X"}
            assert len(telling.lines(answered, language, phrases.say)) == 6
    title = phrases.say("button_report", language)
    assert 0 < len(title) <= 20


def test_every_call_that_may_become_a_report_has_a_kind_with_words() -> None:
    kinds = {category: kind_of(category) for category in Category}
    assert {kind for kind in kinds.values() if kind} == set(KINDS)
    assert kinds[Category.SELF_HARM] is kinds[Category.MEDICAL_EMERGENCY] is None


def test_a_draft_and_a_report_survive_being_sealed() -> None:
    draft = Draft(asked=Question.WISH, answers={Question.KIND: "abuse", Question.NAME: "Bella Napoli"}, turns=("4", "9"))
    assert Draft.from_json(draft.as_json()) == draft
    assert Report.from_json(draft.report().as_json()) == draft.report()
    assert draft.marks == {"report_kind": "abuse", "report_name": "said"}


def test_an_answer_in_words_is_kept_short_and_one_that_is_no_answer_is_left_out() -> None:
    draft = Draft(asked=Question.SINCE).hear({"since": "said", "where": "XX", "wish": "money", "sure": "yes"}, "x " * 500, "1")
    assert set(draft.answers) == {Question.SINCE} and len(draft.answers[Question.SINCE]) == 200


def test_a_word_means_one_thing_and_nothing_inside_a_sentence() -> None:
    assert set(telling_words.words().values()) == set(Said)
    assert telling_words.heard("I want to stop working for him") is None
    assert telling_words.heard("") is None
