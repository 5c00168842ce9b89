"""Reports that were handed over: the only place where they are written and read; and what a report that was not, leaves. Blocking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from connectors import cases
from connectors.errors import Unreadable
from connectors.models import Case, CaseReport, Conversation
from connectors.report import Draft, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    report: Report
    at: datetime


def keep(conversation: Conversation, report: Report, now: datetime) -> None:
    """Lay a report on the desk, in the open case or a new one. The conversation is locked; the caller saves it."""
    row = CaseReport(case=cases.note_down(conversation, now, report.category))
    row.told = report.as_json()
    row.save()


def of_case(case: Case) -> list[Kept]:
    """The reports of a case, oldest first; what nobody can open any more is left out."""
    return _read(case.reports.order_by("at", "id"))


def of_conversation(conversation: UUID) -> list[Kept]:
    """All that a person handed over, oldest first."""
    return _read(CaseReport.objects.filter(case__conversation=conversation).select_related("case__conversation").order_by("at", "id"))


def drop_words(conversation: Conversation, turns: Iterable[str]) -> None:
    """Wipe the messages that told a report which is not handed over, and what was answered to them."""
    ids = [int(turn) for turn in turns if turn.isdigit()]
    conversation.inbox.filter(id__in=ids).update(sealed=b"")
    conversation.outbox.filter(inbox__in=ids).delete()


def wipe_draft(conversation: Conversation) -> None:
    """Nothing stays of a report that was begun and left. The conversation is locked."""
    try:
        draft = Draft.from_json(conversation.telling) if conversation.telling else None
        conversation.telling = None
    except Unreadable:  # without its key nobody can read it anyway
        draft = None
    if draft:
        drop_words(conversation, draft.turns)
    conversation.telling_until = None
    conversation.save(update_fields=["sealed_memory", "telling_until"])


def is_over(conversation: Conversation, now: datetime) -> bool:
    """Whether a report was left for so long that it no longer counts."""
    return conversation.telling_until is not None and conversation.telling_until < now


def _read(rows: Iterable[CaseReport]) -> list[Kept]:
    found = []
    for row in rows:
        try:
            found.append(Kept(report=Report.from_json(row.told), at=row.at))
        except (Unreadable, TypeError):
            continue
    return found
