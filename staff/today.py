"""Today: what needs a hand, for those who may lend it. First thing on the home page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component

from connectors.models import UnansweredQuestion
from knowledge.article import Language
from knowledge.models import Article
from staff import desk, desk_queue, upkeep
from staff.articles import SOON, today

NAMED = 5  # the most urgent ones by name; the list has the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An article, in all its languages, and when it has to be checked again."""

    slug: str
    row: int
    title: str
    review_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete:
    slug: str
    row: int
    title: str
    missing: tuple[str, ...]  # languages that nobody is answered in


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What Today needs to know of one published row."""

    pk: int
    slug: str
    title: str
    language: str
    review_by: date


def due_before(rows: Iterable[Row], first: date | None, last: date) -> list[Due]:
    """Articles due from `first` (None = ever) up to `last`, the most urgent first; each once, whatever its languages."""
    found: dict[str, Due] = {}
    for row in sorted(rows, key=lambda row: row.review_by):
        if row.review_by <= last and (first is None or row.review_by >= first):
            found.setdefault(row.slug, Due(slug=row.slug, row=row.pk, title=row.title, review_by=row.review_by))
    return list(found.values())


def incomplete(rows: Iterable[Row]) -> list[Incomplete]:
    """Articles that are not published in every language, the emptiest first."""
    by_slug: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_slug[row.slug].append(row)
    found = [
        Incomplete(slug=slug, row=same[0].pk, title=same[0].title, missing=_missing(same))
        for slug, same in by_slug.items()
        if _missing(same)
    ]
    return sorted(found, key=lambda item: (-len(item.missing), item.slug))


def _missing(rows: Sequence[Row]) -> tuple[str, ...]:
    have = {row.language for row in rows}
    return tuple(language.value for language in Language if language.value not in have)


def published_rows(preferred: str) -> list[Row]:
    """Rows that are served, those in the reader's language first."""
    found = Article.objects.filter(live=True).values_list("pk", "slug", "title", "locale__language_code", "review_by")
    rows = [Row(pk=pk, slug=slug, title=title, language=code, review_by=day) for pk, slug, title, code, day in found]
    return sorted(rows, key=lambda row: row.language != preferred)


class TodayPanel(Component):
    name = "today"
    template_name = "staff/today.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {**_of_articles(request.user, request.LANGUAGE_CODE), **_of_people(request.user)}


def _of_articles(user: User, language: str) -> dict[str, Any]:
    if not user.has_perm("knowledge.change_article"):
        return {}
    rows, day = published_rows(language), today()
    overdue = due_before(rows, None, day.fromordinal(day.toordinal() - 1))
    soon, gaps = due_before(rows, day, day + SOON), incomplete(rows)
    behind, untested = upkeep.behind_their_source(), upkeep.untested_helplines(day)
    return {
        "behind": behind[:NAMED],
        "behind_count": len(behind),
        "untested": untested[:NAMED],
        "untested_count": len(untested),
        "asked_count": UnansweredQuestion.objects.filter(settled=None).count(),
        "articles": True,
        "overdue": overdue[:NAMED],
        "overdue_count": len(overdue),
        "soon": soon[:NAMED],
        "soon_count": len(soon),
        "incomplete": gaps[:NAMED],
        "incomplete_count": len(gaps),
    }


def _of_people(user: User) -> dict[str, Any]:
    if not user.has_perm(desk.PERMISSION):
        return {}
    found = desk_queue.queue(user.pk)
    since = min((entry.since for entry in found.entries if entry.waits and entry.since), default=None)
    return {"people": True, "waiting_count": found.waiting, "waiting_since": since, "alarm_count": len(found.alarms)}
