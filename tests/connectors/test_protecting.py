from __future__ import annotations

from collections.abc import Sequence

import pytest

from connectors.composing import Composer
from connectors.protecting import cards, protect
from connectors.turn import Triaged
from knowledge import phrases
from knowledge.article import Country, Language
from knowledge.helpline import Helpline
from knowledge.triage import Category
from knowledge.triage.matching import book
from tests.connectors.speaking import say
from tests.knowledge.samples import TODAY

POLICE = Helpline(country="DE", topic="police", name="Police", phone="110", hours="24/7", languages="de", confidence="medium")
ALARM = Triaged(category="violence", urgency="immediate")


def test_in_a_known_country_there_are_words_numbers_and_a_person() -> None:
    asked: list[tuple[Sequence[str], Country | None]] = []

    def lines(topics: Sequence[str], country: Country | None) -> Sequence[Helpline]:
        asked.append((topics, country))
        return [POLICE]

    reply, notes = protect(Composer(Language.FR, say, {}, TODAY), ALARM, ("emergency", "police"), Country.DE, lines)
    assert reply.text == "protect_safe_check[fr]\n\nprotect_violence_immediate[fr]"
    assert notes.text == "protect_delete_hint[fr]"
    assert asked == [(("emergency", "police"), Country.DE)]
    assert [(card.name, card.phone, card.hours, card.check_first) for card in reply.helplines] == [("Police", "110", "24/7", True)]
    assert [button.payload for button in notes.buttons] == ["/handoff"]


def test_without_a_country_it_is_asked_with_a_button_for_each() -> None:
    _, reply = protect(Composer(Language.EN, say, {}, TODAY), ALARM, ("police",), None, lambda topics, country: [])
    assert "protect_ask_country[en]" in reply.text.split("\n\n")
    assert [button.payload for button in reply.buttons][:1] == ['/help_in{"country":"EG","category":"violence","urgency":"immediate"}']
    assert len(reply.buttons) == len(Country) + 1 and reply.buttons[-1].payload == "/handoff"


def test_a_sure_number_needs_no_check() -> None:
    assert not cards([Helpline(country="EU", topic="emergency", name="E", phone="112")])[0].check_first
    assert cards([]) == ()


@pytest.mark.parametrize("language", Language)
def test_every_call_for_help_has_its_words_in_every_language(language: Language) -> None:
    composer = Composer(language, phrases.say, {}, TODAY)
    found = {pattern.alarm for pattern in book().patterns if pattern.alarm}
    alarms = [Triaged(category=alarm.category.value, urgency=alarm.urgency.value) for alarm in found]
    texts = {protect(composer, alarm, (), Country.DE, lambda topics, country: [])[0].text for alarm in alarms}
    assert {alarm.category for alarm in found} == set(Category) and len(texts) == len(found)


def test_the_first_line_does_not_tell_a_locked_screen_what_this_is_about() -> None:
    reply, _ = protect(Composer(Language.EN, say, {}, TODAY), ALARM, (), Country.DE, lambda topics, country: [])
    assert reply.text.startswith("protect_safe_check[en]")
