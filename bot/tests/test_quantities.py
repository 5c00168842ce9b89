import pytest

from components.quantities import quantities_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3000 euros", "3000 EUR"),
        ("3.000 €", "3000 EUR"),
        ("€ 1,250.50", "1250.50 EUR"),
        ("٣٠٠٠ يورو", "3000 EUR"),
        ("1 200 dh", "1200 MAD"),
        ("500 درهم", "500 MAD"),
        ("350 dt", "350 TND"),
        ("٥٠٠ جنيه", "500 EGP"),
        ("12,5 dinars", "12.5 TND"),
    ],
)
def test_an_amount_is_read_in_every_script_and_currency(text: str, value: str) -> None:
    assert [(found.entity, found.value) for found in quantities_of(text)] == [("amount", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15/09/2026", "2026-09-15"),
        ("2026-09-15", "2026-09-15"),
        ("1.3.27", "2027-03-01"),
        ("3 juin 2026", "2026-06-03"),
        ("5. März 2026", "2026-03-05"),
        ("settembre", "--09"),
        ("October 2026", "2026-10"),
        ("١٥ يناير ٢٠٢٧", "2027-01-15"),
        ("شتنبر", "--09"),
        ("جوان 2026", "2026-06"),
    ],
)
def test_a_date_is_read_with_months_of_every_language(text: str, value: str) -> None:
    assert [(found.entity, found.value) for found in quantities_of(text)] == [("date", value)]


@pytest.mark.parametrize("text", ["may I work?", "le 3", "99/99/2026", "call 112", "B1", "mars attacks"])
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    assert quantities_of(text) == []
