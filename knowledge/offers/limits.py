"""The legal limits of each country, from the figures of the knowledge base. Pure besides reading the rules once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from knowledge.article import Country, Figure
from knowledge.offers.patterns import FOLDER

EU_DAY, EU_WEEK = 13.0, 48.0  # Directive 2003/88: 11 hours of rest a day, 48 hours a week on average


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the law of one country allows; EUR gross, hours. None where the knowledge base has no figure."""

    hour: float | None
    full_week: float
    net_share: float
    day_limit: float
    week_limit: float
    trainee_month: float | None = None
    live_in_month: float | None = None
    live_in_week: float | None = None
    year: int | None = None  # of the figure for `hour`


def limits(country: Country, figures: Mapping[str, Figure]) -> Limits | None:
    """The limits of a country; None for one that we have none of. Raises nothing for a figure that is missing."""
    row = _rows().get(country.value)
    if row is None:
        return None
    hour = figures.get(str(row["hour"]))
    return Limits(
        hour=float(hour.value) if hour else None,
        full_week=float(row["full_week"]),
        net_share=float(row["net_share"]),
        day_limit=_value(row.get("day_limit"), figures) or EU_DAY,
        week_limit=_value(row.get("week_limit"), figures) or EU_WEEK,
        trainee_month=_value(row.get("trainee_month"), figures),
        live_in_month=_value(row.get("live_in_month"), figures),
        live_in_week=_value(row.get("live_in_week"), figures),
        year=hour.year if hour else None,
    )


def _value(named: str | float | None, figures: Mapping[str, Figure]) -> float | None:
    if isinstance(named, int | float):
        return float(named)
    figure = figures.get(named) if named else None
    return float(figure.value) if figure else None


@lru_cache(maxsize=1)
def _rows() -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = yaml.load((FOLDER / "limits.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return rows
