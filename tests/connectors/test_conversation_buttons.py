from __future__ import annotations

from datetime import date

import pytest

from connectors.engine import LookUp, Run, Say
from connectors.turn import Effect, TurnAct, TurnState
from knowledge.article import Corridor, Country, Language
from knowledge.retrieval.ranking import Verdict
from tests.connectors.talking import ANSWER, NOTHING, TIE, Talk, decided, keys, payloads_of
from tests.knowledge.samples import article


def test_a_tie_between_countries_asks_for_the_country_and_the_answer_takes_up_the_question() -> None:
    talk = Talk(decision=TIE, state=TurnState(corridor=Corridor(present_in=Country.IT)))
    outcome = talk.says("what is the minimum wage?")
    assert (outcome.act, keys(outcome)) == (TurnAct.CLARIFY, ["clarify_country"])
    assert payloads_of(outcome) == ['/pick{"destination":"DE"}', '/pick{"destination":"FR"}']
    talk.decision = ANSWER
    assert talk.says(payloads_of(outcome)[0]).act is TurnAct.ANSWER
    assert talk.searched[1][0] == "what is the minimum wage?"
    assert talk.searched[1][3] == Corridor(destination=Country.DE)  # named: it outweighs where the person is
    assert talk.state.corridor == Corridor(destination=Country.DE, present_in=Country.IT)
    assert talk.state.last_question == "what is the minimum wage?"


@pytest.mark.parametrize(
    ("ids", "corridor"),
    [(("de-wage", "de-visa"), Corridor()), (("de-wage", "fr-wage"), Corridor(destination=Country.IT))],
)
def test_a_tie_between_topics_or_with_a_known_country_asks_for_the_article(ids: tuple[str, ...], corridor: Corridor) -> None:
    outcome = Talk(decision=decided(Verdict.CLARIFY, *ids), state=TurnState(corridor=corridor)).says("wage?")
    assert keys(outcome) == ["clarify_topic"] and payloads_of(outcome)[-1] == "/none"


def test_none_of_the_choices_is_an_honest_i_do_not_know() -> None:
    assert keys(Talk().says("/none")) == ["dont_know"]


def test_more_shows_the_whole_article_with_related_ones() -> None:
    talk = Talk()
    outcome = talk.says('/show{"article":"fr-wage"}')
    assert outcome.replies[0].text.startswith("**Title of fr-wage in en**")
    assert payloads_of(outcome) == ['/show{"article":"de-wage","part":"answer"}', "/handoff"]
    assert (outcome.act, talk.state.last_article, talk.engine_heard) == (TurnAct.ANSWER, "fr-wage", [])


def test_a_related_article_is_answered_shortly() -> None:
    assert Talk().says('/show{"article":"de-wage","part":"answer"}').replies[0].text == "You get 12.82 EUR."


def test_french_is_shown_once_and_the_conversation_keeps_its_language() -> None:
    talk = Talk(state=TurnState(language=Language.AR, variety="ary-Latn"))
    outcome = talk.says('/show{"article":"de-wage","language":"fr"}')
    assert (outcome.replies[0].text, outcome.replies[0].language) == ("You get 12,82 EUR.", "fr")
    assert talk.state.language is Language.AR and talk.state.variety == "ary-Latn"


@pytest.mark.parametrize("fields", ['"language":"xx"', '"language":["fr"]', '"language":{}'])
def test_a_language_we_do_not_have_is_answered_in_that_of_the_conversation(fields: str) -> None:
    talk = Talk(state=TurnState(language=Language.AR))
    assert talk.says('/show{"article":"de-wage",' + fields + "}").replies[0].language == "ar"


def test_an_overdue_article_does_not_show_its_body() -> None:
    talk = Talk(articles=[article(review_by=date(2026, 1, 1))])
    for payload in ('/show{"article":"de-wage"}', '/show{"article":"de-wage","language":"en"}'):
        assert keys(talk.says(payload)) == ["being_rechecked"]


def test_a_button_of_a_withdrawn_article_is_an_honest_i_do_not_know() -> None:
    assert Talk().says('/show{"article":"gone"}').act is TurnAct.ABSTAIN


def test_a_country_tapped_after_a_call_for_help_brings_its_numbers() -> None:
    talk = Talk()
    outcome = talk.says('/help_in{"country":"DE","category":"violence","urgency":"high"}')
    assert outcome.act is TurnAct.PROTECT and [line.phone for line in outcome.replies[0].helplines] == ["110"]
    assert talk.state.corridor.present_in is Country.DE


@pytest.mark.parametrize(
    "payload",
    [
        '/help_in{"country":"DE","category":"boredom","urgency":"high"}',
        '/help_in{"country":"DE","category":"medical_emergency","urgency":"support"}',
        '/help_in{"country":["DE"],"category":{},"urgency":null}',
        "/help_in",
        "/show",
        '/show{"article":7}',
        "/unheard_of",
        '/pick{"destination":"XX"}',
    ],
)
@pytest.mark.parametrize("down", [False, True])
def test_no_payload_of_a_stranger_breaks_a_turn(payload: str, down: bool) -> None:
    outcome = Talk(acts=None if down else [Say(key="help")], decision=NOTHING).says(payload)
    assert outcome.replies and outcome.act in {TurnAct.SMALLTALK, TurnAct.ABSTAIN}


def test_deleting_asks_first_and_only_a_yes_deletes() -> None:
    talk = Talk(acts=[Run(tool="delete_data")])
    asked = talk.says("delete my data")
    assert (asked.act, keys(asked), asked.effects) == (TurnAct.RUN, ["delete_ask"], ())
    sure, keep = payloads_of(asked)
    kept, done = talk.says(keep), talk.says(sure)
    assert (keys(kept), kept.effects) == (["delete_kept"], ())
    assert (keys(done), done.effects) == (["delete_done"], (Effect.DELETE_DATA,))


def test_a_person_is_called() -> None:
    outcome = Talk(acts=[Run(tool="handoff")]).says("a human please")
    assert (outcome.act, keys(outcome), outcome.effects) == (TurnAct.HANDOFF, ["handoff_requested"], (Effect.REQUEST_PERSON,))


def test_a_language_is_chosen_and_stands() -> None:
    talk = Talk(acts=[Run(tool="change_language", language=Language.IT)])
    assert talk.says("parla italiano").replies[0].text == "language_changed[it]"
    assert (talk.state.language, talk.state.language_chosen) == (Language.IT, True)
    talk.acts = [Run(tool="change_language")]
    assert len(payloads_of(talk.says("another language"))) == len(Language)


@pytest.mark.parametrize(
    ("helpful", "key", "effects"),
    [(True, "feedback_thanks", (Effect.STORE_FEEDBACK,)), (False, "feedback_sorry", (Effect.STORE_FEEDBACK,)), (None, "feedback_ask", ())],
)
def test_an_opinion_is_kept_and_a_bad_one_offers_a_person(helpful: bool | None, key: str, effects: tuple[Effect, ...]) -> None:
    outcome = Talk(acts=[Run(tool="feedback", helpful=helpful)]).says("hm")
    assert (keys(outcome), outcome.effects, outcome.helpful) == ([key], effects, helpful)
    assert ("/handoff" in payloads_of(outcome)) == (helpful is False)


def test_a_profile_is_added_to_what_was_known() -> None:
    talk = Talk(state=TurnState(corridor=Corridor(origin=Country.MA), occupation="nurse"))
    talk.acts = [Run(tool="set_profile", corridor=Corridor(destination=Country.DE, present_in=Country.IT))]
    text = talk.says("I am going to germany").replies[0].text
    assert text == "profile_saved[en] country_MA[en] → country_DE[en] · country_IT[en] · nurse"
    assert talk.state.corridor == Corridor(origin=Country.MA, destination=Country.DE, present_in=Country.IT)


def test_a_profile_of_nothing_asks_where_from() -> None:
    assert keys(Talk(acts=[Run(tool="set_profile")]).says("profile")) == ["ask_from"]
    assert keys(Talk(acts=[Say(key="profile_saved")]).says("done")) == ["ask_from"]


@pytest.mark.parametrize(
    ("act", "turn_act", "key"),
    [
        (Say(key="greet"), TurnAct.SMALLTALK, "greet"),
        (Say(key="abuse"), TurnAct.REFUSE, "abuse"),
        (Say(key="out_of_scope"), TurnAct.REFUSE, "out_of_scope"),
        (Say(key="ask_occupation"), TurnAct.COMMAND, "ask_occupation"),
        (Run(tool="menu"), TurnAct.COMMAND, "menu_text"),
        (Run(tool="sing"), TurnAct.ABSTAIN, "dont_know"),
    ],
)
def test_each_act_has_its_phrase(act: Say | Run, turn_act: TurnAct, key: str) -> None:
    outcome = Talk(acts=[act], decision=NOTHING).says("hi")
    assert (outcome.act, keys(outcome)) == (turn_act, [key])


@pytest.mark.parametrize(("key", "slot"), [("ask_from", "origin"), ("ask_to", "destination"), ("ask_present", "present_in")])
def test_the_form_asks_with_a_button_for_each_country(key: str, slot: str) -> None:
    assert payloads_of(Talk(acts=[Say(key=key)]).says("hi"))[0] == f'/inform{{"{slot}":"EG"}}'


@pytest.mark.parametrize(
    ("payload", "key"),
    [("/menu", "menu_text"), ("/handoff", "handoff_requested"), ('/inform{"origin":"MA"}', "profile_saved"), ("/deny", "help")],
)
def test_buttons_work_while_the_engine_is_down(payload: str, key: str) -> None:
    talk = Talk(acts=None)
    outcome = talk.says(payload)
    assert keys(outcome) == [key] and outcome.degraded and talk.searched == []
    assert talk.state.last_question == ""


def test_with_nothing_published_menus_and_questions_still_get_an_answer() -> None:
    talk = Talk(articles=[], decision=NOTHING, acts=[LookUp(), Run(tool="menu")])
    assert keys(talk.says("hello there")) == ["dont_know", "menu_text"]
