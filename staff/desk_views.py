"""The pages of the desk. Only those who may change conversations see them; every reading is noted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from connectors.models import Channel, Conversation, Holder
from staff import desk, words
from staff.errors import Overtaken

PERMISSION = "connectors.change_conversation"
REPLY_LIMIT = 4000  # one message on every channel
SHOWN = 100


class ReplyForm(forms.Form):
    text = forms.CharField(
        max_length=REPLY_LIMIT, label=gettext_lazy("Your answer"), widget=forms.Textarea(attrs={"dir": "auto", "rows": 5})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


@method_decorator(never_cache, name="dispatch")
class DeskView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What both pages have in common: who may see them, and that no cache keeps them."""

    permission_required = PERMISSION
    raise_exception = True
    header_icon = "comment"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "now": datetime.now(UTC)}


class ConversationsView(DeskView):
    page_title = gettext_lazy("Conversations")
    breadcrumbs_items = (
        {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")},
        {"url": "", "label": gettext_lazy("Conversations")},
    )
    template_name = "staff/desk/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {
                "row": row,
                "channel": Channel(row.channel).label,
                "language": words.LANGUAGES.get(row.language, ""),
                "countries": _countries(row),
                "waits": row.holder == Holder.REQUESTED,
            }
            for row in desk.asked_for_a_person()[:SHOWN]
        ]
        return super().get_context_data(rows=rows, **kwargs)


class ConversationView(DeskView):
    page_title = gettext_lazy("Conversation")
    template_name = "staff/desk/conversation.html"
    breadcrumbs_items = (
        {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")},
        {"url": reverse_lazy("staff_desk:list"), "label": gettext_lazy("Conversations")},
        {"url": "", "label": gettext_lazy("Conversation")},
    )

    def get(self, request: HttpRequest, *args: Any, pk: UUID, **kwargs: Any) -> HttpResponse:
        return self._page(pk)

    def post(self, request: HttpRequest, *args: Any, pk: UUID, **kwargs: Any) -> HttpResponse:
        """One of the three steps, named by the button; anything that no longer fits shows the page again."""
        get_object_or_404(Conversation, pk=pk)
        match request.POST.get("step"):
            case "take":
                return self._step(
                    pk, lambda: desk.take_over(pk, self._caseworker()), _("You speak with this person now; the assistant is silent.")
                )
            case "return":
                return self._step(pk, lambda: desk.hand_back(pk, self._caseworker()), _("The assistant answers again."))
            case "reply":
                return self._reply(request, pk)
            case _:
                return HttpResponse(status=400)

    def _caseworker(self) -> User:
        """Who is signed in; `permission_required` lets nobody else in here."""
        return cast(User, self.request.user)

    def _step(self, pk: UUID, take: Any, done: str) -> HttpResponse:
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
            desk.reply(pk, text, seen, self._caseworker())
        except Overtaken:
            messages.warning(request, _("The conversation went on meanwhile. Your answer was not sent: read on, then send it again."))
            return self._page(pk, ReplyForm(initial={"text": text}))
        messages.success(request, _("Your answer is on its way."))
        return HttpResponseRedirect(reverse("staff_desk:conversation", args=[pk]))

    def _page(self, pk: UUID, form: ReplyForm | None = None) -> HttpResponse:
        row = get_object_or_404(Conversation, pk=pk)
        desk.note_reading(row, self._caseworker())
        form = form or ReplyForm()
        form.initial["seen"] = row.next_seq
        return self.render_to_response(self.get_context_data(**_facts(row), form=form, lines=desk.exchange(row)))


def _facts(row: Conversation) -> dict[str, Any]:
    """What the page shows about a conversation besides the words."""
    window_closed = row.channel == Channel.WHATSAPP and (row.window_expires_at is None or row.window_expires_at <= datetime.now(UTC))
    return {
        "conversation": row,
        "channel": Channel(row.channel).label,
        "language": words.LANGUAGES.get(row.language, row.language),
        "countries": _countries(row),
        "waits": row.holder == Holder.REQUESTED,
        "held": row.holder == Holder.PERSON,
        "window_closed": window_closed,
    }


def _countries(row: Conversation) -> str:
    """From where, to where; where the person is."""
    way = (" ← " if get_language_bidi() else " → ").join(_name(code) for code in (row.origin, row.destination) if code)
    here = _("now in %(country)s") % {"country": _name(row.present_in)} if row.present_in else ""
    return " · ".join(part for part in (way, here) if part)


def _name(code: str) -> str:
    return str(words.HELPLINE_COUNTRIES.get(code, code))


URLS = (
    [path("", ConversationsView.as_view(), name="list"), path("<uuid:pk>/", ConversationView.as_view(), name="conversation")],
    "staff_desk",
)
