"""The list of articles: what there is, in which languages, whether it is served and when it is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, LocaleColumn
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from connectors.models import UnansweredQuestion
from knowledge.article import Country, Topic
from knowledge.models import Article
from staff import settling, words
from staff.article_form import ARTICLE_PANELS
from staff.before_publishing import ApprovalView

SOON = timedelta(days=30)


def today() -> date:
    """The clock of this room; the same day as the gateway's."""
    return datetime.now(UTC).date()


def due(articles: QuerySet[Article], state: str, day: date) -> QuerySet[Article]:
    """Those whose review is `overdue`, or is `soon` to be."""
    match state:
        case "overdue":
            return articles.filter(review_by__lt=day)
        case "soon":
            return articles.filter(review_by__gte=day, review_by__lte=day + SOON)
        case _:
            return articles


class ReviewColumn(Column):
    """The day an article has to be checked again, flagged when it is past or near."""

    cell_template_name = "staff/review_cell.html"

    def get_cell_context_data(self, instance: Article, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        day = today()
        overdue = instance.is_due_before(day)
        return {**context, "overdue": overdue, "soon": not overdue and instance.is_due_before(day + SOON + timedelta(days=1))}


class ArticleFilters(WagtailFilterSet):
    topic = django_filters.ChoiceFilter(choices=words.choices(words.TOPICS), label=_("Topic"))
    destination = django_filters.ChoiceFilter(
        choices=[*words.choices(words.COUNTRIES), ("any", _("Any"))], method="about", label=_("About these countries")
    )
    review = django_filters.ChoiceFilter(
        choices=[("overdue", _("Overdue")), ("soon", _("Due within 30 days"))], method="due", label=_("Check again by")
    )
    state = django_filters.ChoiceFilter(
        choices=[("live", _("Published")), ("changed", _("With unpublished changes")), ("draft", _("Not published"))],
        method="published",
        label=_("State"),
    )

    class Meta:
        model = Article
        fields = ()

    def about(self, articles: QuerySet[Article], _name: str, code: str) -> QuerySet[Article]:
        return articles.filter(destination=[]) if code == "any" else articles.filter(destination__contains=[Country(code).value])

    def due(self, articles: QuerySet[Article], _name: str, state: str) -> QuerySet[Article]:
        return due(articles, state, today())

    def published(self, articles: QuerySet[Article], _name: str, state: str) -> QuerySet[Article]:
        return articles.filter({"live": Q(live=True), "changed": Q(live=True, has_unpublished_changes=True), "draft": Q(live=False)}[state])


class AddArticleView(CreateView):
    """A new article; from 'What people ask' it comes with the words of a question."""

    def get_initial_form_instance(self) -> Article:
        row: Article = super().get_initial_form_instance() or Article()
        number = self.request.GET.get("asked", "")
        question = UnansweredQuestion.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
        return settling.started(question, row) if question else row


class ArticleViewSet(SnippetViewSet):
    model = Article
    icon = "doc-full"
    menu_label = _("Articles")
    filterset_class = ArticleFilters
    edit_handler = ARTICLE_PANELS
    add_view_class = AddArticleView
    workflow_action_view_class = ApprovalView
    copy_view_enabled = False  # a copy would keep the name of its original
    search_backend_name = None  # parts of words, in any script
    search_fields = ("title", "slug", "short_answer", "body")
    list_per_page = 20  # wagtail-localize asks four questions a row
    ordering = ("slug", "locale_id")
    list_display = (
        "title",
        LocaleColumn(label=_("Language"), sort_key="locale_id"),
        Column("topic", label=_("Topic"), accessor=lambda row: words.TOPICS[Topic(row.topic)], sort_key="topic"),
        Column("destination", label=_("Countries"), accessor=lambda row: words.countries(row.destination)),
        LiveStatusTagColumn(label=_("State")),
        ReviewColumn("review_by", label=_("Check again by"), sort_key="review_by"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows: QuerySet[Article] = Article.objects.select_related("locale").defer("body", "sources", "phrasings")
        return rows
