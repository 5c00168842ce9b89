from __future__ import annotations

import re

import pytest

from knowledge import helpline_words, opening_hours, spoken
from knowledge.article import Language
from knowledge.content_files import CONTENT
from knowledge.helpline import Area, Caution, Cost, ForWhom, Helpline, HelplineTopic
from knowledge.helpline_sheet import SHEET, parse
from knowledge.phrases import say

EN, AR = Language.EN, Language.AR


def hours(text: str, language: Language = EN) -> str:
    return helpline_words.hours(opening_hours.parse(text), language, say)


def languages(text: str, language: Language = EN) -> str:
    return helpline_words.languages(spoken.parse(text), language, say)


def test_hours_are_said_in_words() -> None:
    assert hours("24/7") == "day and night, every day"
    assert hours("office?") == "during office hours (not confirmed)"
    assert hours("mo-fr 09:00-17:00") == "Monday to Friday from 09:00 to 17:00"
    assert hours("tu-th 09:30-16:30; mo,fr 09:30-13:00") == "Tuesday to Thursday from 09:30 to 16:30; Monday, Friday from 09:30 to 13:00"
    assert hours("mo-su 09:00-12:30,13:30-16:00?") == "every day from 09:00 to 12:30, from 13:30 to 16:00 (not confirmed)"
    assert hours("mo-fr") == "Monday to Friday"
    assert hours("varies") and not hours("unknown") and not hours("unknown?")


def test_hours_in_arabic_read_from_the_right() -> None:
    assert hours("mo-fr 09:00-17:00; sa 10:00-12:00", AR) == "من الاثنين إلى الجمعة من 09:00 إلى 17:00؛ السبت من 10:00 إلى 12:00"


def test_the_reader_s_language_comes_first_and_only_a_few_are_named() -> None:
    assert languages("it en fr") == "English, Italian, French"
    assert languages("it en ar es sq ro ru", AR) == "العربية، الإيطالية، الإنجليزية، الإسبانية، الألبانية، لغات أخرى"


def test_what_is_not_sure_is_said_so() -> None:
    assert languages("de en? others?") == "German, perhaps English, other languages"
    assert languages("de ar? interpreters") == "German, perhaps Arabic, with interpreters"
    assert languages("fr en? ar? es? pt? tr? fa?") == "French, perhaps English, Arabic, Spanish, Portuguese, other languages"
    assert languages("it en fr es ar? de?") == "English, Italian, French, Spanish, perhaps Arabic, other languages"
    assert languages("it fr es pt de en?", EN).endswith("perhaps English")
    assert languages("local others") == "the language of the country, other languages"
    assert languages("") == ""


def test_cost_and_warning_are_silent_when_there_is_nothing_to_say() -> None:
    assert helpline_words.cost(Cost.UNKNOWN, EN, say) == helpline_words.warning(Caution.NONE, EN, say) == ""
    assert helpline_words.cost(Cost.FREE, AR, say) == "مجاني"
    assert "papers" in helpline_words.warning(Caution.POLICE_MAY_CHECK_PAPERS, EN, say)


def test_a_name_that_does_not_tell_is_explained_and_one_that_does_says_for_whom() -> None:
    own = Helpline(country=Area.DE, topics=(HelplineTopic.SUICIDE,), name="TelefonSeelsorge")
    assert helpline_words.about(own, EN, say) == "someone to talk to in a crisis"
    told = Helpline(country=Area.FR, topics=(HelplineTopic.VIOLENCE,), names=dict.fromkeys(Language, "x"), for_whom=ForWhom.WOMEN)
    assert helpline_words.about(told, EN, say) == "for women"
    anyone = Helpline(country=Area.FR, topics=(HelplineTopic.FIRE,), names=dict.fromkeys(Language, "x"))
    assert helpline_words.about(anyone, EN, say) == ""


@pytest.mark.parametrize("language", Language)
def test_every_closed_set_has_its_words(language: Language) -> None:
    for topic in HelplineTopic:
        assert helpline_words.about(Helpline(country=Area.DE, topics=(topic,), name="x"), language, say)
    for whom in set(ForWhom) - {ForWhom.ANYONE}:
        assert helpline_words.about(Helpline(country=Area.DE, topics=(topic,), names={language: "x"}, for_whom=whom), language, say)
    assert all(helpline_words.cost(cost, language, say) for cost in set(Cost) - {Cost.UNKNOWN})
    assert all(helpline_words.warning(caution, language, say) for caution in set(Caution) - {Caution.NONE})


def test_nothing_but_names_of_their_own_is_in_latin_letters_in_arabic() -> None:
    lines, _ = parse((CONTENT / SHEET).read_text("utf-8"))
    for line in lines:
        said = [
            line.names.get(AR, ""),
            helpline_words.about(line, AR, say),
            helpline_words.hours(line.hours, AR, say),
            helpline_words.languages(line.languages, AR, say),
            helpline_words.cost(line.cost, AR, say),
            helpline_words.warning(line.warning, AR, say),
        ]
        assert not re.search("[A-Za-z]", " ".join(said)), line.title(EN)
