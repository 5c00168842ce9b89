"""The pages of the studio: try a question, and see how the golden ones stand. For whoever writes articles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from knowledge.article import Language
from knowledge.models import VARIETIES
from staff import asking, golden
from staff.studio_forms import GoldenForm, Question
from staff.trying import Trial, attempt

PERMISSION = "knowledge.change_article"
_HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}


@method_decorator(never_cache, name="dispatch")
class InStudio(PermissionRequiredMixin):
    """Who may see it; no cache keeps what was tried."""

    permission_required: str | tuple[str, ...] = PERMISSION
    raise_exception = True
    request: HttpRequest


class TryView(InStudio, WagtailAdminTemplateMixin, TemplateView):
    """Words are posted, never part of an address: addresses are logged."""

    header_icon = "help"
    page_title = gettext_lazy("Try it")
    breadcrumbs_items = (_HOME, {"url": "", "label": gettext_lazy("Try it")})
    template_name = "staff/studio/try.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=Question()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = Question(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        held = asking.searcher()
        trial = attempt(form.cleaned_data["text"], form.known(), held, asking.steps(held))
        return self.render_to_response(self.get_context_data(form=form, trial=trial, wrong=_wrong(trial, form), rtl=Language.AR))


class GoldenAddView(InStudio, View):
    """'This is wrong': the question tried becomes a golden one."""

    permission_required = (PERMISSION, "staff.add_goldenquestion")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = GoldenForm(request.POST)
        if form.is_valid():
            form.instance.added_by = request.user
            form.save()
            messages.success(request, _("It is a golden question now: it is asked again before anything is published."))
            return HttpResponseRedirect(reverse("staff_studio:golden"))
        messages.error(request, " ".join(str(reason) for reasons in form.errors.values() for reason in reasons))
        return HttpResponseRedirect(reverse("staff_studio:try"))


class GoldenView(InStudio, WagtailAdminTemplateMixin, TemplateView):
    """All golden questions, asked of what is published now."""

    header_icon = "pick"
    page_title = gettext_lazy("How the golden questions stand")
    breadcrumbs_items = (_HOME, {"url": "", "label": gettext_lazy("How the golden questions stand")})
    template_name = "staff/studio/golden.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = golden.questions()
        given = golden.run(asking.searcher(), asked) if asked else []
        rows = [(question, got, got.is_right(question.expected)) for question, got in zip(asked, given, strict=True)]
        rows.sort(key=lambda row: row[2])  # the wrong ones first
        changes = [golden.Change(asked=question, before=got, after=got) for question, got, _right in rows]
        titles = golden.titles(changes, self.request.LANGUAGE_CODE)
        right = sum(row[2] for row in rows)
        return super().get_context_data(rows=rows, right=right, wrong=len(rows) - right, titles=titles, **kwargs)


def _wrong(trial: Trial, form: Question) -> GoldenForm:
    variety = trial.outcome.variety if trial.outcome.variety in {code.value for code in VARIETIES} else Language.EN.value
    known = form.cleaned_data
    first = {"text": trial.question, "variety": variety, "origin": known["origin"], "destination": known["destination"]}
    return GoldenForm(initial=first, auto_id="golden_%s")


URLS = (
    [
        path("try/", TryView.as_view(), name="try"),
        path("golden/", GoldenView.as_view(), name="golden"),
        path("golden/add/", GoldenAddView.as_view(), name="golden_add"),
    ],
    "staff_studio",
)
