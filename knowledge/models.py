"""Articles, figures and helplines as Wagtail keeps them. One row of `Article` is one language.

Pure code works on `knowledge.article`; `knowledge.repository` turns rows into it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import RegexValidator
from django.db import connection, models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    Locale,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    TranslatableMixin,
    Workflow,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from knowledge import approval, article, figures, helpline, markdown
from knowledge.checks import SHORT_ANSWER_AT_MOST, TITLE_AT_MOST
from knowledge.language.characters import western_digits


def _choices(closed_set: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in closed_set]


SLUG = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Lower case letters, digits and hyphens."))
FIGURE_ID = RegexValidator(r"^[a-z][a-z0-9_]*$", _("Lower case letters, digits and underscores."))

VARIETIES = {
    article.Variety.ARY: _("Moroccan Arabic"),
    article.Variety.ARY_LATN: _("Moroccan Arabic in Latin letters"),
    article.Variety.AEB: _("Tunisian Arabic"),
    article.Variety.AEB_LATN: _("Tunisian Arabic in Latin letters"),
    article.Variety.ARZ: _("Egyptian Arabic"),
    article.Variety.ARZ_LATN: _("Egyptian Arabic in Latin letters"),
    article.Variety.AR: _("Standard Arabic"),
    article.Variety.FR: _("French"),
    article.Variety.EN: _("English"),
    article.Variety.IT: _("Italian"),
    article.Variety.DE: _("German"),
    article.Variety.MIXED: _("Two languages mixed"),
}


class SourceBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address"))
    publisher = blocks.CharBlock(label=_("Publisher"))
    title = blocks.CharBlock(label=_("Title of the page"))
    date = blocks.DateBlock(required=False, label=_("Date of the page"), help_text=_("Leave empty when the page shows none."))
    official = blocks.BooleanBlock(required=False, label=_("Official source"))

    class Meta:
        label = _("Source")
        icon = "link"


class PhrasingBlock(blocks.StructBlock):
    variety = blocks.ChoiceBlock(choices=[(variety.value, name) for variety, name in VARIETIES.items()], label=_("Variety"))
    text = blocks.CharBlock(max_length=300, label=_("As people ask it"))

    class Meta:
        label = _("Phrasing")
        icon = "openquote"
        form_classname = "struct-block staff-row"


TRANSLATED = ("title", "short_answer", "body")
SHARED = (
    *("slug", "topic", "destination", "origin", "audience", "protection", "sources", "official_page"),
    *("confidence", "reviewed_on", "review_by", "related", "confirmed_by_caseworker"),
)


_SERVED = {*TRANSLATED, *SHARED, "phrasings", "live"}


class Article(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """The question people bring and its answer, in one language. The live row is what is served."""

    slug = models.CharField(max_length=80, validators=[SLUG])
    title = models.CharField(_("question"), max_length=140)
    short_answer = models.TextField(max_length=700)
    body = models.TextField(blank=True)
    phrasings = StreamField([("phrasing", PhrasingBlock())], blank=True)
    topic = models.CharField(max_length=30, choices=_choices(article.Topic))
    destination = ArrayField(models.CharField(max_length=2, choices=_choices(article.Country)), blank=True, default=list)
    origin = ArrayField(models.CharField(max_length=2, choices=_choices(article.Country)), blank=True, default=list)
    audience = ArrayField(models.CharField(max_length=20, choices=_choices(article.Audience)), blank=True, default=list)
    protection = models.BooleanField(default=False)
    sources = StreamField([("source", SourceBlock())])
    official_page = models.URLField(max_length=500)
    confidence = models.CharField(max_length=10, choices=_choices(article.Confidence))
    reviewed_on = models.DateField()
    review_by = models.DateField()
    related = ArrayField(models.CharField(max_length=80), blank=True, default=list)
    confirmed_by_caseworker = models.BooleanField(default=False)
    seed_hash = models.CharField(max_length=64, blank=True, editable=False)  # of the imported files; see knowledge.importing

    # Not phrasings: each language collects its own.
    translatable_fields = [TranslatableField(name) for name in TRANSLATED] + [SynchronizedField(name, overridable=False) for name in SHARED]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("short_answer"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
        index.FilterField("topic"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="article_once_per_language")]
        ordering = ["slug", "locale_id"]

    def __str__(self) -> str:
        return self.title

    @property
    def language(self) -> article.Language:
        return article.Language(self.locale.language_code)

    def is_due_before(self, day: date) -> bool:
        return self.review_by < day

    def clean(self) -> None:
        """What the content format asks for, whichever way the row is written. Raises ValidationError by field."""
        super().clean()
        known = {
            row.key: article.Figure(id=row.key, value=row.value, unit=row.unit, year=row.year, source=row.source)
            for row in Figure.objects.all()
        }
        slugs = set(Article.objects.exclude(pk=self.pk).values_list("slug", flat=True))
        wrong = {
            "slug": self._slug_problems(),
            "title": _too_long(self.title, TITLE_AT_MOST),
            "short_answer": [
                *_unknown_figures(self.short_answer, known),
                *_character_problems(self.short_answer),
                *self._length_problems(known),
            ],
            "body": [
                *_form_problems(self.body),
                *_unknown_figures(self.body, known),
                *_character_problems(self.body),
                *_dead_links(self.body, slugs),
            ],
            "related": [_no_article(slug) for slug in self.related if slug not in slugs],
            **self._date_problems(datetime.now(UTC).date()),
        }
        if found := {field: problems for field, problems in wrong.items() if problems}:
            raise ValidationError(found)

    def _slug_problems(self) -> list[str]:
        """The form does not show the language, so that the database's own constraint is not checked there."""
        same = Article.objects.filter(slug=self.slug, locale_id=self.locale_id).exclude(pk=self.pk)
        return [str(_("There is already an article with this name in this language."))] if self.slug and same.exists() else []

    def _length_problems(self, known: dict[str, article.Figure]) -> list[str]:
        return _too_long(figures.fill(self.short_answer.strip(), known, self.language), SHORT_ANSWER_AT_MOST)

    def _date_problems(self, today: date) -> dict[str, list[str]]:
        wrong: dict[str, list[str]] = {}
        checked: date | None = self.reviewed_on  # a draft may lack both
        again: date | None = self.review_by
        if checked and checked > today:
            wrong["reviewed_on"] = [str(_("This day has not come yet."))]
        if checked and again and again <= checked:
            wrong["review_by"] = [str(_("The next review comes after the last one."))]
        return wrong

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Write the row and its change in one transaction, whoever writes: a page, an import, a schedule, a translation."""
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
            if update_fields is None or _SERVED & set(update_fields):
                ContentChange.objects.create(article=self.slug, language=self.language.value)

    def get_workflow(self) -> Workflow | None:
        """Two approvals for what is about people in danger, else one."""
        crisis = Workflow.objects.filter(name=approval.CRISIS_REVIEW, active=True).first() if approval.needs_two(self) else None
        return crisis or super().get_workflow()

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> None:
        """Publish, and share with the other languages what they have in common: all or nothing.

        Raises PermissionDenied for crisis content that lacks an approval, whichever way it came here.
        """
        if approval.needs_two(revision.as_object()) and not approval.is_approved(revision):
            raise PermissionDenied("crisis content needs two approvals")
        with transaction.atomic():
            super().publish(revision, *args, **kwargs)
            published = Article.objects.get(pk=self.pk)
            if published.live and published.live_revision_id == revision.pk:
                published.share()

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Withdraw: from the next message on it answers nobody. All or nothing."""
        with transaction.atomic():
            super().unpublish(*args, **kwargs)

    def share(self) -> None:
        """Bring the other languages' rows, and their drafts, up to what all languages have in common."""
        stored = self.serializable_data()
        for other in self.get_translations().select_related("locale"):
            if draft := other.has_unpublished_changes and other.get_latest_revision():
                draft.content.update({name: stored[name] for name in SHARED})
                draft.save(update_fields=["content"])
            if other.common() == self.common():
                continue
            for name in SHARED:
                setattr(other, name, getattr(self, name))
            other.save(update_fields=SHARED)

    def common(self) -> dict[str, Any]:
        """What every language has in common, comparable: sources without the ids that Wagtail gives its blocks."""
        values = {name: getattr(self, name) for name in SHARED}
        return {**values, "sources": [dict(block.value) for block in self.sources]}

    def copy_for_translation(self, locale: Locale, **kwargs: Any) -> Article:
        """A translation starts without phrasings: people ask differently in each language."""
        copy: Article = super().copy_for_translation(locale, **kwargs)
        copy.phrasings = []
        return copy

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "knowledge/article_preview.html"


def _unknown_figures(text: str, known: dict[str, article.Figure]) -> list[str]:
    return [_("There is no figure '%(id)s'.") % {"id": key} for key in sorted(figures.places(text) - known.keys())]


def _form_problems(body: str) -> list[str]:
    """Each once: a line with an opening and a closing tag has one problem, not two."""
    return [_("Line %(line)d: %(reason)s") % {"line": line, "reason": _(reason)} for line, reason in dict.fromkeys(markdown.problems(body))]


def _dead_links(body: str, slugs: set[str]) -> list[str]:
    targets = [target.removeprefix("article:") for _text, target in markdown.links(body) if target.startswith("article:")]
    return [_no_article(slug) for slug in targets if slug not in slugs]


def _no_article(slug: str) -> str:
    return _("There is no article '%(slug)s'.") % {"slug": slug}


def _too_long(text: str, most: int) -> list[str]:
    if len(text) <= most:
        return []
    return [_("As it is sent this is %(length)d characters long; at most %(limit)d fit.") % {"length": len(text), "limit": most}]


def _character_problems(text: str) -> list[str]:
    problems = [] if western_digits(text) == text else [str(_("Write digits as 0-9."))]
    if any(unicodedata.category(character) == "Cf" and unicodedata.bidirectional(character) != "BN" for character in text):
        problems.append(str(_("Leave direction marks out: the channels add them.")))
    return problems


class Figure(models.Model):
    """A number edited once for all languages."""

    key = models.CharField(max_length=80, primary_key=True, validators=[FIGURE_ID])
    value = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    article = models.CharField(max_length=80)  # slug of the article whose source supports it
    source = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Helpline(models.Model):
    """A number to call, served by the country where the person is."""

    country = models.CharField(max_length=3, choices=_choices(helpline.Area))
    topics = ArrayField(models.CharField(max_length=20, choices=_choices(helpline.HelplineTopic)))  # the first is what it is for
    name = models.CharField(max_length=200, blank=True, default="")  # its own; what it is stands in the five below
    name_ar = models.CharField(max_length=200, blank=True, default="")
    name_fr = models.CharField(max_length=200, blank=True, default="")
    name_en = models.CharField(max_length=200, blank=True, default="")
    name_it = models.CharField(max_length=200, blank=True, default="")
    name_de = models.CharField(max_length=200, blank=True, default="")
    phone_international = models.CharField(max_length=60, blank=True, default="")
    phone_local = models.CharField(max_length=60, blank=True, default="")
    whatsapp = models.CharField(max_length=60, blank=True, default="")
    sms = models.CharField(max_length=60, blank=True, default="")
    url = models.CharField(max_length=500, blank=True)
    hours = models.CharField(max_length=200, default="unknown")  # knowledge.opening_hours
    languages = models.CharField(max_length=200, blank=True, default="")  # knowledge.spoken
    cost = models.CharField(max_length=10, choices=_choices(helpline.Cost), default=helpline.Cost.UNKNOWN.value)
    for_whom = models.CharField(max_length=30, choices=_choices(helpline.ForWhom), default=helpline.ForWhom.ANYONE.value)
    warning = models.CharField(max_length=40, choices=_choices(helpline.Caution), default=helpline.Caution.NONE.value)
    source_url = models.CharField(max_length=500)
    source_date = models.CharField(max_length=10, blank=True, default="")  # 2024, 2024-05 or 2024-05-31
    confidence = models.CharField(max_length=12, choices=_choices(helpline.Reliability))
    last_test_call = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")  # for staff only

    class Meta:
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")
        ordering = ["country", "topics", "name", "name_en"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "phone_local", "phone_international", "whatsapp", "sms", "name", "name_en"], name="helpline_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.name or self.name_en}"


class ContentChange(models.Model):
    """Written in the transaction that changes what is served; the index catches up by its number."""

    article = models.CharField(max_length=80)  # slug; "" = figures or helplines
    language = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Number and commit in the same order: who has seen a number has seen every smaller one too."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('knowledge.contentchange'))")
            super().save(*args, **kwargs)


class PreparedTexts(models.Model):
    """One article's texts as the index needs them (`knowledge.prepared`), kept so that a start prepares only what is new."""

    key = models.CharField(max_length=64, primary_key=True)  # of the texts and the encoder
    arrays = models.BinaryField()
