"""What has come of age is erased: words, ids, idle conversations, questions, the staff's log. Blocking, in batches.

The clock is an argument. A message that still waits for its answer is never touched: it is not kept, it is being worked on.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from connectors import case_reports, cases, erasure
from connectors.models import CaseNote, CaseReport, Conversation, Holder, Inbox, InboxState, Outbox, OutboxState, UnansweredQuestion

BATCH = 500
_NOBODY_WAITS = (Holder.BOT, Holder.CLOSED)
_UNSENT = (OutboxState.QUEUED, OutboxState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Days for which each kind is kept."""

    words: int = 30
    idle: int = 30
    message_ids: int = 30
    questions: int = 90
    audit: int = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """How many of each kind went."""

    words: int = 0
    replies: int = 0
    notes: int = 0
    reports: int = 0
    drafts: int = 0
    ids: int = 0
    conversations: int = 0
    questions: int = 0
    readings: int = 0

    def any(self) -> bool:
        return any(asdict(self).values())


def tidy(now: datetime, rules: Rules) -> Tidied:
    """Erase everything that is older than its rule."""
    return Tidied(
        conversations=_erase_idle(_before(now, rules.idle), now),
        words=_erase_words(_before(now, rules.words)),
        replies=_delete(Outbox.objects.filter(created_at__lt=_before(now, rules.words))),
        notes=_delete(CaseNote.objects.filter(at__lt=_before(now, rules.words))),
        reports=_delete(CaseReport.objects.filter(at__lt=_before(now, rules.words))),
        drafts=_wipe_drafts(now),
        ids=_delete(_answered(_before(now, max(rules.message_ids, rules.words)))),
        questions=_delete(UnansweredQuestion.objects.filter(at__lt=_before(now, rules.questions).date())),
        readings=_delete_log(_before(now, rules.audit)),
    )


def _before(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _answered(before: datetime) -> QuerySet[Inbox]:
    return Inbox.objects.filter(received_at__lt=before).exclude(state=InboxState.NEW)


def _erase_words(before: datetime) -> int:
    """The words of messages whose keyed ids are still needed against repeats."""
    return _answered(before).exclude(sealed=b"").update(sealed=b"")


def _erase_idle(before: datetime, now: datetime) -> int:
    """Conversations in which nobody has written for long: the key and all that it opens, and the row when nobody waits for a person.

    An open request stays on the desk, without words, until a caseworker ends it. Of an ended one that it was, and when.
    """
    count = 0
    while rows := _erase_some(before, now):
        count += rows
    return count


@transaction.atomic
def _erase_some(before: datetime, now: datetime) -> int:
    waiting = Inbox.objects.filter(conversation=OuterRef("pk"), state=InboxState.NEW)
    unsent = Outbox.objects.filter(conversation=OuterRef("pk"), state__in=_UNSENT, created_at__gte=before)
    recent = Outbox.objects.filter(conversation=OuterRef("pk"), created_at__gte=before)  # a person may have written to them lately
    quiet = Q(last_inbound_at__lt=before) | Q(last_inbound_at=None, created_at__lt=before)
    # A row without a key has been through this; it stays while a request for a person is open.
    left = Q(holder__in=_NOBODY_WAITS) | ~Q(wrapped_key=None)
    found = Conversation.objects.filter(quiet, left).exclude(Exists(waiting)).exclude(Exists(unsent)).exclude(Exists(recent))
    rows = list(found.select_for_update(skip_locked=True).order_by("id")[:BATCH])
    for row in rows:
        erasure.doom(row)
        if row.holder in _NOBODY_WAITS:
            cases.erase(row, now)
            row.delete()
        else:
            erasure.empty(row)
    return len(rows)


@transaction.atomic
def _wipe_drafts(now: datetime) -> int:
    """Reports that were begun and left: nobody said yes, so nothing of them stays."""
    rows = list(Conversation.objects.filter(telling_until__lt=now).select_for_update(skip_locked=True).order_by("id")[:BATCH])
    for row in rows:
        case_reports.wipe_draft(row)
    return len(rows)


def _delete(found: QuerySet[Any]) -> int:
    """In batches, so that no lock lasts long."""
    count = 0
    while ids := list(found.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        found.model._default_manager.filter(pk__in=ids).delete()
        count += len(ids)
    return count


def _delete_log(before: datetime) -> int:
    """From Wagtail's tables of who did what; staff writes them, and this room does not import staff."""
    logs = [apps.get_model("wagtailcore", name)._default_manager for name in ("ModelLogEntry", "PageLogEntry")]
    return sum([_delete(log.filter(timestamp__lt=before)) for log in logs])
