"""The pages of the desk. Only those who may change conversations see them; every opening of one is noted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from connectors import case_notes
from connectors.handover import Outcome
from connectors.models import Case, Conversation, Holder
from staff import desk, desk_queue, insertable, summary, told, words
from staff.errors import Overtaken
from staff.exchange import exchange

REPLY_LIMIT = 4000  # one message on every channel
_HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}


class ReplyForm(forms.Form):
    text = forms.CharField(
        max_length=REPLY_LIMIT, label=gettext_lazy("Your answer"), widget=forms.Textarea(attrs={"dir": "auto", "rows": 4})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(forms.Form):
    note = forms.CharField(max_length=2000)


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(choices=words.choices(words.OUTCOMES), label=gettext_lazy("Outcome"))


class TransferForm(forms.Form):
    to = forms.ModelChoiceField(queryset=User.objects.none(), label=gettext_lazy("Transfer to"))

    def __init__(self, *args: Any, without: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = [user.pk for user in desk.caseworkers() if user.pk != without]
        cast(Any, self.fields["to"]).queryset = User.objects.filter(pk__in=colleagues).order_by("username")


@method_decorator(never_cache, name="dispatch")
class OnDesk(PermissionRequiredMixin):
    """Who may see it; no cache keeps it."""

    permission_required = desk.PERMISSION
    raise_exception = True
    request: HttpRequest

    def caseworker(self) -> User:
        """Who is signed in; `permission_required` lets nobody else in here."""
        return cast(User, self.request.user)


class ConversationsView(OnDesk, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "comment"
    page_title = gettext_lazy("Conversations")
    breadcrumbs_items = (_HOME, {"url": "", "label": gettext_lazy("Conversations")})
    template_name = "staff/desk/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_queue(self.caseworker()), **kwargs)


class QueueView(OnDesk, View):
    """The queue alone, for a page that is open: nothing when it is as the page has it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = _queue(self.caseworker())
        html = render_to_string("staff/desk/queue.html", found, request)
        return _live(request, html, news=found["queue"].to_answer, alarms=len(found["queue"].alarms))


class ConversationView(OnDesk, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "comment"
    page_title = gettext_lazy("Conversation")
    template_name = "staff/desk/conversation.html"
    breadcrumbs_items = (
        _HOME,
        {"url": reverse_lazy("staff_desk:list"), "label": gettext_lazy("Conversations")},
        {"url": "", "label": gettext_lazy("Conversation")},
    )

    def get(self, request: HttpRequest, *args: Any, pk: UUID, **kwargs: Any) -> HttpResponse:
        return self._page(pk)

    def post(self, request: HttpRequest, *args: Any, pk: UUID, **kwargs: Any) -> HttpResponse:
        """One step, named by the button; anything that no longer fits shows the page again."""
        get_object_or_404(Conversation, pk=pk)
        step = str(request.POST.get("step"))
        if step == "reply":
            return self._reply(request, pk)
        taken = self._steps(request, pk).get(step)
        return self._step(pk, *taken) if taken else HttpResponse(status=400)

    def _steps(self, request: HttpRequest, pk: UUID) -> dict[str, tuple[Callable[[], None], str]]:
        user = self.caseworker()
        steps: dict[str, tuple[Callable[[], None], str]] = {
            "take": (lambda: desk.take_over(pk, user), _("You speak with this person now; the assistant is silent.")),
            "take_from": (lambda: desk.transfer(pk, user, user), _("You speak with this person now; the assistant is silent.")),
            "put_back": (lambda: desk.put_back(pk, user), _("It is back in the queue; the assistant answers meanwhile.")),
            "return": (lambda: desk.hand_back(pk, user), _("The assistant answers again.")),
        }
        closing, note, moving = CloseForm(request.POST), NoteForm(request.POST), TransferForm(request.POST)
        if closing.is_valid():
            outcome = Outcome(closing.cleaned_data["outcome"])
            steps["close"] = lambda: desk.close(pk, outcome, user), _("Closed. The assistant answers the next message.")
        if note.is_valid():
            steps["note"] = lambda: desk.note(pk, note.cleaned_data["note"], user), _("Your note is kept; it is not sent.")
        if moving.is_valid():
            steps["transfer"] = lambda: desk.transfer(pk, moving.cleaned_data["to"], user), _("Your colleague goes on.")
        return steps

    def _step(self, pk: UUID, take: Callable[[], None], done: str) -> HttpResponse:
        try:
            take()
        except Overtaken:
            messages.warning(self.request, _("Somebody else was faster: this is how the conversation stands now."))
        else:
            messages.success(self.request, done)
        return HttpResponseRedirect(reverse("staff_desk:conversation", args=[pk]))

    def _reply(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = ReplyForm(request.POST)
        if not form.is_valid():
            return self._page(pk, form)
        text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
        try:
            desk.reply(pk, text, seen, self.caseworker())
        except Overtaken:
            messages.warning(request, _("The conversation went on meanwhile. Your answer was not sent: read on, then send it again."))
            return self._page(pk, ReplyForm(initial={"text": text}))
        return HttpResponseRedirect(reverse("staff_desk:conversation", args=[pk]) + "#answer")

    def _page(self, pk: UUID, form: ReplyForm | None = None) -> HttpResponse:
        row = get_object_or_404(Conversation, pk=pk)
        desk.note_reading(row, self.caseworker())
        form = form or ReplyForm()
        form.initial["seen"] = row.next_seq
        case, user, reader = desk.case_of(row), self.caseworker(), self.request.LANGUAGE_CODE
        language = row.language or "en"
        return self.render_to_response(
            self.get_context_data(
                **_state(row, case, user),
                form=form,
                facts=summary.shown(row, case, reader),
                notes=case_notes.read(case) if case else [],
                told=told.tables(case) if case else [],
                ready=insertable.ready_replies(language, reader),
                closing=CloseForm(),
                moving=TransferForm(without=case.held_by_id if case else None),
                language=language,
            )
        )


class ExchangeView(OnDesk, View):
    """The words and how it stands, for a page that is open: nothing when it is as the page has it."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = get_object_or_404(Conversation, pk=pk)
        state = _state(row, desk.case_of(row), self.caseworker())
        html = render_to_string("staff/desk/exchange.html", state, request)
        news = sum(line.speaker == "asker" for line in state["lines"])
        return _live(request, html, news=news, alarms=int(state["call"]), seen=row.next_seq, standing=state["standing"])


class SummaryView(OnDesk, View):
    """What the person asked, for a machine: codes and times, no words."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row = get_object_or_404(Conversation, pk=pk)
        return JsonResponse(summary.summary(row, desk.case_of(row)))


class ArticlesView(OnDesk, View):
    """Articles to put into an answer, in the person's language."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked, language = request.GET.get("q", "")[:100], request.GET.get("language", "")[:2]
        found = insertable.articles(asked, language, str(request.LANGUAGE_CODE))
        return JsonResponse({"articles": [asdict(item) for item in found]})


def _queue(user: User) -> dict[str, Any]:
    return {"queue": desk_queue.queue(user.pk), "urgencies": words.URGENCIES, "now": datetime.now(UTC)}


def _live(request: HttpRequest, html: str, **facts: Any) -> HttpResponse:
    """The part of the page with its mark; 204 when the page already has this mark."""
    mark = hashlib.sha256(html.encode()).hexdigest()[:16]
    if request.GET.get("mark") == mark:
        return HttpResponse(status=204)
    return JsonResponse({"html": html, "mark": mark, **facts})


def _state(row: Conversation, case: Case | None, user: User) -> dict[str, Any]:
    """The words, who holds the conversation, and what stands in the way of an answer."""
    held = row.holder == Holder.PERSON
    mine = held and case is not None and case.held_by_id == user.pk
    return {
        "conversation": row,
        "case": case,
        "lines": exchange(row) if case else [],  # without a case it was erased, or nobody asked us to read it
        "waits": row.holder in {Holder.REQUESTED, Holder.WAITING},
        "held": held,
        "mine": mine,
        "call": bool(case and case.call_at),
        "call_about": words.CATEGORIES.get(case.call_category, "") if case else "",
        "ending": words.ENDINGS.get(case.ending, "") if case else "",
        "outcome": words.OUTCOMES.get(cast(Outcome, case.outcome), "") if case else "",
        "minutes_left": summary.minutes_left(row),
        "standing": f"{row.holder}:{case.held_by_id if case else ''}",
    }


URLS = (
    [
        path("", ConversationsView.as_view(), name="list"),
        path("queue/", QueueView.as_view(), name="queue"),
        path("articles/", ArticlesView.as_view(), name="articles"),
        path("<uuid:pk>/", ConversationView.as_view(), name="conversation"),
        path("<uuid:pk>/exchange/", ExchangeView.as_view(), name="exchange"),
        path("<uuid:pk>/summary/", SummaryView.as_view(), name="summary"),
    ],
    "staff_desk",
)
