"""What people ask: open questions in groups, and from a group in one step to a phrasing, a new article, or 'not for us'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, re_path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from connectors.models import UnansweredQuestion
from knowledge.article import Corridor
from staff import asked_export, asking, settling, unanswered
from staff.articles import today
from staff.errors import CannotSettle
from staff.models import SettledQuestion
from staff.studio_forms import ArticleChoice
from staff.studio_views import InStudio
from staff.unanswered import Cluster

SHOWN = 25
_HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}


class Step(forms.Form):
    """What to make of a group: `questions` are the ids of its members, `words` the one whose words are used."""

    step = forms.ChoiceField(choices=SettledQuestion.Outcome.choices)
    questions = forms.CharField(max_length=30_000)
    words = forms.IntegerField(required=False)
    article = ArticleChoice(nothing=" ", required=False)

    def clean_questions(self) -> list[int]:
        try:
            return [int(part) for part in self.cleaned_data["questions"].split(",")]
        except ValueError as exc:
            raise forms.ValidationError("ids") from exc


class AskedView(InStudio, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "comment"
    page_title = gettext_lazy("What people ask")
    breadcrumbs_items = (_HOME, {"url": "", "label": gettext_lazy("What people ask")})
    template_name = "staff/studio/asked.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = groups(today())
        shown = found[:SHOWN]
        articles: Any = ArticleChoice(nothing=_("Choose…")).choices if shown else ()
        return super().get_context_data(
            clusters=[(cluster, suggested(cluster)) for cluster in shown],
            articles=list(articles),
            questions=sum(cluster.count for cluster in found),
            more=len(found) - len(shown),
            k=unanswered.K,
            alone=asking.encoder() is None,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = Step(request.POST)
        if not form.is_valid():
            messages.error(request, _("Choose an article first."))
            return HttpResponseRedirect(reverse("staff_asked:list"))
        data = form.cleaned_data
        rows = list(UnansweredQuestion.objects.filter(pk__in=data["questions"], settled=None))
        words = next((row for row in rows if row.pk == data["words"]), rows[0] if rows else None)
        if words is None:
            messages.warning(request, _("Somebody else was faster: this group is settled."))
            return HttpResponseRedirect(reverse("staff_asked:list"))
        try:
            with transaction.atomic():
                address = self._take(SettledQuestion.Outcome(data["step"]), rows, words, data["article"])
        except CannotSettle as exc:
            messages.error(request, str(exc))
            address = reverse("staff_asked:list")
        return HttpResponseRedirect(address)

    def _take(self, step: SettledQuestion.Outcome, rows: Sequence[UnansweredQuestion], words: UnansweredQuestion, article: str) -> str:
        """Do it, and say where to go on."""
        user = cast(User, self.request.user)
        settling.settle(rows, step, article if step == SettledQuestion.Outcome.PHRASING else "", user)
        match step:
            case SettledQuestion.Outcome.PHRASING:
                row = settling.add_phrasing(words, article, user)
                messages.success(self.request, _("It stands in the draft of this article as a phrasing. Publish it to have it found."))
                return reverse("wagtailsnippets_knowledge_article:edit", args=[row.pk])
            case SettledQuestion.Outcome.DRAFT:
                query = urlencode({"locale": settling.language(words), "asked": words.pk})
                return f"{reverse('wagtailsnippets_knowledge_article:add')}?{query}"
        messages.success(self.request, _("Put aside: not for us."))
        return reverse("staff_asked:list")


class AskedExportView(InStudio, View):
    """The same as a table, for other programs."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        rows = asked_export.rows(groups(today()))
        body, media = (asked_export.xlsx(rows), asked_export.XLSX) if kind == "xlsx" else (asked_export.csv(rows), asked_export.CSV)
        name = f'attachment; filename="what-people-ask-{today().isoformat()}.{kind}"'
        return HttpResponse(body, content_type=media, headers={"Content-Disposition": name})


def groups(day: date) -> list[Cluster]:
    return unanswered.grouped(unanswered.open_questions(), day)


def suggested(cluster: Cluster) -> str:
    """The article nearest to the newest question of a group; "" when there is none."""
    newest = cluster.questions[0]
    hits = asking.searcher().search(newest.text, newest.variety, Corridor()).hits
    return hits[0].article if hits else ""


URLS = (
    [
        path("", AskedView.as_view(), name="list"),
        re_path(r"^export\.(?P<kind>csv|xlsx)$", AskedExportView.as_view(), name="export"),
    ],
    "staff_asked",
)
