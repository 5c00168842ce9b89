"""Read one route's file (docs/content-format.md): text in, `Pathway` out, or BadContent with file, line and reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import yaml

from knowledge import figures
from knowledge.article import Country, Language
from knowledge.errors import BadContent
from knowledge.fields import Fields, mapping
from knowledge.pathways import conditions as kinds
from knowledge.pathways.conditions import Amount, Condition, Reference
from knowledge.pathways.judging import needs
from knowledge.pathways.pathway import Pathway, Priced
from knowledge.pathways.profile import Education, Level, OfferKind, Recognition

_REFERENCE = re.compile(r"(?P<article>[a-z0-9-]+)/(?P<number>\d+)")
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_COMMON = frozenset({"need", "code", "source", "unverified", "closes"})
# What is fixed once and for all closes a route when it does not fit; the rest can be obtained.
_CLOSING = frozenset({"age", "education", "occupation"})


def parse(name: str, text: str) -> Pathway:
    """Read a file called `<id>.yaml`. Raises BadContent at the first thing that is wrong."""
    fields = Fields(name, mapping(name, text))
    if f"{fields.text('id')}.yaml" != name:
        raise fields.wrong("id", f"'{fields.text('id')}' is not the file's name")
    lines = _lines(text)
    return Pathway(
        id=fields.text("id"),
        version=fields.get("version", int),
        names=_names(fields),
        origins=fields.members("from", Country),
        destination=fields.member("to", Country),
        year=fields.get("year", int),
        law=fields.one_line("law"),
        official_page=fields.address("official_page"),
        sources=tuple(_reference(fields, "sources", written) for written in fields.texts("sources")),
        articles=fields.texts("articles"),
        reviewed_on=fields.day("reviewed_on"),
        review_by=fields.day("review_by"),
        conditions=tuple(_condition(row, _line(lines, n)) for n, row in enumerate(fields.rows("conditions"))),
        confirm=_codes(fields, "confirm"),
        documents=_codes(fields, "documents"),
        costs=_priced(fields, "costs"),
        times=_priced(fields, "times"),
        file=name,
    )


def _names(fields: Fields) -> Mapping[Language, str]:
    names = Fields(f"{fields.file} names", fields.get("names", dict))
    return MappingProxyType({language: names.one_line(language.value) for language in Language})


def _codes(fields: Fields, name: str) -> tuple[str, ...]:
    found = fields.texts(name)
    for code in found:
        if not _CODE.fullmatch(code):
            raise fields.wrong(name, f"'{code}' must be lower case letters, digits and underscores")
    return found


def _priced(fields: Fields, name: str) -> tuple[Priced, ...]:
    return tuple(Priced(what=row.text("what"), figure=row.text("figure")) for row in fields.rows(name))


def _lines(text: str) -> list[int]:
    """The line on which each condition begins, counted from 1."""
    root = yaml.compose(text, yaml.CSafeLoader)
    entries = next((value for key, value in root.value if key.value == "conditions"), None) if root else None
    return [entry.start_mark.line + 1 for entry in entries.value] if isinstance(entries, yaml.SequenceNode) else []


def _line(lines: list[int], number: int) -> int | None:
    return lines[number] if number < len(lines) else None


def _condition(row: Fields, line: int | None) -> Condition:
    """Raises BadContent with the line on which the condition of the file begins."""
    try:
        return _read(row, line)
    except BadContent as exc:
        raise BadContent(exc.file, line, exc.reason) from exc


def _read(row: Fields, line: int | None) -> Condition:
    need = row.text("need")
    reader = _READERS.get(need)
    if reader is None:
        raise row.wrong("need", f"'{need}' is not one of {' '.join(sorted(_READERS))}")
    takes, make = reader
    if odd := sorted(row.names() - _COMMON - takes):
        raise row.wrong(odd[0], f"is no field of a condition '{need}'")
    code = row.get("code", str, default=_usual_code(need, row))
    if not _CODE.fullmatch(code):
        raise row.wrong("code", f"'{code}' must be lower case letters, digits and underscores")
    written = row.get("source", str, type(None))
    found: Condition = make(
        row,
        {
            "code": code,
            "source": None if written is None else _reference(row, "source", written),
            "closes": row.get("closes", bool, default=need in _CLOSING),
            "unverified": row.address("unverified") if row.get("unverified", str, type(None)) else None,
            "line": line,
        },
    )
    return found


def _usual_code(need: str, row: Fields) -> str:
    if need == "language":
        return f"language_{row.text('language')}"
    return needs(row.member("kind", OfferKind)) if need == "offer" else {"recognition": "recognised"}.get(need, need)


def _reference(row: Fields, name: str, written: str) -> Reference:
    match = _REFERENCE.fullmatch(written)
    if match is None:
        raise row.wrong(name, f"'{written}' must name an article and the number of its source, such as de-blue-card/3")
    return Reference(article=match["article"], number=int(match["number"]))


def _amount(row: Fields, name: str) -> Amount:
    """A figure's id or a number. Raises BadContent for anything else."""
    value = row.get(name, int, float, str)
    if isinstance(value, str) and figures.is_id(value):
        return Amount(figure=value)
    return Amount(value=row.number(name))


def _amount_if(row: Fields, name: str) -> Amount | None:
    return None if row.get(name, int, float, str, type(None)) is None else _amount(row, name)


def _alternatives(row: Fields, name: str, line: int | None) -> tuple[Condition, ...]:
    """Conditions; a list among them stands for all of it together."""
    entries = row.get(name, list)
    if not entries:
        raise row.wrong(name, "is empty")
    return tuple(
        _entry(Fields(f"{row.file} {name}[{n}]", {"all": each} if isinstance(each, list) else each), line) for n, each in _shaped(row, name)
    )


def _shaped(row: Fields, name: str) -> list[tuple[int, Any]]:
    entries = row.get(name, list)
    if not all(isinstance(each, dict | list) for each in entries):
        raise row.wrong(name, "every entry must be a condition or a list of them")
    return list(enumerate(entries, 1))


def _entry(row: Fields, line: int | None) -> Condition:
    if row.names() == {"all"}:
        return kinds.All(code="all", line=line, of=_alternatives(row, "all", line))
    return _read(row, line)


def _points(row: Fields, common: dict[str, Any]) -> kinds.Points:
    table = tuple(
        kinds.PointsFor(
            subject=each.text("subject"),
            points=each.get("points", int),
            when=_read(Fields(f"{each.file} when", each.get("when", dict)), common["line"]),
        )
        for each in row.rows("table")
    )
    return kinds.Points(**common, at_least=_amount(row, "at_least"), table=table)


def _age(row: Fields, common: dict[str, Any]) -> kinds.Age:
    least, most, below = (_amount_if(row, name) for name in ("at_least", "at_most", "below"))
    if not (least or most or below):
        raise row.wrong("need", "an age needs at_least, at_most or below")
    return kinds.Age(**common, at_least=least, at_most=most, below=below)


def _occupation(row: Fields, common: dict[str, Any]) -> kinds.Occupation:
    opening, barred, asked = (frozenset(row.texts(name)) for name in ("one_of", "none_of", "ask_for"))
    if not (opening or barred or asked):
        raise row.wrong("need", "an occupation needs one_of, none_of or ask_for")
    ask_at = row.address("ask_at") if row.get("ask_at", str, type(None)) else None
    return kinds.Occupation(**common, one_of=opening, none_of=barred, ask_for=asked, ask_at=ask_at)


# What each kind of condition takes besides the common fields, and how it is made.
_READERS: Mapping[str, Any] = {
    "age": ({"at_least", "at_most", "below"}, _age),
    "education": ({"one_of"}, lambda row, common: kinds.HasEducation(**common, one_of=row.members("one_of", Education))),
    "recognition": ({"level"}, lambda row, common: kinds.IsRecognised(**common, level=row.member("level", Recognition))),
    "experience": ({"years"}, lambda row, common: kinds.Experience(**common, years=_amount_if(row, "years"))),
    "language": (
        {"language", "level"},
        lambda row, common: kinds.Speaks(**common, language=row.text("language"), level=row.member("level", Level)),
    ),
    "offer": ({"kind"}, lambda row, common: kinds.HasOffer(**common, kind=row.member("kind", OfferKind))),
    "occupation": ({"one_of", "none_of", "ask_for", "ask_at"}, _occupation),
    "salary": ({"at_least"}, lambda row, common: kinds.Salary(**common, at_least=_amount(row, "at_least"))),
    "funds": ({"at_least"}, lambda row, common: kinds.Funds(**common, at_least=_amount(row, "at_least"))),
    "livelihood": ({"at_least"}, lambda row, common: kinds.Livelihood(**common, at_least=_amount(row, "at_least"))),
    "points": ({"at_least", "table"}, _points),
    "ask": ({"url"}, lambda row, common: kinds.Ask(**common, url=row.address("url"))),
    "any": ({"of"}, lambda row, common: kinds.AnyOf(**common, of=_alternatives(row, "of", common["line"]))),
}
