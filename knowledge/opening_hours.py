"""When a line answers, in the small notation of the helpline sheet. Pure.

`24/7`, `office` (office hours, times not known), `varies` (differs from place to place), `unknown`, or days and times:
`mo-fr 09:00-17:00`, `mo-su 09:00-12:30,13:30-16:00`, `tu-th 09:30-16:30; mo,fr 09:30-13:00`. A `?` at the end: not confirmed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_DAY = "|".join(DAYS)
_SLOT = re.compile(rf"(?P<days>(?:{_DAY})(?:-(?:{_DAY}))?(?:,(?:{_DAY})(?:-(?:{_DAY}))?)*)(?: (?P<times>\S+))?")
_TIMES = re.compile(r"(?:[01]\d|2[0-4]):[0-5]\d-(?:[01]\d|2[0-4]):[0-5]\d")


class Kind(StrEnum):
    ALWAYS = "24/7"
    OFFICE = "office"
    VARIES = "varies"
    UNKNOWN = "unknown"
    SLOTS = "slots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Some days, as ranges of first and last, and the times on them; no times: it is not known when on these days."""

    days: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        days = ",".join(first if first == last else f"{first}-{last}" for first, last in self.days)
        return " ".join(filter(None, [days, ",".join(f"{opens}-{closes}" for opens, closes in self.times)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    kind: Kind
    slots: tuple[Slot, ...] = ()
    confirmed: bool = True

    def __str__(self) -> str:
        """The notation `parse` reads."""
        text = "; ".join(map(str, self.slots)) if self.kind is Kind.SLOTS else self.kind.value
        return text if self.confirmed else f"{text}?"


UNKNOWN = OpeningHours(kind=Kind.UNKNOWN)


def parse(text: str) -> OpeningHours:
    """Raises ValueError, with the reason, for what is not of the notation.

    >>> str(parse("tu-th 09:30-16:30;mo,fr 09:30-13:00?"))
    'tu-th 09:30-16:30; mo,fr 09:30-13:00?'
    """
    written = text.strip()
    confirmed = not written.endswith("?")
    written = written.removesuffix("?").strip()
    if written in set(Kind) - {Kind.SLOTS}:
        return OpeningHours(kind=Kind(written), confirmed=confirmed)
    slots = tuple(_slot(part.strip()) for part in written.split(";"))
    return OpeningHours(kind=Kind.SLOTS, slots=slots, confirmed=confirmed)


def _slot(text: str) -> Slot:
    match = _SLOT.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is no opening time: write 24/7, office, varies, unknown or e.g. 'mo-fr 09:00-17:00'")
    days = tuple(_days(part) for part in match["days"].split(","))
    return Slot(days=days, times=tuple(_times(part) for part in match["times"].split(",")) if match["times"] else ())


def _days(text: str) -> tuple[str, str]:
    first, _, last = text.partition("-")
    if last and DAYS.index(first) >= DAYS.index(last):
        raise ValueError(f"'{text}' ends before it begins")
    return first, last or first


def _times(text: str) -> tuple[str, str]:
    if not _TIMES.fullmatch(text):
        raise ValueError(f"'{text}' is no time: write e.g. 09:00-17:00")
    opens, _, closes = text.partition("-")
    if opens >= closes or closes > "24:00":
        raise ValueError(f"'{text}' ends before it begins")
    return opens, closes
