"""Read and write one article's folder (docs/content-format.md): texts in, `ArticleFolder` out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from knowledge import markdown
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

METADATA = "article.yaml"
MAX_FILE_BYTES = 200_000  # a long article is 10 kB; a megabyte is a mistake

_Closed = TypeVar("_Closed", bound=StrEnum)


def parse(folder: str, files: Mapping[str, str]) -> ArticleFolder:
    """Read the files of one folder (name -> text).

    Raises BadContent with file, line and reason at the first thing that is wrong.
    """
    for name, text in files.items():
        if len(text.encode()) > MAX_FILE_BYTES:
            raise BadContent(f"{folder}/{name}", None, f"larger than {MAX_FILE_BYTES:,} bytes")
    if METADATA not in files:
        raise BadContent(folder, None, f"{METADATA} is missing")
    meta = _Fields(f"{folder}/{METADATA}", _mapping(f"{folder}/{METADATA}", files[METADATA]))
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


def _mapping(file: str, text: str, first_line: int = 0) -> dict[str, Any]:
    try:
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 + first_line if exc.problem_mark else None
        raise BadContent(file, line, exc.problem or "not readable as YAML") from exc
    except (yaml.YAMLError, ValueError) as exc:
        raise BadContent(file, None, f"not readable as YAML: {exc}") from exc
    if not isinstance(data, dict):
        raise BadContent(file, None, "must be a mapping of fields")
    return data


class _Fields:
    """Typed access to a YAML mapping; every refusal names the file and the field."""

    def __init__(self, file: str, data: Mapping[str, Any]) -> None:
        self.file, self._data = file, data

    def wrong(self, name: str, reason: str) -> BadContent:
        return BadContent(self.file, None, f"{name}: {reason}")

    def get(self, name: str, kind: type[Any], default: Any = None) -> Any:
        value = self._data.get(name, default)
        if not isinstance(value, kind):
            raise self.wrong(name, "is missing" if value is None else f"must be {kind.__name__}")
        return value

    def text(self, name: str) -> str:
        value: str = self.get(name, str).strip()
        if not value:
            raise self.wrong(name, "is empty")
        return value

    def day(self, name: str) -> date:
        day: date = self.get(name, date)
        return day

    def member(self, name: str, closed_set: type[_Closed]) -> _Closed:
        return self._known(name, self.text(name), closed_set)

    def members(self, name: str, closed_set: type[_Closed]) -> frozenset[_Closed]:
        return frozenset(self._known(name, value, closed_set) for value in self.get(name, list, []))

    def rows(self, name: str) -> list[_Fields]:
        return [_Fields(f"{self.file} {name}[{n}]", row) for n, row in enumerate(self.get(name, list, []), 1) if self._is_row(name, row)]

    def _is_row(self, name: str, row: Any) -> bool:
        if not isinstance(row, dict):
            raise self.wrong(name, "every entry must be a mapping")
        return True

    def _known(self, name: str, value: Any, closed_set: type[_Closed]) -> _Closed:
        # YAML 1.1 reads a bare `NO` as false; none of our codes is one, but say it clearly.
        if not isinstance(value, str) or value not in {member.value for member in closed_set}:
            raise self.wrong(name, f"'{value}' is not one of {' '.join(member.value for member in closed_set)}")
        return closed_set(value)


def _shared(meta: _Fields) -> dict[str, Any]:
    """What every language has in common, as keyword arguments of Article."""
    return {
        "topic": meta.member("topic", Topic),
        "destination": meta.members("destination", Country),
        "origin": meta.members("origin", Country),
        "audience": meta.members("audience", Audience),
        "protection": meta.get("protection", bool, False),
        "sources": _sources(meta),
        "official_page": meta.text("official_page"),
        "confidence": meta.member("confidence", Confidence),
        "reviewed_on": meta.day("reviewed_on"),
        "review_by": meta.day("review_by"),
        "related": tuple(meta.get("related", list, [])),
        "confirmed_by_caseworker": meta.get("confirmed_by_caseworker", bool, False),
    }


def _sources(meta: _Fields) -> tuple[Source, ...]:
    found = []
    for row in meta.rows("sources"):
        url = row.text("url")
        if not url.startswith(("https://", "http://")):
            raise row.wrong("url", "must start with https://")
        found.append(
            Source(
                number=row.get("id", int),
                url=url,
                publisher=row.text("publisher"),
                title=row.text("title"),
                date=row.get("date", (date, type(None))),  # type: ignore[arg-type]  # isinstance takes a tuple
                official=row.get("official", bool, False),
            )
        )
    if not found:
        raise meta.wrong("sources", "at least one is needed")
    return tuple(found)


def _figures(meta: _Fields) -> tuple[Figure, ...]:
    found = []
    for row in meta.rows("figures"):
        try:
            value = Decimal(str(row.get("value", (int, float, str))))  # type: ignore[arg-type]
        except InvalidOperation as exc:
            raise row.wrong("value", "is not a number") from exc
        found.append(
            Figure(id=row.text("id"), value=value, unit=row.text("unit"), year=row.get("year", int), source=row.get("source", int, 1))
        )
    return tuple(found)


def _article(folder: str, name: str, text: str, shared: dict[str, Any]) -> Article:
    file = f"{folder}/{name}"
    code = name.removesuffix(".md")
    if code not in {language.value for language in Language}:
        raise BadContent(file, None, f"unknown language '{code}'")
    front, body, body_line = _split(file, text)
    fields = _Fields(file, _mapping(file, front, first_line=1))
    for line, reason in markdown.problems(body):
        raise BadContent(file, body_line + line, reason)
    return Article(
        id=folder,
        language=Language(code),
        title=fields.text("title"),
        short_answer=" ".join(fields.text("short_answer").split()),
        body=body.strip(),
        phrasings=_phrasings(fields),
        **shared,
    )


def _split(file: str, text: str) -> tuple[str, str, int]:
    """Front matter, body, and the number of lines above the body."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].strip() != "---":
        raise BadContent(file, 1, "must begin with front matter between '---' lines")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 1
    raise BadContent(file, len(lines), "the front matter has no closing '---'")


def _phrasings(fields: _Fields) -> tuple[Phrasing, ...]:
    found = []
    for code, texts in fields.get("phrasings", dict, {}).items():
        variety = _Fields(fields.file, {"phrasings": code}).member("phrasings", Variety)
        if not isinstance(texts, list):
            raise fields.wrong(f"phrasings.{code}", "must be a list of texts")
        found += [Phrasing(variety=variety, text=str(text).strip()) for text in texts if str(text).strip()]
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
