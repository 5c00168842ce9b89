"""Articles, figures and helplines as Wagtail keeps them. One row of `Article` is one language.

Pure code works on `knowledge.article`; `knowledge.repository` turns rows into it.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from knowledge import article


def _choices(closed_set: type[article.StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, member.value) for member in closed_set]


SLUG = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Lower case letters, digits and hyphens.")
FIGURE_ID = RegexValidator(r"^[a-z][a-z0-9_]*$", "Lower case letters, digits and underscores.")


class SourceBlock(blocks.StructBlock):
    url = blocks.URLBlock()
    publisher = blocks.CharBlock()
    title = blocks.CharBlock()
    date = blocks.DateBlock(required=False)
    official = blocks.BooleanBlock(required=False)


class PhrasingBlock(blocks.StructBlock):
    variety = blocks.ChoiceBlock(choices=_choices(article.Variety))
    text = blocks.CharBlock(max_length=300)


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
    title = models.CharField(max_length=140)
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

    override_translatable_fields = [
        TranslatableField("title"),
        TranslatableField("short_answer"),
        TranslatableField("body"),
        SynchronizedField("slug"),
        SynchronizedField("topic"),
        SynchronizedField("destination"),
        SynchronizedField("origin"),
        SynchronizedField("audience"),
        SynchronizedField("protection"),
        SynchronizedField("sources"),
        SynchronizedField("official_page"),
        SynchronizedField("confidence"),
        SynchronizedField("reviewed_on"),
        SynchronizedField("review_by"),
        SynchronizedField("related"),
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("short_answer"),
        index.AutocompleteField("title"),
        index.FilterField("locale_id"),
        index.FilterField("topic"),
    ]

    class Meta(TranslatableMixin.Meta):
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="article_once_per_language")]
        ordering = ["slug", "locale_id"]

    def __str__(self) -> str:
        return self.title


class Figure(models.Model):
    """A number edited once for all languages."""

    key = models.CharField(max_length=80, primary_key=True, validators=[FIGURE_ID])
    value = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    article = models.CharField(max_length=80)  # slug of the article whose source supports it
    source = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Helpline(models.Model):
    """A number to call, served by the country where the person is."""

    country = models.CharField(max_length=3)  # ISO code, "EU" or "INT"
    topic = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=500, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=300, blank=True)
    free_of_charge = models.CharField(max_length=60, blank=True)
    source_url = models.CharField(max_length=500)
    source_date = models.CharField(max_length=20, blank=True)
    confidence = models.CharField(max_length=12)

    class Meta:
        ordering = ["country", "topic", "name"]
        constraints = [models.UniqueConstraint(fields=["country", "topic", "name", "phone"], name="helpline_once")]

    def __str__(self) -> str:
        return f"{self.country} {self.name}"


class ContentChange(models.Model):
    """Written in the transaction that publishes or withdraws; the index catches up by its number."""

    article = models.CharField(max_length=80)  # slug; "" = figures or helplines
    language = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField(auto_now_add=True)


class PassageVector(models.Model):
    """An embedded text, kept so that a start or a change embeds only what is new."""

    text_hash = models.CharField(max_length=64)
    encoder = models.CharField(max_length=64)
    vector = models.BinaryField()  # float16, little endian

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text_hash", "encoder"], name="vector_once_per_encoder")]
