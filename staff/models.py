"""What staff keep: a review by somebody else, which Wagtail lacks, ready replies, golden questions, and what became of others."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from connectors.models import UnansweredQuestion
from knowledge.models import VARIETIES, Article


class ApprovalByAnother(AbstractGroupApprovalTask):
    """Approved by a member of the groups who neither asked for the review, nor wrote it, nor approved it at an earlier step."""

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
        approved = TaskState.objects.filter(status=TaskState.STATUS_APPROVED, finished_by=user)
        return (
            states.exclude(workflow_state__requested_by=user).exclude(revision__user=user).exclude(revision__in=approved.values("revision"))
        )

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


class GoldenQuestion(models.Model):
    """A question whose answer must stay right: the article it must be answered with, or that nothing of ours answers it."""

    text = models.TextField(_("question"), max_length=500)
    variety = models.CharField(_("variety"), max_length=8, choices=[(code.value, name) for code, name in VARIETIES.items()])
    expected = models.CharField(_("expected article"), max_length=80, blank=True)  # slug; "" = no answer
    origin = models.CharField(_("from"), max_length=2, blank=True)  # what is remembered of the person
    destination = models.CharField(_("to"), max_length=2, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("golden question")
        verbose_name_plural = _("golden questions")
        ordering = ("expected", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["text", "origin", "destination"], name="golden_once", violation_error_message=_("It is already there.")
            )
        ]

    def __str__(self) -> str:
        return self.text


class SettledQuestion(models.Model):
    """What became of an unanswered question. It goes when the question goes."""

    class Outcome(models.TextChoices):
        PHRASING = "phrasing", _("Added to an article as a phrasing")
        DRAFT = "draft", _("An article is being written")
        NOT_FOR_US = "not_for_us", _("Not for us")

    question = models.OneToOneField(UnansweredQuestion, on_delete=models.CASCADE, primary_key=True, related_name="settled")
    outcome = models.CharField(max_length=12, choices=Outcome)
    article = models.CharField(max_length=80, blank=True)  # slug
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)


def _is_own(state: TaskState, user: User) -> bool:
    if user.pk in {state.workflow_state.requested_by_id, state.revision.user_id}:
        return True
    return bool(TaskState.objects.filter(revision=state.revision, status=TaskState.STATUS_APPROVED, finished_by=user).exists())
