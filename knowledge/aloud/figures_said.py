"""Figures for the ear: telephone numbers digit by digit, dates by their months, times, and amounts with their money. Pure.

Whole numbers stay digits: every voice reads those in its own language, inflections and all.
"""

from __future__ import annotations

import re
from datetime import date

from knowledge.aloud.manner import Manner

_PHONE = re.compile(r"(?<![\w+.,/-])(?:\+\d|0\d)(?:[\d \u00a0\u202f()/-]|\.(?=\d)){4,}\d(?![\w-])")
# Short numbers people dial, unless a unit or a counted thing follows: 112 euros is an amount.
_DIALLED = r"11[0-9]|116[ \u00a0]?\d{3}|1522|3919|15|17|18"
_CUE = r"(?:call|dial|number|numéro|appelez|composez|chiama|chiamate|numero|Nummer|Notruf|ruf\w*|wähl\w*|رقم|اتصل\w*|الرقم)"
_SHORT = re.compile(
    rf"(?<![\w.,+-])(?P<always>112|116[ \u00a0]?\d{{3}})(?![\d.,]*\d|[ \u00a0]*[€%]|[ \u00a0](?-i:[A-Z]{{3}})\b|\w)"
    rf"|(?P<cue>{_CUE}:?[ \u00a0])(?P<told>{_DIALLED})\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_DAY_FIRST = re.compile(r"(?<![\d/.])(\d{1,2})[./](\d{1,2})[./](\d{4})(?![\d/])")
_TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])")
_RANGE = re.compile(r"(?<![\w:-])(\d{1,2}:\d{2}|\d+)[ \u00a0]?[-–][ \u00a0]?(\d{1,2}:\d{2}|\d+)(?![\w:-])")


def digits_said(number: str) -> str:
    """Each digit a word, each group a breath.

    >>> digits_said("0800 111-010")
    '0 8 0 0, 1 1 1, 0 1 0'
    """
    groups = re.findall(r"\d+", number)
    return ", ".join(" ".join(group) for group in groups)


def say_phones(text: str, manner: Manner) -> str:
    """Numbers to dial; dates and amounts are none."""

    def long(match: re.Match[str]) -> str:
        written = match[0]
        if _DAY_FIRST.fullmatch(written) or _is_amount(written, manner):
            return written
        sign = f"{manner.plus} " if written.startswith("+") else ""
        return sign + digits_said(written)

    def short(match: re.Match[str]) -> str:
        return digits_said(match["always"]) if match["always"] else match["cue"] + digits_said(match["told"])

    return _SHORT.sub(short, _PHONE.sub(long, text))


def _is_amount(written: str, manner: Manner) -> bool:
    """0.50 or 0,50: a figure with decimals."""
    return re.fullmatch(r"0[.,]\d+", written) is not None


def say_dates(text: str, manner: Manner) -> str:
    """Numeric dates with the month by name; what is no day of the calendar stays as it is."""

    def said(year: str, month: str, day: str, written: str) -> str:
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            return written
        first = manner.first if found.day == 1 else str(found.day)
        return manner.date.format(first, manner.months[found.month - 1], found.year)

    text = _ISO.sub(lambda m: said(m[1], m[2], m[3], m[0]), text)
    return _DAY_FIRST.sub(lambda m: said(m[3], m[2], m[1], m[0]), text)


def say_times(text: str, manner: Manner) -> str:
    """From one to another first: 09:00-17:00 is no subtraction."""
    text = _RANGE.sub(lambda m: manner.range.format(m[1], m[2]), text)
    return _TIME.sub(lambda m: _clock(int(m[1]), int(m[2]), manner), text)


def _clock(hour: int, minute: int, manner: Manner) -> str:
    return manner.time.format(hour, minute) if minute else manner.hour.format(hour)


def say_amounts(text: str, manner: Manner) -> str:
    """Groups of thousands closed up; money and cents in the order they are said, whether the sign stands before or after."""
    spaces, decimal = "[ \u00a0\u202f]", re.escape(manner.decimal)
    group = spaces if manner.group == " " else f"(?:{re.escape(manner.group)}|[\u00a0\u202f])"
    number = rf"(?<![\w.,])(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{decimal}(?P<part>\d+))?(?![\w]|[.,]\d)"
    signs = "|".join(re.escape(sign) for sign in sorted(manner.units, key=len, reverse=True))

    def said(match: re.Match[str]) -> str:
        whole, part = re.sub(r"\D", "", match["whole"]), match["part"]
        sign = match["after"] or match["before"]
        if not sign:
            return whole + (f"{manner.decimal}{part}" if part else "")
        cents = f" {int(part)}" if part and len(part) == 2 and int(part) else ""
        rest = f"{manner.decimal}{part}" if part and len(part) != 2 else ""
        return f"{whole}{rest} {manner.units[sign]}{cents}"

    return re.sub(rf"(?:(?P<before>{signs}){spaces}?)?{number}(?:{spaces}?(?P<after>{signs})(?!\w))?", said, text)
