"""What falls behind when nobody looks: translations whose source went on, and numbers that nobody has called for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wagtail_localize.models import Translation

from knowledge.models import Article, Helpline

TEST_EVERY = timedelta(days=182)  # half a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A translation whose source was published again since."""

    row: int
    title: str
    language: str


def behind_their_source() -> list[Behind]:
    """Translations made here whose source has new words: not taken over yet, or taken over and not published. Three queries."""
    known = Translation.objects.filter(enabled=True, source__object__content_type__model="article")
    pairs = known.values_list("source__object_id", "source__locale_id", "target_locale_id", "source__last_updated_at")
    rows = Article.objects.filter(live=True, translation_key__in={key for key, *_rest in pairs}).select_related("locale")
    live = {(row.translation_key, row.locale_id): row for row in rows.defer("body", "sources", "phrasings")}
    found = []
    for key, source, target, taken_over in pairs:
        original, translation = live.get((key, source)), live.get((key, target))
        if original and translation and _is_behind(original.last_published_at, taken_over, translation.last_published_at):
            found.append(Behind(row=translation.pk, title=translation.title, language=translation.locale.language_code))
    return sorted(found, key=lambda item: (item.title, item.language))


def _is_behind(source_published: datetime | None, taken_over: datetime, published: datetime | None) -> bool:
    return bool((source_published and source_published > taken_over) or (published and published < taken_over))


def untested_helplines(today: date) -> list[Helpline]:
    """Numbers that people are given and that nobody has called for half a year, or ever; never called first."""
    given = Helpline.objects.filter(confidence__in=("high", "medium"))
    rows = [row for row in given if row.last_test_call is None or row.last_test_call < today - TEST_EVERY]
    return sorted(rows, key=lambda row: (row.last_test_call or date.min, str(row)))
