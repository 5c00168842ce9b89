"""The helpline sheet: one row a line. Pure: `parse` reads it, `render` writes it; `read` makes a line of the cells of one row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from io import StringIO
from typing import TypeVar

from knowledge import opening_hours, spoken
from knowledge.article import Language
from knowledge.errors import BadContent
from knowledge.helpline import Area, Caution, Cost, ForWhom, Helpline, HelplineTopic, Reliability

SHEET = "helplines.csv"
NAMES: Mapping[Language, str] = {language: f"name_{language.value}" for language in Language}
COLUMNS = (
    *("country", "topics", "name", *NAMES.values()),
    *("phone_international", "phone_local", "whatsapp", "sms", "url"),
    *("hours", "languages", "cost", "for_whom", "warning"),
    *("source_url", "source_date", "confidence", "last_test_call", "note"),
)
_TEXTS = ("name", "phone_international", "phone_local", "whatsapp", "sms", "url", "source_url", "note")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?|")
_Closed = TypeVar("_Closed", bound=StrEnum)


class BadCell(ValueError):
    """One cell is wrong; names its column."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column, self.reason = column, reason


def parse(text: str, file: str = SHEET) -> tuple[list[Helpline], list[BadContent]]:
    """Every line that can be read, and what is wrong with the others: file, line and reason."""
    rows = csv.DictReader(StringIO(text), strict=True)
    lines: list[Helpline] = []
    refused: list[BadContent] = []
    seen: dict[tuple[str, str, str], int] = {}
    try:
        if missing := [column for column in COLUMNS if column not in (rows.fieldnames or ())]:
            return [], [BadContent(file, 1, f"columns are missing: {', '.join(missing)}")]
        for row in rows:
            try:
                line = _read_row(row)
                if (first := seen.setdefault(line.identity, rows.line_num)) != rows.line_num:
                    raise BadCell("phone_local", f"the number of this country already stands in line {first}")
            except BadCell as exc:
                refused.append(BadContent(file, rows.line_num, str(exc)))
            else:
                lines.append(line)
    except csv.Error as exc:
        refused.append(BadContent(file, rows.line_num, str(exc)))
    return lines, refused


def render(lines: Iterable[Helpline]) -> str:
    """The sheet of these lines."""
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells(line) for line in lines)
    return out.getvalue()


def cells(line: Helpline) -> dict[str, str]:
    """The cells of one row, by column."""
    return {
        **{name: getattr(line, name) for name in (*_TEXTS, "source_date")},
        **{name: getattr(line, name).value for name in ("country", "cost", "for_whom", "warning", "confidence")},
        **{column: line.names.get(language, "") for language, column in NAMES.items()},
        "topics": " ".join(line.topics),
        "hours": str(line.hours),
        "languages": str(line.languages),
        "last_test_call": line.last_test_call.isoformat() if line.last_test_call else "",
    }


def read(row: Mapping[str, str]) -> Helpline:
    """One row as a line. Raises BadCell."""
    cell = {column: " ".join(row[column].split()) for column in COLUMNS}
    names = {language: cell[column] for language, column in NAMES.items() if cell[column]}
    if not names and not cell["name"]:
        raise BadCell("name", "the line has no name")
    if names and len(names) < len(Language):
        raise BadCell("name", f"said in {', '.join(sorted(names))}: say it in every language or in none")
    if not _DATE.fullmatch(cell["source_date"]):
        raise BadCell("source_date", f"'{cell['source_date']}' is no date: write 2024, 2024-05 or 2024-05-31")
    return Helpline(
        **{name: cell[name] for name in (*_TEXTS, "source_date")},
        names=names,
        country=_one_of(Area, "country", cell["country"]),
        topics=_topics(cell["topics"]),
        hours=_hours(cell["hours"]),
        languages=_languages(cell["languages"]),
        cost=_one_of(Cost, "cost", cell["cost"]),
        for_whom=_one_of(ForWhom, "for_whom", cell["for_whom"]),
        warning=_one_of(Caution, "warning", cell["warning"]),
        confidence=_one_of(Reliability, "confidence", cell["confidence"]),
        last_test_call=_day(cell["last_test_call"]),
    )


def _read_row(row: Mapping[str | None, str | None]) -> Helpline:
    """As the csv module gives it: None for a cell that is missing, None as the column of one too many."""
    if None in row:
        raise BadCell("note", "the row has more cells than the sheet has columns")
    if None in row.values():
        raise BadCell("note", "the row has fewer cells than the sheet has columns")
    return read({str(column): str(value) for column, value in row.items()})


def _topics(text: str) -> tuple[HelplineTopic, ...]:
    if not text:
        raise BadCell("topics", "the line is about nothing")
    return tuple(_one_of(HelplineTopic, "topics", word) for word in dict.fromkeys(text.split()))


def _one_of(closed_set: type[_Closed], column: str, text: str) -> _Closed:
    if text not in {member.value for member in closed_set}:
        raise BadCell(column, f"'{text}' is not one of {' '.join(member.value for member in closed_set)}")
    return closed_set(text)


def _hours(text: str) -> opening_hours.OpeningHours:
    try:
        return opening_hours.parse(text)
    except ValueError as exc:
        raise BadCell("hours", str(exc)) from exc


def _languages(text: str) -> spoken.Spoken:
    try:
        return spoken.parse(text)
    except ValueError as exc:
        raise BadCell("languages", str(exc)) from exc


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as exc:
        raise BadCell("last_test_call", f"'{text}' is no date: write 2024-05-31") from exc
