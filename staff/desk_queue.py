"""Who is on the desk, the most urgent first, and what was erased there lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from connectors import cases, desk_hours
from connectors.handover import Ending
from connectors.models import Case, Channel, Conversation, Holder
from staff import words
from staff.summary import countries

SHOWN = 200
TOMBSTONES_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One conversation of the queue, as a line shows it."""

    conversation: UUID
    waits: bool  # for somebody to take it
    asked_at: datetime
    since: datetime | None  # since when the person waits for a word of ours
    just_now: bool  # less than a minute
    urgency: str
    category: str
    call: bool  # a call for help came in, and nobody has answered it yet
    overdue: bool
    held_by: str
    mine: bool
    channel: str
    language: str
    countries: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    entries: list[Entry]
    erased: list[Case]  # requests that people erased: nothing else is known of them

    @property
    def waiting(self) -> int:
        return sum(entry.waits for entry in self.entries)

    @property
    def alarms(self) -> list[Entry]:
        """What comes before all else: unanswered calls for help, and who waits too long."""
        return [entry for entry in self.entries if entry.call or entry.overdue]

    @property
    def to_answer(self) -> int:
        """How many wait for a human word: grows when there is news."""
        return sum(entry.since is not None for entry in self.entries)


def queue(user: int, now: datetime | None = None) -> Queue:
    """The desk as `user` sees it."""
    moment = now or datetime.now(UTC)
    late = {row.pk for row in desk_hours.overdue(moment)}
    rows = [(row, row.conversation) for row in cases.open_ones()[:SHOWN]]
    erased = Case.objects.filter(ending=Ending.ERASED, ended_at__gt=moment - TOMBSTONES_FOR).order_by("-ended_at")[:SHOWN]
    return Queue(entries=[_entry(row, talk, user, row.pk in late, moment) for row, talk in rows if talk], erased=list(erased))


def _entry(row: Case, talk: Conversation, user: int, overdue: bool, now: datetime) -> Entry:
    return Entry(
        conversation=talk.pk,
        waits=row.stage != Holder.PERSON,
        asked_at=row.asked_at,
        since=row.since,
        just_now=row.since is not None and now - row.since < timedelta(minutes=1),
        urgency=row.urgency,
        category=str(words.CATEGORIES.get(row.category, "")),
        call=row.call_at is not None,
        overdue=overdue,
        held_by=row.held_by.get_username() if row.held_by else "",
        mine=row.held_by_id == user,
        channel=Channel(talk.channel).label,
        language=words.LANGUAGES.get(talk.language, ""),
        countries=countries(talk),
    )
