"""Content folders and the helpline sheet into the database. What staff have edited is never overwritten."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Revision

from knowledge import content_format, helpline, models
from knowledge.article import Article, ArticleFolder, Language
from knowledge.content_files import CONTENT, read_folders
from knowledge.errors import BadContent

_NAMESPACE = uuid.UUID("6f2b6f0e-3a53-5c0e-9d5f-3c5b2f7f3b1d")  # of translation keys: the five languages of a slug share one


@dataclass(slots=True)
class ImportReport:
    """What an import did; `refused` names file, line and reason."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)  # edited by staff since, left alone
    refused: list[BadContent] = field(default_factory=list)


def import_articles(directory: Path, *, progress: Callable[[str], None] = lambda _: None) -> ImportReport:
    """Bring the base up to the folders, one transaction an article; returns what happened."""
    folders, refused = read_folders(directory)
    report = ImportReport(refused=refused)
    locales = _locales()
    existing = {(row.slug, row.locale_id): row for row in models.Article.objects.all()}
    edited = set(_edited_by_staff())
    for folder in folders:
        with transaction.atomic():
            _import_figures(folder)
            for article in folder.articles:
                _import_article(folder, article, existing.get((article.id, locales[article.language].pk)), locales, edited, report)
        progress(folder.id)
    return report


def _locales() -> dict[Language, Locale]:
    return {language: Locale.objects.get_or_create(language_code=language.value)[0] for language in Language}


def _edited_by_staff() -> Iterable[int]:
    """Keys of the rows that a person has revised in the staff site."""
    model = ContentType.objects.get_for_model(models.Article)
    found = Revision.objects.filter(base_content_type=model, user__isnull=False).values_list("object_id", flat=True).distinct()
    return (int(key) for key in found)


def _import_figures(folder: ArticleFolder) -> None:
    """New figures are added; a known one keeps the value that staff may have changed, unless the seed's year is newer."""
    for figure in folder.figures:
        row, created = models.Figure.objects.get_or_create(
            key=figure.id,
            defaults={"value": figure.value, "unit": figure.unit, "year": figure.year, "article": folder.id, "source": figure.source},
        )
        if not created and figure.year > row.year:
            row.value, row.unit, row.year = figure.value, figure.unit, figure.year
            row.save()


def _import_article(
    folder: ArticleFolder,
    article: Article,
    row: models.Article | None,
    locales: dict[Language, Locale],
    edited: set[int],
    report: ImportReport,
) -> None:
    seed_hash = _hash(folder, article)
    if row is not None and row.seed_hash == seed_hash:
        report.unchanged += 1
        return
    if row is not None and row.pk in edited:
        report.kept.append(f"{article.id}/{article.language.value}")
        return
    if row is None:
        row = models.Article(slug=article.id, locale=locales[article.language], translation_key=uuid.uuid5(_NAMESPACE, article.id))
        report.created += 1
    else:
        report.updated += 1
    _fill(row, article)
    row.seed_hash, row.live, row.has_unpublished_changes = seed_hash, True, False
    row.save()
    models.ContentChange.objects.create(article=article.id, language=article.language.value)


def _fill(row: models.Article, article: Article) -> None:
    """Copy an article's fields into its row."""
    row.title, row.short_answer, row.body = article.title, article.short_answer, article.body
    row.topic, row.protection = article.topic.value, article.protection
    row.destination = sorted(country.value for country in article.destination)
    row.origin = sorted(country.value for country in article.origin)
    row.audience = sorted(audience.value for audience in article.audience)
    row.official_page, row.confidence = article.official_page, article.confidence.value
    row.reviewed_on, row.review_by = article.reviewed_on, article.review_by
    row.related = list(article.related)
    row.confirmed_by_caseworker = article.confirmed_by_caseworker
    row.phrasings = [("phrasing", {"variety": p.variety.value, "text": p.text}) for p in article.phrasings]
    row.sources = [
        ("source", {"url": s.url, "publisher": s.publisher, "title": s.title, "date": s.date, "official": s.official})
        for s in article.sources
    ]


def _hash(folder: ArticleFolder, article: Article) -> str:
    """Of everything that makes this language's row."""
    alone = ArticleFolder(id=folder.id, articles=(article,), figures=folder.figures)
    files = content_format.render(alone)
    return hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in sorted(files.items())).encode()).hexdigest()


def import_helplines(path: Path = CONTENT / "helplines.csv") -> int:
    """Bring the helplines up to the sheet; returns how many are new. Existing ones are left to staff."""
    known = set(models.Helpline.objects.values_list("country", "topic", "name", "phone"))
    new = [line for line in helpline.parse_csv(path.read_text("utf-8")) if (line.country, line.topic, line.name, line.phone) not in known]
    with transaction.atomic():
        for line in new:
            models.Helpline.objects.create(**{name: getattr(line, name) for name in line.__slots__})
    return len(new)
