"""Content folders and the helpline sheet into the database. What staff have edited is never overwritten."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale, Revision

from knowledge import content_format, helpline_sheet, models, repository
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
    kept: list[str] = field(default_factory=list)  # edited or withdrawn by staff since, left alone
    refused: list[BadContent] = field(default_factory=list)


def import_articles(directory: Path, *, progress: Callable[[str], None] = lambda _: None) -> ImportReport:
    """Bring the base up to the folders, one transaction an article; returns what happened."""
    folders, refused = read_folders(directory)
    report = ImportReport(refused=refused)
    locales = _locales()
    existing = {(row.slug, row.locale_id): row for row in models.Article.objects.all()}
    edited = _edited_by_staff()
    for folder in folders:
        before = replace(report, kept=[*report.kept])
        try:
            with transaction.atomic():
                _import_figures(folder)
                for article in folder.articles:
                    row = existing.get((article.id, locales[article.language].pk))
                    _import_article(folder, article, row, locales[article.language], edited, report)
        except ValidationError as exc:  # longer than its column, or not what the database takes
            report = before
            report.refused.append(BadContent(folder.id, None, "; ".join(exc.messages)))
        progress(folder.id)
    return report


def _locales() -> dict[Language, Locale]:
    return {language: Locale.objects.get_or_create(language_code=language.value)[0] for language in Language}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edited:
    """What a person has revised or withdrawn in the staff site."""

    rows: frozenset[int]
    slugs: frozenset[str]  # of those rows: what their languages have in common is staff's too


def _edited_by_staff() -> _Edited:
    model = ContentType.objects.get_for_model(models.Article)
    found = Revision.objects.filter(base_content_type=model, user__isnull=False).values_list("object_id", flat=True).distinct()
    # Every imported row is live: one that is not was withdrawn, or is a draft of somebody's.
    withdrawn = models.Article.objects.filter(live=False).values_list("pk", flat=True)
    rows = frozenset({*map(int, found), *withdrawn})
    return _Edited(rows=rows, slugs=frozenset(models.Article.objects.filter(pk__in=rows).values_list("slug", flat=True)))


def _import_figures(folder: ArticleFolder) -> None:
    """New figures are added; a known one keeps the value that staff may have changed, unless the seed's year is newer."""
    for figure in folder.figures:
        row = models.Figure.objects.filter(key=figure.id).first()
        if row is None:
            row = models.Figure(key=figure.id, article=folder.id, source=figure.source)
        elif figure.year <= row.year:
            continue
        row.value, row.unit, row.year = figure.value, figure.unit, figure.year
        row.clean_fields()
        row.save()


def _import_article(
    folder: ArticleFolder,
    article: Article,
    row: models.Article | None,
    locale: Locale,
    edited: _Edited,
    report: ImportReport,
) -> None:
    seed_hash = _hash(folder, article)
    if row is not None and row.seed_hash == seed_hash:
        report.unchanged += 1
        return
    if row is not None and row.pk in edited.rows:
        report.kept.append(f"{article.id}/{article.language.value}")
        return
    if row is None:
        row = models.Article(slug=article.id, locale=locale, translation_key=uuid.uuid5(_NAMESPACE, article.id))
        report.created += 1
        _fill_shared(row, article)
    else:
        report.updated += 1
        if article.id not in edited.slugs:
            _fill_shared(row, article)
    _fill_texts(row, article)
    row.clean_fields()
    row.seed_hash, row.live, row.has_unpublished_changes = seed_hash, True, False
    row.save()  # writes the ContentChange


def _fill_texts(row: models.Article, article: Article) -> None:
    """What each language has for itself."""
    row.title, row.short_answer, row.body = article.title, article.short_answer, article.body
    row.phrasings = [("phrasing", {"variety": p.variety.value, "text": p.text}) for p in article.phrasings]


def _fill_shared(row: models.Article, article: Article) -> None:
    """What all languages have in common."""
    row.topic, row.protection = article.topic.value, article.protection
    row.destination = sorted(country.value for country in article.destination)
    row.origin = sorted(country.value for country in article.origin)
    row.audience = sorted(audience.value for audience in article.audience)
    row.official_page, row.confidence = article.official_page, article.confidence.value
    row.reviewed_on, row.review_by = article.reviewed_on, article.review_by
    row.related = list(article.related)
    row.confirmed_by_caseworker = article.confirmed_by_caseworker
    row.sources = [
        ("source", {"url": s.url, "publisher": s.publisher, "title": s.title, "date": s.date, "official": s.official})
        for s in article.sources
    ]


def _hash(folder: ArticleFolder, article: Article) -> str:
    """Of everything that makes this language's row."""
    alone = ArticleFolder(id=folder.id, articles=(article,), figures=folder.figures)
    files = content_format.render(alone)
    return hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in sorted(files.items())).encode()).hexdigest()


def import_helplines(path: Path = CONTENT / helpline_sheet.SHEET) -> int:
    """Bring the helplines up to the sheet; returns how many are new. Existing ones are left to staff.

    A row that cannot be read is left out here: `dalil kb check` says which and why.
    """
    lines, _ = helpline_sheet.parse(path.read_text("utf-8"))
    known = {line.identity for line in repository.helplines()}
    new = [line for line in lines if line.identity not in known]
    with transaction.atomic():
        for line in new:
            repository.from_helpline(line).save()
    return len(new)
