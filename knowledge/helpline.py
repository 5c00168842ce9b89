"""Numbers to call. Pure: which are served, and in which order, by the country where the person is."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from knowledge.article import Country

# The sheet names countries in words; lines for several countries stand under EU or international.
_COUNTRY = {
    "egypt": "EG",
    "morocco": "MA",
    "tunisia": "TN",
    "germany": "DE",
    "belgium": "BE",
    "france": "FR",
    "italy": "IT",
    "eu": "EU",
    "eu-wide": "EU",
    "europe": "EU",
    "international": "INT",
}
_OUTSIDE_EU = frozenset({Country.EG, Country.MA, Country.TN})
SERVED = ("high", "medium")  # low and unverified numbers are never given to anyone


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    country: str  # ISO code, EU or INT
    topic: str
    name: str
    phone: str
    url: str = ""
    hours: str = ""
    languages: str = ""
    free_of_charge: str = ""
    source_url: str = ""
    source_date: str = ""
    confidence: str = "high"

    @property
    def check_first(self) -> bool:
        """Medium confidence: served with 'please check'."""
        return self.confidence == "medium"


def parse_csv(text: str) -> list[Helpline]:
    """The committed sheet. Raises KeyError for a missing column, ValueError for an unknown country."""
    return [
        Helpline(
            country=_code(row["country"]),
            topic=row["topic"].strip(),
            name=row["name"].strip(),
            phone=row["phone"].strip(),
            url=row["url"].strip(),
            hours=row["hours"].strip(),
            languages=row["languages"].strip(),
            free_of_charge=row["free_of_charge"].strip(),
            source_url=row["source_url"].strip(),
            source_date=row["source_date"].strip(),
            confidence=row["confidence"].strip(),
        )
        for row in csv.DictReader(StringIO(text))
    ]


def _code(name: str) -> str:
    key = name.strip().lower()
    if key in _COUNTRY:
        return _COUNTRY[key]
    raise ValueError(f"unknown country '{name}'")


def choose(lines: Iterable[Helpline], topics: Sequence[str], country: Country | None, limit: int = 4) -> list[Helpline]:
    """The lines to show: of the country the person is in, the first topic first, sure ones before others.

    Without a country, or when it has none of these topics: the EU-wide (in the EU) and international ones.
    """
    wanted = {topic: position for position, topic in enumerate(topics)}
    given = [line for line in lines if line.topic in wanted and line.phone and line.confidence in SERVED]
    everywhere = {"INT"} if country in _OUTSIDE_EU else {"EU", "INT"}
    found = [line for line in given if country and line.country == country.value]
    found = found or [line for line in given if line.country in everywhere]
    return sorted(found, key=lambda line: (wanted[line.topic], SERVED.index(line.confidence), line.name))[:limit]
