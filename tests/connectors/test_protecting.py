from __future__ import annotations

from collections.abc import Sequence

import pytest

from connectors.composing import Composer
from connectors.protecting import cards, protect
from connectors.turn import Triaged
from knowledge import phrases
from knowledge.article import Country, Language
from knowledge.helpline import Helpline
from knowledge.triage import Category, Urgency
from tests.connectors.speaking import say
from tests.knowledge.samples import TODAY

POLICE = Helpline(country="DE", topic="police", name="Police", phone="110", hours="24/7", languages="de", confidence="medium")
ALARM = Triaged(category="violence", urgency="immediate")


def test_in_a_known_country_there_are_words_numbers_and_a_person() -> None:
    asked: list[tuple[Sequence[str], Country | None]] = []

    def lines(topics: Sequence[str], country: Country | None) -> Sequence[Helpline]:
        asked.append((topics, country))
        return [POLICE]

    reply = protect(Composer(Language.FR, say, {}, TODAY), ALARM, ("emergency", "police"), Country.DE, lines)
    assert reply.text == "protect_violence_immediate[fr]\n\nprotect_safe_check[fr]\n\nprotect_delete_hint[fr]"
    assert asked == [(("emergency", "police"), Country.DE)]
    assert [(card.name, card.phone, card.hours, card.check_first) for card in reply.helplines] == [("Police", "110", "24/7", True)]
    assert [button.payload for button in reply.buttons] == ["/handoff"]


def test_without_a_country_it_is_asked_second_with_a_button_for_each() -> None:
    reply = protect(Composer(Language.EN, say, {}, TODAY), ALARM, ("police",), None, lambda topics, country: [])
    assert reply.text.split("\n\n")[:2] == ["protect_violence_immediate[en]", "protect_ask_country[en]"]
    assert [button.payload for button in reply.buttons][:1] == ['/help_in{"country":"EG","category":"violence","urgency":"immediate"}']
    assert len(reply.buttons) == len(Country) + 1 and reply.buttons[-1].payload == "/handoff"


def test_a_sure_number_needs_no_check() -> None:
    assert not cards([Helpline(country="EU", topic="emergency", name="E", phone="112")])[0].check_first
    assert cards([]) == ()


@pytest.mark.parametrize("language", Language)
def test_every_call_for_help_has_its_words_in_every_language(language: Language) -> None:
    composer = Composer(language, phrases.say, {}, TODAY)
    alarms = [Triaged(category=category.value, urgency=urgency.value) for category in Category for urgency in Urgency]
    texts = {protect(composer, alarm, (), country, lambda topics, country: []).text for alarm in alarms for country in (None, Country.DE)}
    assert len(texts) > len(Category)
