from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from connectors.composing import Composer, citations, plain_related
from connectors.message import Reply
from knowledge import phrases
from knowledge.article import Article, Country, Language
from tests.connectors.speaking import say
from tests.knowledge.samples import TODAY, WAGE, article, source

OVERDUE = date(2026, 11, 21)


def composer(language: Language = Language.EN) -> Composer:
    return Composer(language, say, {"de_wage": WAGE}, TODAY)


def answer(to: Language = Language.EN, *, arabizi: bool = False, feedback: bool = True, **changes: Any) -> Reply:
    """The sample article, changed, for a person who speaks `to`."""
    return composer(to).answer(article(**changes), arabizi=arabizi, feedback=feedback)


def labels(reply: Reply) -> list[str]:
    return [button.label.partition("[")[0] for button in reply.buttons]


def test_an_answer_has_its_figure_its_source_and_its_buttons() -> None:
    reply = answer()
    assert (reply.text, reply.language) == ("You get 12.82 EUR.", "en")
    assert [(c.article, c.title, c.checked_on) for c in reply.citations] == [("de-wage", "P1", "2026-11-01")]
    assert labels(reply) == ["button_more", "button_yes", "button_no", "button_person"]
    assert reply.buttons[0].payload == '/show{"article":"de-wage"}'


def test_arabizi_is_offered_french_and_care_asks_for_no_opinion() -> None:
    reply = answer(Language.AR, arabizi=True, feedback=False, language=Language.AR)
    assert labels(reply) == ["button_more", "button_french", "button_person"]
    assert reply.buttons[1].payload == '/show{"article":"de-wage","language":"fr"}'


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("written", Language)
def test_an_overdue_article_only_says_that_it_is_checked_again_and_where_the_official_page_is(
    language: Language, written: Language
) -> None:
    reply = answer(language, arabizi=True, language=written, review_by=OVERDUE)
    assert reply.text == f"being_rechecked[{language.value}] https://zoll.example"
    assert (reply.language, labels(reply)) == (language.value, ["button_person"])


def test_on_the_day_of_its_review_an_article_still_answers() -> None:
    assert answer(review_by=TODAY).text == "You get 12.82 EUR."


def test_an_answer_in_another_language_says_so_first_in_the_persons_language() -> None:
    reply = answer(Language.AR, language=Language.DE)
    assert reply.text == "answer_in_other_language[ar] language_de[ar]\n\nYou get 12,82 EUR."
    assert reply.language == "de" and reply.buttons[0].label == "button_more[ar]"


def test_official_sources_are_cited_first_and_two_at_most() -> None:
    cited = citations(article(sources=(source(1, official=False), source(2), source(3)), confirmed_by_caseworker=True))
    assert [(c.title, c.url, c.confirmed) for c in cited] == [
        ("P2", "https://source.example/2", True),
        ("P3", "https://source.example/3", True),
    ]
    assert citations(article())[0].confirmed is False


def test_the_whole_article_has_bold_headings_no_links_inside_the_base_and_related_ones_as_buttons() -> None:
    body = "## Steps {#steps}\nSee [that](article:de-visa) and [112](tel:112): {de_wage}."
    reply = composer().more(article(body=body), [article("de-visa")])
    assert reply.text == "**Title of de-wage in en**\n\n**Steps**\nSee that and [112](tel:112): 12.82."
    assert [button.payload for button in reply.buttons] == ['/show{"article":"de-visa","part":"answer"}', "/handoff"]


def test_related_articles_exist_once_linked_ones_first_three_at_most() -> None:
    whole = article(body="[a](article:c) [b](article:gone) [c](article:de-wage) [d](https://e.f)", related=("a", "c", "b", "d"))
    available: dict[str, Article] = {id: article(id) for id in ("a", "b", "c", "d", "de-wage")}
    assert [found.id for found in plain_related(whole, available)] == ["c", "a", "b"]


def test_a_clarifying_question_offers_countries_or_articles() -> None:
    countries = composer().which_country([Country.DE, Country.IT])
    assert [button.label for button in countries.buttons] == ["country_DE[en]", "country_IT[en]"]
    assert [button.payload for button in countries.buttons] == ['/pick{"destination":"DE"}', '/pick{"destination":"IT"}']
    choice = composer().which_article([article("a"), article("b")])
    assert [button.label for button in choice.buttons] == ["Title of a in en", "Title of b in en", "none_of_these[en]"]
    assert choice.buttons[-1].payload == "/none"


def test_not_knowing_offers_a_person() -> None:
    assert (composer().dont_know().text, labels(composer().dont_know())) == ("dont_know[en]", ["button_person"])
    assert composer().dont_know(again=True).text == "dont_know_again[en]"


def test_the_menu_and_the_languages_are_buttons() -> None:
    assert labels(composer().menu()) == ["button_profile", "button_offer", "button_languages", "button_person"]
    assert [button.payload for button in composer().languages().buttons][:2] == [
        '/change_language{"language":"ar"}',
        '/change_language{"language":"fr"}',
    ]
    assert composer().country_name(Country.MA) == "country_MA[en]"


@pytest.mark.parametrize("language", Language)
def test_every_phrase_that_is_composed_is_in_the_catalogue(language: Language) -> None:
    real = Composer(language, phrases.say, {"de_wage": WAGE}, TODAY)
    german = article(language=Language.DE)
    replies = [
        real.answer(german, arabizi=True),
        real.answer(article(review_by=OVERDUE), arabizi=False),
        real.more(german, [german]),
        real.which_country(Country),
        real.which_article([german]),
        real.dont_know(),
        real.dont_know(again=True),
        real.menu(),
        real.languages(),
    ]
    assert all(reply.text and all(button.label and button.payload for button in reply.buttons) for reply in replies)
