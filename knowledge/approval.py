"""Words about people in danger are published when two people, neither of them their author, have approved exactly these words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Revision, TaskState

if TYPE_CHECKING:
    from knowledge.models import Article

NEEDED = 2
CRISIS_REVIEW = "Crisis review"  # the workflow's name, made by a migration of `staff`


def needs_two(row: Article) -> bool:
    """Whether the row is about protection, or was in any language until now: taking the mark off is such a change, too."""
    siblings = type(row).objects.filter(translation_key=row.translation_key, protection=True, live=True)
    return bool(row.protection or siblings.exists())


def is_approved(revision: Revision) -> bool:
    """Whether enough others have approved this very revision."""
    states = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).exclude(finished_by=None)
    approvers = {(state.finished_by_id, state.workflow_state.requested_by_id) for state in states.select_related("workflow_state")}
    return len({user for user, asked in approvers if user not in {asked, revision.user_id}}) >= NEEDED
