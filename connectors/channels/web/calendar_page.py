"""The neutral page that quick exit leads to: a month. Pure."""

from __future__ import annotations

import calendar
from datetime import date


def weeks(today: date) -> list[list[tuple[int, bool]]]:
    """The weeks of a month from Monday, as (day or 0, whether it is today).

    >>> weeks(date(2026, 11, 22))[3]
    [(16, False), (17, False), (18, False), (19, False), (20, False), (21, False), (22, True)]
    """
    month = calendar.Calendar().monthdayscalendar(today.year, today.month)
    return [[(day, day == today.day) for day in week] for week in month]
