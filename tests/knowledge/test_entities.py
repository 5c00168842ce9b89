from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Corridor, Country
from knowledge.entities import EntityReader, load_surface_forms, reader

COUNTRIES = load_surface_forms()["country"]


def countries(text: str) -> set[str]:
    return {country.value for country in reader().read(text).countries}


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_every_spelling_of_a_country_is_found_in_a_sentence(country: str) -> None:
    missed = [form for form in COUNTRIES[country] if country not in countries(f"abc {form} xyz")]
    assert missed == []


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_capitals_and_question_marks_do_not_hide_a_country(country: str) -> None:
    missed = [form for form in COUNTRIES[country] if country not in countries(f"({form.upper()}؟)")]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("نمشي لألمانيا", "DE"),
        ("بغيت نخدم فألمانيا", "DE"),
        ("والمانيا كيفاش", "DE"),
        ("عايز اسافر لالمانيا", "DE"),
        ("في ألمانيا", "DE"),
        ("salam bghit nmchi l'almanya", "DE"),
        ("nkhdem f almanya", "DE"),
        ("kifech nemchi lalmanya", "DE"),
        ("travailler en Allemagne", "DE"),
        ("in die Bundesrepublik Deutschland", "DE"),
        ("lavorare in Germania", "DE"),
        ("كنسكن ففرنسا", "FR"),
        ("وبفرنسا", "FR"),
        ("j'habite en FRANCE", "FR"),
        ("l'Italie", "IT"),
        ("dall'Italia", "IT"),
        ("wein fi talya", "IT"),
        ("بإيطاليا", "IT"),
        ("لإيطاليا", "IT"),
        ("للمغرب", "MA"),
        ("من المغرب", "MA"),
        ("mn lmaghrib", "MA"),
        ("من تونس", "TN"),
        ("men tounes", "TN"),
        ("أنا من مصر", "EG"),
        ("ana mn masr", "EG"),
        ("ببلجيكا", "BE"),
        ("en Belgique", "BE"),
    ],
)
def test_a_country_is_found_behind_its_preposition(text: str, country: str) -> None:
    assert country in countries(text)


@pytest.mark.parametrize("text", ["", "🙂", "chhal khassni flous", "how much money do I need", "كم المبلغ المطلوب", "masrouf", "\0"])
def test_a_message_without_a_country_names_none(text: str) -> None:
    assert countries(text) == set()


@pytest.mark.parametrize(
    ("text", "corridor"),
    [
        ("from morocco to germany", Corridor(origin=Country.MA, destination=Country.DE)),
        ("germany or france, from tunisia", Corridor(origin=Country.TN)),
        ("egypt and tunisia", Corridor()),
        ("italy", Corridor(destination=Country.IT)),
        ("nothing", Corridor()),
    ],
)
def test_the_plain_reading_says_only_what_is_clear(text: str, corridor: Corridor) -> None:
    assert reader().read(text).corridor() == corridor


def test_a_longer_match_does_not_hide_a_shorter_one_of_another_kind() -> None:
    small = EntityReader({"country": {"DE": ["german"]}, "document": {"passport": ["german passport"]}, "permit": {"none": []}})
    assert small.read("my German passport").found == {"country": {"DE"}, "document": {"passport"}}


@given(st.text())
def test_no_message_breaks_the_reader(text: str) -> None:
    assert countries(text) <= set(COUNTRIES)
