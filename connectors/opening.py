"""When the desk is open, and how long people really wait. Pure: the clock is an argument, times are aware."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from knowledge.opening_hours import DAYS, Kind, OpeningHours

LOOK_AHEAD = 60  # days; a desk that opens later than that is called closed without a date
ENOUGH = 5  # answered cases before their median is believed
_MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The week of the desk, in its own time zone."""

    hours: OpeningHours  # SLOTS or ALWAYS; anything else counts as never open
    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()

    def is_open(self, at: datetime) -> bool:
        return any(opens <= at < closes for opens, closes in self._spans(at, days=1))

    def next_opening(self, at: datetime) -> datetime | None:
        """The moment somebody is there again, in the desk's zone; None when that is not foreseeable."""
        return next((opens.astimezone(self.zone) for opens, _ in self._spans(at, days=LOOK_AHEAD) if opens > at), None)

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """How much of that time the desk was open."""
        if end <= start:
            return timedelta()
        days = (end.astimezone(self.zone).date() - start.astimezone(self.zone).date()).days + 1
        spans = self._spans(start, days=days)
        return sum((max(min(closes, end) - max(opens, start), timedelta()) for opens, closes in spans), timedelta())

    def _spans(self, at: datetime, days: int) -> Iterator[tuple[datetime, datetime]]:
        """Open spans in order, from the day before `at`, which may last past midnight, for so many days and one."""
        first = at.astimezone(self.zone).date() - timedelta(days=1)
        for day in (first + timedelta(days=offset) for offset in range(days + 2)):
            if day not in self.holidays:
                yield from (self._span(day, *times) for times in self._times(DAYS[day.weekday()]))

    def _times(self, day: str) -> Iterator[tuple[str, str]]:
        if self.hours.kind is Kind.ALWAYS:
            yield "00:00", "24:00"
        for slot in self.hours.slots if self.hours.kind is Kind.SLOTS else ():
            if any(DAYS.index(first) <= DAYS.index(day) <= DAYS.index(last) for first, last in slot.days):
                yield from slot.times

    def _span(self, day: date, opens: str, closes: str) -> tuple[datetime, datetime]:
        ends = (day + timedelta(days=1), _MIDNIGHT) if closes == "24:00" else (day, time.fromisoformat(closes))
        starts = (day, time.fromisoformat(opens))
        # In UTC: between two times of one zone Python counts what the clock on the wall shows, also when it is put forward.
        return datetime.combine(*starts, self.zone).astimezone(UTC), datetime.combine(*ends, self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskNow:
    """What can be said about the desk at one moment."""

    opening: Opening
    now: datetime
    wait: timedelta  # from the asking to the first human word, in open hours


def usual_wait(waits: Sequence[timedelta], promise: timedelta) -> timedelta:
    """The median of what people really waited, in open hours; the promise while there are too few to tell."""
    return timedelta(seconds=median(wait.total_seconds() for wait in waits)) if len(waits) >= ENOUGH else promise
