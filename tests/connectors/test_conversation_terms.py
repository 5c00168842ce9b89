"""A message that asks what a term of law means is answered with its meaning, before the engine and in the person's language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from connectors.current_turn import Steps
from connectors.turn import Triaged, TurnAct, TurnState
from knowledge.article import Language
from knowledge.glossary import glossary
from knowledge.language.identify import identify
from tests.connectors.talking import NOTHING, Talk, payloads_of
from tests.knowledge.samples import article

NULLA_OSTA = glossary().terms["nulla-osta"]
ARTICLES = [article("it-nulla-osta-steps", language) for language in Language]


@dataclass
class Asking(Talk):
    """Talk with the real glossary and the real reading of languages; search finds nothing."""

    def _steps(self) -> Steps:
        return replace(super()._steps(), asked=glossary().asked, identify=identify)


def asking(**changes: object) -> Asking:
    return replace(Asking(acts=None, decision=NOTHING, articles=ARTICLES), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language", "variety"),
    [
        ("what is a nulla osta?", Language.EN, "en"),
        ("c'est quoi le nulla osta", Language.FR, "fr"),
        ("cosa significa nulla osta", Language.IT, "it"),
        ("was bedeutet nulla osta", Language.DE, "de"),
        ("ما معنى nulla osta؟", Language.AR, "ar"),
        ("شنو هي النولا أوستا", Language.AR, "ary"),
        ("chnowa nulla osta?", Language.AR, "aeb-Latn"),
        ("ya3ni eh nula osta", Language.AR, "arz-Latn"),
    ],
)
def test_a_term_is_explained_in_the_language_of_the_words_around_it(text: str, language: Language, variety: str) -> None:
    talk = asking()
    outcome = talk.says(text)
    assert (outcome.act, outcome.language, outcome.variety, outcome.confidence) == (TurnAct.ANSWER, language, variety, 1.0)
    assert outcome.replies[0].text == f"**Nulla osta**\n{NULLA_OSTA.explanation[language]}"
    assert outcome.replies[0].language == language
    assert outcome.replies[0].citations[0].article == "it-nulla-osta-steps"
    assert talk.engine_heard == [] and talk.searched == [] and not outcome.degraded


@pytest.mark.parametrize("language", Language)
def test_a_term_alone_says_nothing_of_the_language_the_person_speaks(language: Language) -> None:
    outcome = asking(state=TurnState(language=language, variety=language.value)).says("nulla osta")
    assert (outcome.language, outcome.variety) == (language, language.value)
    assert NULLA_OSTA.explanation[language] in outcome.replies[0].text


def test_a_term_alone_at_the_very_beginning_is_explained_in_the_language_of_the_app() -> None:
    assert asking().says("nulla osta", language_hint="de-DE").language is Language.DE
    assert asking().says("nulla osta").language is Language.AR


def test_the_article_and_a_person_are_one_tap_away_and_french_for_arabizi() -> None:
    article_button = '/show{"article":"it-nulla-osta-steps","part":"answer"}'
    assert payloads_of(asking().says("what is nulla osta")) == [article_button, "/handoff"]
    assert payloads_of(asking().says("chnowa nulla osta")) == [
        article_button,
        '/show{"article":"it-nulla-osta-steps","language":"fr"}',
        "/handoff",
    ]


def test_the_button_opens_the_article_and_a_follow_up_knows_what_was_asked() -> None:
    talk = asking()
    button = payloads_of(talk.says("what is nulla osta"))[0]
    assert (talk.state.last_question, talk.state.last_article) == ("what is nulla osta", "it-nulla-osta-steps")
    assert talk.says(button).replies[0].text == "You get 12.82 EUR."


@pytest.mark.parametrize("text", ["how long does the nulla osta take", "il cane", "c'est quoi le patronat", "nulla osta ch7al kaygless"])
def test_a_message_that_asks_for_more_or_for_something_else_is_searched(text: str) -> None:
    talk = asking()
    assert talk.says(text).act is TurnAct.ABSTAIN
    assert [question for question, *_ in talk.searched] == [text]


def test_a_call_for_help_comes_before_any_term() -> None:
    outcome = asking(alarm=Triaged(category="violence", urgency="immediate")).says("nulla osta")
    assert outcome.act is TurnAct.PROTECT


def test_the_assistant_explains_nothing_while_a_person_holds_the_conversation() -> None:
    assert asking(state=TurnState(held_by_person=True)).says("what is nulla osta").act is TurnAct.SILENT


@pytest.mark.parametrize("articles", [[], [replace(found, review_by=date(2026, 11, 1)) for found in ARTICLES]])
def test_a_term_is_not_explained_when_its_article_is_withdrawn_or_overdue(articles: list[object]) -> None:
    talk = asking(articles=articles)
    assert talk.says("what is nulla osta").act is TurnAct.ABSTAIN
    assert talk.searched
