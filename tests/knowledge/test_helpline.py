from __future__ import annotations

import pytest

from knowledge.article import Country
from knowledge.content_files import CONTENT
from knowledge.helpline import Helpline, choose, parse_csv
from knowledge.triage import Alarm, Category, Urgency, topics

HEAD = "country,topic,name,phone,url,hours,languages,free_of_charge,source_url,source_date,confidence\n"


def line(name: str, *, country: str = "DE", topic: str = "police", phone: str = "110", confidence: str = "high") -> Helpline:
    return Helpline(country=country, topic=topic, name=name, phone=phone, confidence=confidence)


def chosen(*lines: Helpline, country: Country | None = Country.DE, wanted: tuple[str, ...] = ("emergency", "police")) -> list[str]:
    return [found.name for found in choose(lines, wanted, country)]


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


def test_a_medium_number_asks_to_check_first() -> None:
    assert line("x", confidence="medium").check_first and not line("x").check_first


def test_a_sheet_is_read_with_its_countries_in_words() -> None:
    read = parse_csv(HEAD + " Egypt ,police, Police ,122,https://a.b,24/7,Arabic,yes,https://c.d,2021,high\nEU-wide,x,y,1,,,,,,,low\n")
    assert [(found.country, found.name, found.phone, found.hours) for found in read] == [
        ("EG", "Police", "122", "24/7"),
        ("EU", "y", "1", ""),
    ]


def test_an_unknown_country_and_a_missing_column_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown country 'Atlantis'"):
        parse_csv(HEAD + "Atlantis,police,x,1,,,,,,,high\n")
    with pytest.raises(KeyError):
        parse_csv("country,topic\nEgypt,police\n")


@pytest.mark.parametrize("country", Country)
def test_the_shipped_sheet_has_a_number_for_every_call_for_help_in_every_country(country: Country) -> None:
    sheet = parse_csv((CONTENT / "helplines.csv").read_text("utf-8"))
    missing = [
        f"{category.value} {urgency.value}"
        for category in Category
        for urgency in Urgency
        if not choose(sheet, topics(Alarm(category=category, urgency=urgency)), country)
    ]
    assert missing == []
