"""What people ask, as a table: nothing of a small group but its words, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from knowledge.sheets import guarded
from staff.unanswered import Cluster, K, Part, Week

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("group", "asked", "words", "languages", "countries", "weeks")
_CELL_AT_MOST = 32_767  # Excel

Row = tuple[str, ...]


def rows(clusters: Iterable[Cluster]) -> list[Row]:
    """A line for each example of each group, the head first."""
    lines = [_line(number, cluster, example.text) for number, cluster in enumerate(clusters, start=1) for example in cluster.examples]
    return [HEAD, *lines]


def csv(table: Sequence[Row]) -> bytes:
    """With a byte order mark, by which Excel knows that it is UTF-8."""
    out = io.StringIO()
    csv_module.writer(out).writerows([_safe(cell) for cell in row] for row in table)
    return out.getvalue().encode("utf-8-sig")


def xlsx(table: Sequence[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("questions")
    for row in table:
        sheet.append([_safe(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _line(number: int, cluster: Cluster, text: str) -> Row:
    asked = f"fewer than {K}" if cluster.small else str(cluster.count)
    return (str(number), asked, text, _listed(cluster.languages), _listed(cluster.countries), "; ".join(map(_week, cluster.weeks)))


def _listed(parts: Iterable[Part]) -> str:
    return "; ".join(f"{part.code} {part.count}" for part in parts)


def _week(week: Week) -> str:
    return f"{week.first.isoformat()} {'some' if week.count is None else week.count}"


def _safe(cell: str) -> str:
    return guarded(ILLEGAL_CHARACTERS_RE.sub("", cell))[:_CELL_AT_MOST]
