"""What staff keep: a review by somebody else, which Wagtail lacks, and ready replies for the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from knowledge.models import Article


class ApprovalByAnother(AbstractGroupApprovalTask):
    """Approved by a member of the groups who neither asked for the review nor wrote what is reviewed."""

    class Meta:
        verbose_name = _("approval by another person")
        verbose_name_plural = _("approvals by another person")

    def get_actions(self, obj: Article, user: User) -> list[tuple[str, str, bool]]:
        """Without 'approve' for the person whose words these are."""
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        state = obj.current_workflow_task_state
        if state is None or not _is_own(state, user):
            return actions
        return [action for action in actions if action[0] != "approve"]

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user).exclude(revision__user=user)

    @classmethod
    def get_description(cls) -> str:
        return str(_("Members of the chosen groups approve what somebody else wrote"))


class CannedReply(models.Model):
    """Words a caseworker sends often, in every language people are answered in: who writes chooses, nothing is sent by itself."""

    name = models.CharField(max_length=60, unique=True)
    text_ar = models.TextField(max_length=1000)
    text_fr = models.TextField(max_length=1000)
    text_en = models.TextField(max_length=1000)
    text_it = models.TextField(max_length=1000)
    text_de = models.TextField(max_length=1000)

    class Meta:
        verbose_name = _("ready reply")
        verbose_name_plural = _("ready replies")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def text(self, language: str) -> str:
        """The words in a language; in English for one we do not answer in."""
        return str(getattr(self, f"text_{language}", self.text_en))


def _is_own(state: TaskState, user: User) -> bool:
    return user.pk in {state.workflow_state.requested_by_id, state.revision.user_id}
