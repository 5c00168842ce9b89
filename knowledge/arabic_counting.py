"""A number and what it counts, as Arabic says it: one year, two years (the dual), 3 years, 12 years. Pure.

The noun follows the number as the Unicode plural rules of Arabic have it (https://cldr.unicode.org, "ar"); figures are data,
so a changed figure changes the form too.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

# (one, two, 3 to 10, 11 to 99). The dual stands as after a preposition, which is also how people say it.
_NOUNS: Final = (
    ("سنة", "سنتين", "سنوات", "سنة"),
    ("عام", "عامين", "أعوام", "عامًا"),
    ("شهر", "شهرين", "أشهر", "شهرًا"),
    ("أسبوع", "أسبوعين", "أسابيع", "أسبوعًا"),
    ("يوم", "يومين", "أيام", "يومًا"),
    ("ساعة", "ساعتين", "ساعات", "ساعة"),
    ("مرة", "مرتين", "مرات", "مرة"),
)
_FORMS: Final = {form: noun for noun in _NOUNS for form in (*noun, noun[3].removesuffix("ًا") + "ا")}
NOUN: Final = re.compile(rf" (?P<noun>{'|'.join(sorted(_FORMS, key=len, reverse=True))})(?!\w)")


def counted(value: Decimal, digits: str, noun: str) -> str:
    """The number, written as `digits`, with the noun in its form; one and two need no digits.

    >>> counted(Decimal(2), "2", "سنة"), counted(Decimal(1), "1", "أشهر")
    ('سنتين', 'شهر')
    >>> counted(Decimal(3), "3", "شهر"), counted(Decimal(12), "12", "شهر"), counted(Decimal("1.5"), "1.50", "سنة")
    ('3 أشهر', '12 شهرًا', '1.50 سنة')
    """
    one, two, few, many = _FORMS[noun]
    if value in (1, 2):
        return one if value == 1 else two
    whole = value == value.to_integral_value()
    rest = int(value) % 100
    return f"{digits} {few if whole and 3 <= rest <= 10 else many if whole and rest > 10 else one}"
