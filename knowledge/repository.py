"""Between the database and pure code: published rows out as `knowledge.article`, folders in."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from knowledge import helpline_sheet, models
from knowledge.article import (
    Article,
    ArticleFolder,
    Audience,
    Confidence,
    Country,
    Figure,
    Language,
    Phrasing,
    Source,
    Topic,
    Variety,
)
from knowledge.helpline import Helpline


def published(slugs: Collection[str] | None = None) -> list[Article]:
    """Every article that is live now, or those of `slugs`, in every language. The live row is what was last published."""
    rows = models.Article.objects.filter(live=True).select_related("locale").order_by("slug", "locale_id")
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    return [to_article(row) for row in rows]


def figures() -> dict[str, Figure]:
    return {
        row.key: Figure(id=row.key, value=row.value, unit=row.unit, year=row.year, source=row.source) for row in models.Figure.objects.all()
    }


def helplines() -> list[Helpline]:
    return [to_helpline(row) for row in models.Helpline.objects.all()]


def to_helpline(row: models.Helpline) -> Helpline:
    """Raises `helpline_sheet.BadCell` for a row that the staff form would have refused."""
    cells = {column: str(getattr(row, column) or "") for column in helpline_sheet.COLUMNS}
    return helpline_sheet.read({**cells, "topics": " ".join(row.topics)})


def from_helpline(line: Helpline) -> models.Helpline:
    """A row that is not saved yet."""
    cells = helpline_sheet.cells(line)
    return models.Helpline(**{**cells, "topics": list(line.topics), "last_test_call": line.last_test_call})


def last_change() -> int:
    """Number of the newest change; 0 before the first."""
    newest = models.ContentChange.objects.order_by("-id").values_list("id", flat=True).first()
    return newest or 0


def changed_since(number: int) -> set[str]:
    """The articles (slugs) changed after the change of that number."""
    return set(models.ContentChange.objects.filter(id__gt=number).exclude(article="").values_list("article", flat=True))


def folders(rows: Iterable[models.Article] | None = None) -> list[ArticleFolder]:
    """The base as content folders, for export: what is published, or the rows given."""
    articles = published() if rows is None else [to_article(row) for row in rows]
    by_id: dict[str, list[Article]] = {}
    for article in articles:
        by_id.setdefault(article.id, []).append(article)
    owned: dict[str, list[Figure]] = {}
    for row in models.Figure.objects.all():
        owned.setdefault(row.article, []).append(Figure(id=row.key, value=row.value, unit=row.unit, year=row.year, source=row.source))
    return [
        ArticleFolder(id=key, articles=tuple(sorted(group, key=lambda a: a.language)), figures=tuple(owned.get(key, ())))
        for key, group in sorted(by_id.items())
    ]


def to_article(row: models.Article) -> Article:
    """One row, live or a revision's object, as pure data."""
    return Article(
        id=row.slug,
        language=Language(row.locale.language_code),
        title=row.title,
        short_answer=row.short_answer,
        body=row.body,
        phrasings=tuple(Phrasing(variety=Variety(b.value["variety"]), text=b.value["text"]) for b in row.phrasings),
        topic=Topic(row.topic),
        destination=frozenset(map(Country, row.destination)),
        origin=frozenset(map(Country, row.origin)),
        audience=frozenset(map(Audience, row.audience)),
        protection=row.protection,
        sources=tuple(
            Source(
                number=number,
                url=block.value["url"],
                publisher=block.value["publisher"],
                title=block.value["title"],
                date=block.value["date"],
                official=bool(block.value["official"]),
            )
            for number, block in enumerate(row.sources, start=1)
        ),
        official_page=row.official_page,
        confidence=Confidence(row.confidence),
        reviewed_on=row.reviewed_on,
        review_by=row.review_by,
        related=tuple(row.related),
        confirmed_by_caseworker=row.confirmed_by_caseworker,
    )
