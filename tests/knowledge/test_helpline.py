from __future__ import annotations

import pytest

from knowledge.article import Country, Language
from knowledge.content_files import CONTENT
from knowledge.helpline import Area, ForWhom, Helpline, HelplineTopic, Reliability, Via, choose
from knowledge.helpline_sheet import SHEET, parse
from knowledge.triage import Alarm, Category, Urgency, topics


def line(
    name: str, *, country: str = "DE", topic: str = "police", phone: str = "110", confidence: str = "high", whom: str = "anyone"
) -> Helpline:
    return Helpline(
        country=Area(country),
        topics=tuple(map(HelplineTopic, topic.split())),
        name=name,
        phone_local=phone,
        confidence=Reliability(confidence),
        for_whom=ForWhom(whom),
    )


def chosen(*lines: Helpline, country: Country | None = Country.DE, wanted: tuple[str, ...] = ("emergency", "police")) -> list[str]:
    return [found.name for found in choose(lines, wanted, country)]


def shipped() -> list[Helpline]:
    lines, refused = parse((CONTENT / SHEET).read_text("utf-8"))
    assert refused == []
    return lines


def shown(category: Category, urgency: Urgency, country: Country) -> list[str]:
    return [found.reached(country)[1] for found in choose(shipped(), topics(Alarm(category=category, urgency=urgency)), country)]


def test_the_first_topic_comes_first_then_sure_numbers_then_names() -> None:
    assert chosen(
        line("b police"), line("a police"), line("checked police", confidence="medium"), line("z emergency", topic="emergency")
    ) == ["z emergency", "a police", "b police", "checked police"]


def test_low_and_unverified_numbers_and_lines_without_one_are_never_served() -> None:
    assert chosen(line("low", confidence="low"), line("?", confidence="unverified"), line("none", phone=""), line("x", topic="fire")) == []


def test_only_lines_of_the_country_are_shown_and_without_one_those_for_everybody() -> None:
    lines = (line("de"), line("fr", country="FR"), line("eu", country="EU"), line("int", country="INT"))
    assert chosen(*lines) == ["de"]
    assert chosen(*lines, country=None) == ["eu", "int"]


def test_a_country_without_a_line_on_the_topic_is_given_those_for_everybody_there() -> None:
    lines = (line("eu", country="EU"), line("int", country="INT"), line("de", topic="fire"))
    assert chosen(*lines) == ["eu", "int"]
    assert chosen(*lines, country=Country.TN) == ["int"]


def test_at_most_four_lines_are_shown() -> None:
    assert len(chosen(*(line(str(n)) for n in range(9)))) == 4


def test_a_line_meant_for_just_these_people_comes_before_the_others() -> None:
    lines = (line("a", topic="labour"), line("b", topic="labour", whom="workers", confidence="medium"))
    assert chosen(*lines, wanted=("labour",)) == ["b", "a"]
    lines = (line("a rescue at sea", topic="emergency", whom="at-sea"), line("emergency", topic="emergency"))
    assert chosen(*lines) == ["emergency", "a rescue at sea"]


def test_a_line_that_does_it_too_comes_after_those_that_are_there_for_it() -> None:
    lines = (line("a", topic="children violence", whom="children"), line("b", topic="violence", whom="women"))
    assert chosen(*lines, wanted=("violence",)) == ["b", "a"]


def test_a_medium_number_asks_to_check_first() -> None:
    assert line("x", confidence="medium").check_first and not line("x").check_first


def test_whoever_is_in_the_country_is_given_the_local_form_and_everybody_else_the_international_one() -> None:
    rome = Helpline(country=Area.IT, topics=(), phone_local="06 441", phone_international="+39 06 441")
    assert rome.reached(Country.IT) == (Via.CALL, "06 441")
    assert rome.reached(Country.TN) == rome.reached(None) == (Via.CALL, "+39 06 441")


def test_a_line_of_the_eu_is_local_in_each_of_its_countries() -> None:
    direct = Helpline(country=Area.EU, topics=(), phone_local="00 800 6", phone_international="+800 6")
    assert direct.reached(Country.BE) == (Via.CALL, "00 800 6")
    assert direct.reached(Country.MA) == (Via.CALL, "+800 6")


def test_a_short_code_has_one_form_and_a_line_without_telephone_takes_messages() -> None:
    assert line("x").reached(None) == (Via.CALL, "110")
    assert Helpline(country=Area.IT, topics=(), whatsapp="+39 350").reached(Country.IT) == (Via.WHATSAPP, "+39 350")
    assert Helpline(country=Area.FR, topics=(), sms="114").reached(Country.FR) == (Via.SMS, "114")


def test_a_description_is_said_in_the_language_and_a_name_stays_as_it_is() -> None:
    names = {Language.AR: "الشرطة", Language.EN: "Police"}
    assert Helpline(country=Area.DE, topics=(), names=names).title(Language.AR) == "الشرطة"
    assert Helpline(country=Area.DE, topics=(), names=names).title(Language.FR) == "Police"
    assert line("TelefonSeelsorge").title(Language.AR) == "TelefonSeelsorge"


@pytest.mark.parametrize("country", Country)
def test_the_shipped_sheet_has_a_number_for_every_call_for_help_in_every_country(country: Country) -> None:
    sheet = shipped()
    missing = [
        f"{category.value} {urgency.value}"
        for category in Category
        for urgency in Urgency
        if not choose(sheet, topics(Alarm(category=category, urgency=urgency)), country)
    ]
    assert missing == []


def test_the_anti_trafficking_line_stands_first_for_papers_withheld_in_italy() -> None:
    assert shown(Category.PAPERS_WITHHELD, Urgency.HIGH, Country.IT)[0] == "800 290 290"


@pytest.mark.parametrize(
    ("country", "number"), [(Country.DE, "112"), (Country.BE, "112"), (Country.FR, "15"), (Country.IT, "112"), (Country.TN, "190")]
)
def test_the_ambulance_stands_first_in_a_medical_emergency(country: Country, number: str) -> None:
    assert shown(Category.MEDICAL_EMERGENCY, Urgency.IMMEDIATE, country)[0] == number


@pytest.mark.parametrize("country", [Country.DE, Country.BE, Country.FR, Country.IT])
def test_the_general_emergency_number_stands_first_when_somebody_is_hurt(country: Country) -> None:
    assert shown(Category.VIOLENCE, Urgency.IMMEDIATE, country)[0] == "112"


def test_rescue_at_sea_is_given_in_distress_at_sea_and_not_for_violence() -> None:
    assert shown(Category.DISTRESS_AT_SEA_OR_DESERT, Urgency.IMMEDIATE, Country.IT)[:2] == ["112", "1530"]
    assert "196" in shown(Category.DISTRESS_AT_SEA_OR_DESERT, Urgency.IMMEDIATE, Country.FR)
    assert "196" not in shown(Category.VIOLENCE, Urgency.IMMEDIATE, Country.FR)
