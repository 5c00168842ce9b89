"""When the desk is open and how long people wait, as the store knows it; and the alarm for who waits too long. Blocking."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors import cases, handover, models
from connectors.events import emit
from connectors.models import DeskHours
from connectors.opening import DeskNow, Opening, usual_wait
from knowledge import opening_hours

RECENT = 20  # answered cases that tell how long it takes
RECENT_FOR = timedelta(days=60)


def look(now: datetime) -> DeskNow:
    """The desk at this moment."""
    row = _hours()
    opening = _opening(row)
    return DeskNow(opening=opening, now=now, wait=usual_wait(_waits(opening, now), timedelta(minutes=row.promise_minutes)))


def overdue(now: datetime) -> list[models.Case]:
    """The open cases that wait longer than they may, the most urgent first."""
    row = _hours()
    opening = _opening(row)
    immediate, others = timedelta(minutes=row.alarm_immediate_minutes), timedelta(minutes=row.alarm_minutes)

    def waits_too_long(found: models.Case) -> bool:
        case = cases.read(found)
        waited = opening.open_between(case.since, now) if case.since else timedelta()
        return handover.is_overdue(case, waited, immediate=immediate, others=others)

    return [found for found in cases.open_ones() if waits_too_long(found)]


def sound_alarms(now: datetime) -> int:
    """Set off the alarm of every case that waits too long, once a wait; how many went off."""
    due = [row for row in overdue(now) if row.overdue_at is None and cases.sound(row, now)]
    for row in due:
        minutes = round((now - (row.since or now)).total_seconds() / 60)
        emit("case_waits_too_long", case=row.id, urgency=row.urgency or None, minutes=minutes)
    return len(due)


def _hours() -> DeskHours:
    return DeskHours.objects.filter(pk=1).first() or DeskHours(pk=1)


def _opening(row: DeskHours) -> Opening:
    return Opening(hours=opening_hours.parse(row.hours), zone=ZoneInfo(row.zone), holidays=frozenset(row.holidays))


def _waits(opening: Opening, now: datetime) -> list[timedelta]:
    answered = models.Case.objects.filter(answered_at__gt=now - RECENT_FOR).order_by("-answered_at")
    pairs = answered.values_list("asked_at", "answered_at")[:RECENT]
    return [opening.open_between(asked, first) for asked, first in pairs if first is not None]
