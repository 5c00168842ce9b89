from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from connectors.channels.telegram import render as telegram
from connectors.channels.whatsapp import render as whatsapp
from connectors.composing import Composer
from connectors.protecting import cards, protect
from connectors.turn import Triaged
from knowledge import helpline_sheet, opening_hours, phrases, spoken
from knowledge.article import Country, Language
from knowledge.content_files import CONTENT
from knowledge.helpline import Area, Caution, Cost, Helpline, HelplineTopic, Reliability, choose
from knowledge.triage import Category, topics
from knowledge.triage.matching import book
from tests.connectors.speaking import say
from tests.fakes import whatsapp as graph
from tests.knowledge.samples import TODAY

POLICE = Helpline(
    country=Area.DE,
    topics=(HelplineTopic.POLICE,),
    names=dict.fromkeys(Language, "Police"),
    phone_local="110",
    phone_international="+49 30 110",
    hours=opening_hours.parse("24/7"),
    languages=spoken.parse("de en?"),
    cost=Cost.FREE,
    warning=Caution.POLICE_MAY_CHECK_PAPERS,
    confidence=Reliability.MEDIUM,
)
ENGLISH = Composer(Language.EN, say, {}, TODAY)
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
    [card] = reply.helplines
    assert (card.name, card.phone, card.country, card.hours) == ("Police", "110", "DE", "helpline_hours_always[fr]")
    assert (card.cost, card.warning, card.check_first) == (
        "helpline_cost_free[fr]",
        "helpline_warning_police_may_check_papers[fr]",
        True,
    )
    assert [button.payload for button in notes.buttons] == ["/handoff"]


def test_without_a_country_it_is_asked_with_a_button_for_each() -> None:
    _, reply = protect(Composer(Language.EN, say, {}, TODAY), ALARM, ("police",), None, lambda topics, country: [])
    assert "protect_ask_country[en]" in reply.text.split("\n\n")
    assert [button.payload for button in reply.buttons][:1] == ['/help_in{"country":"EG","category":"violence","urgency":"immediate"}']
    assert len(reply.buttons) == len(Country) + 1 and reply.buttons[-1].payload == "/handoff"


def test_a_sure_number_needs_no_check() -> None:
    sure = Helpline(country=Area.EU, topics=(HelplineTopic.EMERGENCY,), name="E", phone_local="112")
    assert not cards(ENGLISH, [sure], None)[0].check_first
    assert cards(ENGLISH, [], None) == ()


def test_the_number_has_the_form_that_works_where_the_person_is() -> None:
    assert [cards(ENGLISH, [POLICE], place)[0].phone for place in (Country.DE, Country.TN, None)] == ["110", "+49 30 110", "+49 30 110"]


def test_in_arabic_nothing_of_a_helpline_is_in_english() -> None:
    [card] = cards(Composer(Language.AR, phrases.say, {}, TODAY), [POLICE], Country.DE)
    assert (card.hours, card.languages, card.cost) == ("ليلًا ونهارًا، كل يوم", "الألمانية، وربما الإنجليزية", "مجاني")
    assert not re.search("[A-Za-z]", card.warning)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("country", [*Country, None])
def test_the_shipped_helplines_fit_into_one_message_of_every_channel(language: Language, country: Country | None) -> None:
    sheet, _ = helpline_sheet.parse((CONTENT / helpline_sheet.SHEET).read_text("utf-8"))
    composer = Composer(language, phrases.say, {}, TODAY)
    for pattern in book().patterns:
        if pattern.alarm:
            alarm = Triaged(category=pattern.alarm.category.value, urgency=pattern.alarm.urgency.value)
            first, _ = protect(composer, alarm, topics(pattern.alarm), country, lambda wanted, place: choose(sheet, wanted, place))
            assert len(telegram.render(first, 1, "5", phrases.say)) == 1
            [body] = whatsapp.render(first, 1, "212600000001", phrases.say)
            assert graph.refusal(dict(body)) is None
            assert first.helplines or country is None


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
