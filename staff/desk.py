"""The desk's steps: take over, answer, note, transfer, put back, hand back, close.

`connectors.handover` decides whether a step fits; every step locks the conversation, so that it and the worker's turns come
one after the other, and leaves its trace in the audit log, without words.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log

from connectors import case_notes, cases, erasure, handover, outbox
from connectors.errors import DoesNotFit
from connectors.handover import Case, Outcome
from connectors.message import Reply
from connectors.models import Case as CaseRow
from connectors.models import Conversation, Holder
from staff.errors import Overtaken

PERMISSION = "connectors.change_conversation"


def case_of(conversation: Conversation) -> CaseRow | None:
    """The open case, else the last one."""
    newest = conversation.cases.select_related("held_by").order_by("-id")  # through the row, so that its key is opened once
    return newest.exclude(stage=Holder.CLOSED).first() or newest.first()


def caseworkers() -> list[User]:
    """Who may hold a conversation."""
    app, _, codename = PERMISSION.partition(".")
    may = Permission.objects.filter(content_type__app_label=app, codename=codename)
    able = Q(is_superuser=True) | Q(groups__permissions__in=may) | Q(user_permissions__in=may)
    return list(User.objects.filter(able, is_active=True).distinct().order_by("username"))


def note_reading(conversation: Conversation, user: User) -> None:
    """Who read whose conversation, and when: kept apart from the words."""
    log(instance=conversation, action="staff.conversation.read", user=user)


def take_over(conversation: UUID, user: User) -> None:
    """The assistant falls silent. Raises Overtaken when nobody waits there any more."""
    _step(conversation, user, "taken", lambda case: handover.take(case, user.pk, _now()))


def transfer(conversation: UUID, to: User, user: User) -> None:
    """Another caseworker goes on, or oneself with a colleague's. Raises Overtaken when no person holds it."""
    _step(conversation, user, "transferred", lambda case: handover.transfer(case, to.pk))


def put_back(conversation: UUID, user: User) -> None:
    """Back into the queue; the assistant answers meanwhile. Raises Overtaken when no person holds it."""
    _step(conversation, user, "put_back", lambda case: handover.put_back(case, _now()))


def hand_back(conversation: UUID, user: User) -> None:
    """The assistant answers again. Raises Overtaken when no person holds it."""
    _step(conversation, user, "handed_back", lambda case: handover.hand_back(case, _now()))


def close(conversation: UUID, outcome: Outcome, user: User) -> None:
    """End the case; the assistant answers the next message. Raises Overtaken when no person holds it."""
    _step(conversation, user, "closed", lambda case: handover.close(case, outcome, _now()))


def reply(conversation: UUID, text: str, seen: int, user: User) -> None:
    """Queue a caseworker's words, once.

    `seen` is the conversation's `next_seq` when the page was opened: after a second click, or a colleague's
    answer, it no longer fits. Raises Overtaken then, and when the caseworker does not hold the conversation.
    """
    with transaction.atomic():
        row = _changed(conversation, lambda case: handover.answer(case, user.pk, _now()))
        if row.next_seq != seen:
            raise Overtaken
        outbox.queue_reply(row, Reply(text=text, language=row.language or "en"), user.pk)
        log(instance=row, action="staff.conversation.answered", user=user)


def note(conversation: UUID, text: str, user: User) -> None:
    """Leave a note for colleagues; it is never sent. Raises Overtaken when the request was erased meanwhile."""
    with transaction.atomic():
        row = Conversation.objects.select_for_update().get(id=conversation)
        erasure.make_usable(row)
        case = case_of(row)
        if case is None:
            raise Overtaken
        case_notes.write(case, user.pk, text)
        log(instance=row, action="staff.conversation.noted", user=user)


def _step(conversation: UUID, user: User, name: str, step: Callable[[Case], Case]) -> None:
    with transaction.atomic():
        log(instance=_changed(conversation, step), action=f"staff.conversation.{name}", user=user)


def _changed(conversation: UUID, step: Callable[[Case], Case]) -> Conversation:
    try:
        return cases.change(conversation, step)
    except DoesNotFit as exc:
        raise Overtaken from exc


def _now() -> datetime:
    return datetime.now(UTC)
