"""What a caseworker can put into an answer: ready replies, and articles as they are served. In the person's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from knowledge import figures, repository
from knowledge.models import Article
from staff.articles import today
from staff.models import CannedReply

FOUND = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A ready reply: its label in the reader's language, its words in the person's."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article: its question in the reader's language, its answer with the official page in the person's."""

    title: str
    language: str  # of the answer
    text: str


def ready_replies(language: str, reader: str) -> list[Ready]:
    return [Ready(label=f"{row.name}: {row.text(reader)}", text=row.text(language)) for row in CannedReply.objects.all()]


def articles(query: str, language: str, reader: str) -> list[Found]:
    """Live articles that have every word of the query in question, short answer or name, in one language; overdue ones are left out."""
    words = query.split()
    if not words:
        return []
    served = Article.objects.filter(live=True, review_by__gte=today())
    matching = served
    for word in words[:8]:
        matching = matching.filter(Q(title__icontains=word) | Q(short_answer__icontains=word) | Q(slug__icontains=word))
    slugs = list(dict.fromkeys(matching.order_by("slug").values_list("slug", flat=True)))[:FOUND]
    rows: dict[str, dict[str, Article]] = {}
    for row in served.filter(slug__in=slugs).select_related("locale"):
        rows.setdefault(row.slug, {})[row.locale.language_code] = row
    return [_found(rows[slug], language, reader) for slug in slugs]


def _found(languages: dict[str, Article], language: str, reader: str) -> Found:
    spoken = languages.get(language) or languages.get("en") or next(iter(languages.values()))
    read = languages.get(reader) or spoken
    article = repository.to_article(spoken)
    answer = figures.fill(article.short_answer, repository.figures(), article.language)
    return Found(title=read.title, language=article.language.value, text=f"{answer}\n{article.official_page}")
