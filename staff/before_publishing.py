"""What stands before publishing: golden questions are asked of the draft, and words about people in danger need two approvals.

Every way to publish passes here: the article's form, new or not, a translation, an approval on the form or on the home page.
Nothing is decided here for anybody: who publishes sees what would change, and confirms or goes back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Locale
from wagtail.snippets.views.snippets import WorkflowActionView

from knowledge import approval, repository
from knowledge.models import Article
from staff import golden, translating
from staff.article_form import ARTICLE_PANELS

SEEN = "golden_seen"  # what the browser sends back once somebody has seen what would change
PUBLISH = "knowledge.publish_article"
_SEEN_FOR_S = 3600
_SALT = "staff.before_publishing"
_DECIDES = ("action-publish", "action-submit", "action", SEEN)


def before_edit(request: HttpRequest, row: object) -> HttpResponse | None:
    """Wagtail's hook before an article's form is read; None lets it go on."""
    if request.method != "POST" or not isinstance(row, Article):
        return None
    if request.POST.get("action") == "publish":
        draft = translating.translated(row)
        return _publishes(request, draft, {"action": "publish"}) if draft and request.user.has_perm(PUBLISH) else None
    fresh = row.get_latest_revision_as_object()
    if "action-publish" in request.POST and request.user.has_perm(PUBLISH):
        draft = _filled(request, fresh)
        return _publishes(request, draft, {"action-publish": "on"}) if draft else None
    if "action-workflow-action" in request.POST and request.POST.get("workflow-action-name") == "approve":
        return _approves(request, row, _filled(request, fresh))
    return None


def before_create(request: HttpRequest, model: type) -> HttpResponse | None:
    """The same before a new article."""
    if request.method != "POST" or model is not Article or "action-publish" not in request.POST or not request.user.has_perm(PUBLISH):
        return None
    locale = Locale.objects.filter(language_code=request.GET.get("locale", "")).first() or Locale.get_default()
    draft = _filled(request, Article(locale=locale))
    return _publishes(request, draft, {"action-publish": "on"}) if draft else None


class ApprovalView(WorkflowActionView):
    """An approval from the home page, which shows no form: what would change is shown before it counts."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.action_name != "approve":
            return _answer(super().post(request, *args, **kwargs))
        draft = self.task_state.revision.as_object()
        found = None if _has_seen(request, draft) else golden.rehearse(draft)
        if found is None or not found.changes:
            return _answer(super().post(request, *args, **kwargs))
        shown = {**_shown(request, draft, found, {}), "address": self.get_submit_url()}
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            html = "staff/studio/before_publishing_modal.html"
            return _answer(render_modal_workflow(request, html, None, shown, json_data={"step": "action"}))
        return render(request, "staff/studio/before_publishing.html", shown)


def _publishes(request: HttpRequest, draft: Article, wish: dict[str, str]) -> HttpResponse | None:
    """The page that has to be passed first; None when there is none, or it was passed."""
    if approval.needs_two(draft):
        return _needs_two(request, draft)
    if _has_seen(request, draft):
        return None
    found = golden.rehearse(draft)
    if found.changes:
        return render(request, "staff/studio/before_publishing.html", _shown(request, draft, found, wish))
    if found.asked:
        messages.info(request, _("Golden questions asked: %(count)d. Their answers stay.") % {"count": found.asked})
    return None


def _approves(request: HttpRequest, row: Article, draft: Article | None) -> HttpResponse | None:
    """An approval on the form: of the words as they are, so that who approves does not become their author."""
    state = row.current_workflow_task_state
    allowed = state and any(name == "approve" for name, *_rest in state.task.specific.get_actions(row, request.user))
    if not allowed or draft is None or repository.to_article(draft) != repository.to_article(state.revision.as_object()):
        return None  # Wagtail says what is wrong, or keeps the approver's own words as a draft of theirs
    if not _has_seen(request, draft):
        found = golden.rehearse(draft)
        if found.changes:
            wish = {"action-workflow-action": "true", "workflow-action-name": "approve"}
            return render(request, "staff/studio/before_publishing.html", _shown(request, draft, found, wish))
    extra = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
    state.task.specific.on_action(state, request.user, "approve", **extra)
    messages.success(request, _("Approved."))
    return HttpResponseRedirect(reverse("wagtailsnippets_knowledge_article:list"))


def _needs_two(request: HttpRequest, draft: Article) -> HttpResponse:
    """Nobody publishes such words alone: they can be sent for review, with what the form holds."""
    if request.POST.get("action") == "publish":  # a translation's page has no such button, so it is sent at once
        translating.send_for_review(draft, cast(User, request.user))
        messages.success(
            request, _("This is about people in danger: it is published when two other people have approved it. It was sent to them.")
        )
        return HttpResponseRedirect(request.path)
    return render(
        request,
        "staff/studio/needs_two.html",
        {"draft": draft, "fields": _fields(request), "address": request.get_full_path()},
    )


def _filled(request: HttpRequest, row: Article) -> Article | None:
    """The row with the form's words, unsaved; None for a form with mistakes, which Wagtail shows."""
    form = ARTICLE_PANELS.bind_to_model(Article).get_form_class()(request.POST, request.FILES, instance=row, for_user=request.user)
    if not form.is_valid():
        return None
    draft: Article = form.save(commit=False)
    return draft


def _shown(request: HttpRequest, draft: Article, found: golden.Rehearsal, wish: dict[str, str]) -> dict[str, Any]:
    return {
        "draft": draft,
        "found": found,
        "titles": golden.titles(found.changes, request.LANGUAGE_CODE),
        "wish": {**wish, SEEN: signing.dumps(_mark(draft), salt=_SALT)}.items(),
        "fields": _fields(request),
        "approves": "action-publish" not in wish and "action" not in wish,
        "address": request.get_full_path(),
    }


def _fields(request: HttpRequest) -> Iterable[tuple[str, str]]:
    """What the browser sent, to be sent again."""
    kept = [
        name
        for name in request.POST
        if name not in _DECIDES and name != "csrfmiddlewaretoken" and not name.startswith(("workflow-action", "action-workflow"))
    ]
    return [(name, value) for name in kept for value in request.POST.getlist(name)]


def _has_seen(request: HttpRequest, draft: Article) -> bool:
    """Whether what would change was shown for exactly these words."""
    try:
        return bool(signing.loads(request.POST.get(SEEN, ""), salt=_SALT, max_age=_SEEN_FOR_S) == _mark(draft))
    except signing.BadSignature:
        return False


def _mark(draft: Article) -> str:
    article = repository.to_article(draft)
    parts = (
        article.id,
        article.language,
        article.title,
        article.short_answer,
        article.body,
        article.phrasings,
        article.topic,
        article.protection,
    )
    sets = (sorted(article.destination), sorted(article.origin), article.review_by)
    return hashlib.sha256(repr((parts, sets)).encode()).hexdigest()


def _answer(response: Any) -> HttpResponse:
    """Wagtail's views have no types."""
    assert isinstance(response, HttpResponse)
    return response
