"""Read and write one article's folder (docs/content-format.md): texts in, `ArticleFolder` out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from knowledge import figures, markdown
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
from knowledge.errors import BadContent
from knowledge.fields import Fields, mapping

METADATA = "article.yaml"
MAX_FILE_BYTES = 200_000  # a long article is 10 kB; a megabyte is a mistake


def parse(folder: str, files: Mapping[str, str]) -> ArticleFolder:
    """Read the files of one folder (name -> text).

    Raises BadContent with file, line and reason at the first thing that is wrong.
    """
    for name, text in files.items():
        if len(text.encode()) > MAX_FILE_BYTES:
            raise BadContent(f"{folder}/{name}", None, f"larger than {MAX_FILE_BYTES:,} bytes")
    if METADATA not in files:
        raise BadContent(folder, None, f"{METADATA} is missing")
    meta = Fields(f"{folder}/{METADATA}", mapping(f"{folder}/{METADATA}", files[METADATA]))
    if meta.text("id") != folder:
        raise meta.wrong("id", f"'{meta.text('id')}' is not the folder's name")
    shared = _shared(meta)
    articles = []
    for name, text in sorted(files.items()):
        if name == METADATA or not name.endswith(".md"):
            continue
        articles.append(_article(folder, name, text, shared))
    if not articles:
        raise BadContent(folder, None, "no language file")
    return ArticleFolder(id=folder, articles=tuple(articles), figures=_figures(meta))


def _shared(meta: Fields) -> dict[str, Any]:
    """What every language has in common, as keyword arguments of Article."""
    return {
        "topic": meta.member("topic", Topic),
        "destination": meta.members("destination", Country),
        "origin": meta.members("origin", Country),
        "audience": meta.members("audience", Audience),
        "protection": meta.get("protection", bool, default=False),
        "sources": _sources(meta),
        "official_page": meta.address("official_page"),
        "confidence": meta.member("confidence", Confidence),
        "reviewed_on": meta.day("reviewed_on"),
        "review_by": meta.day("review_by"),
        "related": meta.texts("related"),
        "confirmed_by_caseworker": meta.get("confirmed_by_caseworker", bool, default=False),
    }


def _sources(meta: Fields) -> tuple[Source, ...]:
    found = [
        Source(
            number=row.get("id", int),
            url=row.address("url"),
            publisher=row.text("publisher"),
            title=row.text("title"),
            date=row.get("date", date, type(None)),
            official=row.get("official", bool, default=False),
        )
        for row in meta.rows("sources")
    ]
    if not found:
        raise meta.wrong("sources", "at least one is needed")
    _once(meta, "sources", [str(source.number) for source in found])
    return tuple(found)


def figures_of(folder: str, metadata: str) -> tuple[Figure, ...]:
    """The figures of one folder's metadata. Raises BadContent."""
    file = f"{folder}/{METADATA}"
    return _figures(Fields(file, mapping(file, metadata)))


def _figures(meta: Fields) -> tuple[Figure, ...]:
    found = [
        Figure(
            id=row.text("id"),
            value=row.number("value"),
            unit=row.text("unit"),
            year=row.get("year", int),
            source=row.get("source", int, default=1),
        )
        for row in meta.rows("figures")
    ]
    for figure in found:
        if not figures.is_id(figure.id):
            raise meta.wrong("figures", f"'{figure.id}' must be lower case letters, digits and underscores")
    _once(meta, "figures", [figure.id for figure in found])
    return tuple(found)


def _once(meta: Fields, name: str, ids: list[str]) -> None:
    if twice := sorted({key for key in ids if ids.count(key) > 1}):
        raise meta.wrong(name, f"'{twice[0]}' stands there twice")


def _article(folder: str, name: str, text: str, shared: dict[str, Any]) -> Article:
    file = f"{folder}/{name}"
    code = name.removesuffix(".md")
    if code not in {language.value for language in Language}:
        raise BadContent(file, None, f"unknown language '{code}'")
    front, body, body_line = _split(file, text)
    fields = Fields(file, mapping(file, front, first_line=1))
    for line, reason in markdown.problems(body):
        raise BadContent(file, body_line + line, reason)
    return Article(
        id=folder,
        language=Language(code),
        title=fields.one_line("title"),
        short_answer=fields.one_line("short_answer"),
        body=body.strip(),
        phrasings=_phrasings(fields),
        **shared,
    )


def _split(file: str, text: str) -> tuple[str, str, int]:
    """Front matter, body, and the number of lines above the body."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != "---":
        raise BadContent(file, 1, "must begin with front matter between '---' lines")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":  # an indented one is part of a text
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 1
    raise BadContent(file, len(lines), "the front matter has no closing '---'")


def _phrasings(fields: Fields) -> tuple[Phrasing, ...]:
    found = []
    for code, texts in fields.get("phrasings", dict, default={}).items():
        variety = Fields(fields.file, {"phrasings": code}).member("phrasings", Variety)
        if variety is Variety.OTHER:  # messages may be in any language; what we answer is asked in ours
            raise BadContent(fields.file, None, "phrasings: 'other' is no variety to write in")
        row = Fields(fields.file, {f"phrasings.{code}": texts})
        found += [Phrasing(variety=variety, text=text) for text in row.texts(f"phrasings.{code}")]
    return tuple(found)


def render(folder: ArticleFolder) -> dict[str, str]:
    """The files of one folder (name -> text); `parse` reads back what it was given."""
    files = {METADATA: _dump(_metadata(folder))}
    for article in folder.articles:
        phrasings: dict[str, list[str]] = {}
        for phrasing in article.phrasings:
            phrasings.setdefault(phrasing.variety.value, []).append(phrasing.text)
        front = _dump({"title": article.title, "short_answer": article.short_answer, "phrasings": phrasings})
        files[f"{article.language.value}.md"] = f"---\n{front}---\n{article.body}\n"
    return files


def _dump(data: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def _metadata(folder: ArticleFolder) -> dict[str, Any]:
    first = folder.articles[0]
    return {
        "id": folder.id,
        "topic": first.topic.value,
        "destination": sorted(c.value for c in first.destination),
        "origin": sorted(c.value for c in first.origin),
        "audience": sorted(a.value for a in first.audience),
        "protection": first.protection,
        "figures": [
            {"id": f.id, "value": _plain_number(f.value), "unit": f.unit, "year": f.year, "source": f.source} for f in folder.figures
        ],
        "sources": [
            {"id": s.number, "url": s.url, "publisher": s.publisher, "title": s.title, "date": s.date, "official": s.official}
            for s in first.sources
        ],
        "official_page": first.official_page,
        "confidence": first.confidence.value,
        "reviewed_on": first.reviewed_on,
        "review_by": first.review_by,
        "related": list(first.related),
        "confirmed_by_caseworker": first.confirmed_by_caseworker,
    }


def _plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
