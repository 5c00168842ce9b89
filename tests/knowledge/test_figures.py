from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import figures
from knowledge.article import Figure, Language

SALARY = Figure(id="salary", value=Decimal("50700.5"), unit="EUR/year", year=2026, source=1)


@pytest.mark.parametrize(
    ("language", "large", "small", "whole"),
    [
        (Language.EN, "50,700.50", "14.60", "5000"),
        (Language.AR, "50,700.50", "14.60", "5000"),
        (Language.FR, "50\u202f700,50", "14,60", "5000"),
        (Language.DE, "50.700,50", "14,60", "5000"),
        (Language.IT, "50.700,50", "14,60", "5000"),
    ],
)
def test_each_language_writes_numbers_its_own_way(language: Language, large: str, small: str, whole: str) -> None:
    assert figures.number(Decimal("50700.5"), "EUR", language) == large
    assert figures.number(Decimal("14.6000"), "EUR", language) == small
    assert figures.number(Decimal("5000.00"), "EUR", language) == whole


@given(st.decimals(0, 99_999_999, places=4), st.sampled_from(Language))
def test_a_written_number_reads_back_as_itself(value: Decimal, language: Language) -> None:
    thousands, point = figures._SEPARATORS[language]
    assert Decimal(figures.number(value, "EUR", language).replace(thousands, "").replace(point, ".")) == value


def test_a_figure_and_its_year_are_filled_in() -> None:
    assert figures.fill("{salary} EUR in {salary:year}", {"salary": SALARY}, Language.DE) == "50.700,50 EUR in 2026"


def test_an_unknown_figure_stays_as_it_stands() -> None:
    assert figures.fill("{other} {Salary} {salary:month} {}", {"salary": SALARY}, Language.EN) == "{other} {Salary} {salary:month} {}"


@given(st.text())
def test_a_text_without_known_figures_is_never_changed(text: str) -> None:
    assert figures.fill(text, {}, Language.EN) == text


def test_only_what_can_be_placed_is_an_id() -> None:
    assert [name for name in ("de_wage_1", "Wage", "a-b", "a:year", "", "1a", "a\n") if figures.is_id(name)] == ["de_wage_1"]


@pytest.mark.parametrize(("language", "written"), [(Language.EN, "2.5"), (Language.FR, "2,5"), (Language.DE, "2,5")])
def test_only_money_has_cents(language: Language, written: str) -> None:
    assert figures.number(Decimal("2.50"), "days", language) == written


def test_in_arabic_the_noun_takes_the_form_of_the_figure() -> None:
    def filled(value: str, text: str) -> str:
        return figures.fill(text, {"time": replace(SALARY, value=Decimal(value))}, Language.AR)

    assert filled("2", "خلال {time} شهر.") == "خلال شهرين."
    assert filled("1", "و{time} سنة على الأقل") == "وسنة على الأقل"
    assert filled("6", "مدة {time} شهر") == "مدة 6 أشهر"
    assert filled("90", "{time} يوم") == "90 يومًا"
    assert filled("100", "{time} يوم") == "100 يوم"
    assert filled("2", "{time} شهرية {time}") == "2 شهرية 2"
    assert filled("2", "في {time:year} شهر {other} سنة") == "في 2026 شهر {other} سنة"
