from __future__ import annotations

import pytest

from knowledge.phones import is_international, is_local, same


@pytest.mark.parametrize(("text", "country"), [("+39 06 4416091", "IT"), ("+33 4 86 51 71 61", "INT"), ("+800 6 7 8 9 10 11", "EU")])
def test_a_number_with_its_country_code_works_from_anywhere(text: str, country: str) -> None:
    assert is_international(text, country)


@pytest.mark.parametrize(("text", "country"), [("06 4416091", "IT"), ("+39 06 4416091", "DE"), ("+39 1", "IT"), ("+", "IT"), ("", "IT")])
def test_other_numbers_do_not(text: str, country: str) -> None:
    assert not is_international(text, country)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        *(("1522", "IT"), ("800 290 290", "IT"), ("19", "MA"), ("2511", "MA"), ("1899", "TN"), ("80 105 561", "TN"), ("15508", "EG")),
        *(("116 016", "DE"), ("0800 111 0 111", "DE"), ("3919", "FR"), ("0 806 000 126", "FR"), ("1712", "BE"), ("112", "EU")),
        *(("116 006", "EU"), ("00 800 6 7 8 9 10 11", "EU")),
    ],
)
def test_short_codes_and_numbers_of_a_country_can_be_dialled_there(text: str, country: str) -> None:
    assert is_local(text, country)


@pytest.mark.parametrize(
    ("text", "country"), [("+39 06 4416091", "IT"), ("1", "IT"), ("call", "IT"), ("01 44 52 88 90", "TN"), ("1", "EU")]
)
def test_what_leads_nowhere_is_told(text: str, country: str) -> None:
    assert not is_local(text, country)


def test_two_forms_of_one_number_are_the_same() -> None:
    assert same("+33 1 44 52 88 90", "01 44 52 88 90", "FR")
    assert not same("+33 1 44 52 88 90", "01 44 52 88 91", "FR")
    assert same("+800 6 7 8 9 10 11", "00 800 6 7 8 9 10 11", "EU")


@pytest.mark.parametrize("local", ["1712", "0800 12 800"])
def test_a_line_with_a_short_or_free_number_may_have_another_one_for_abroad(local: str) -> None:
    assert same("+32 2 212 30 00", local, "BE")
