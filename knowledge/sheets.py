"""The base as one table (.xlsx or .csv): a row a file of the content format, so that nothing is lost on the way.

Columns: `article`, `file`, `text`. A spreadsheet that would run a cell as a formula is given the cell as text.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from openpyxl import Workbook, load_workbook

from knowledge import content_format
from knowledge.article import ArticleFolder
from knowledge.errors import BadContent
from knowledge.importing import ImportReport, import_articles

COLUMNS = ("article", "file", "text")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"  # what spreadsheets show as text; taken off again on import
_CELL_AT_MOST = 32_767  # Excel


def export_sheet(folders: Iterable[ArticleFolder], target: Path) -> None:
    """Write a .csv or .xlsx. Raises BadContent for a text longer than an Excel cell."""
    rows = [(folder.id, name, _guarded(text)) for folder in folders for name, text in content_format.render(folder).items()]
    if target.suffix == ".csv":
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        return
    for article, name, text in rows:
        if len(text) > _CELL_AT_MOST:
            raise BadContent(f"{article}/{name}", None, f"longer than a cell may be ({_CELL_AT_MOST:,} characters)")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("articles")
    for row in (COLUMNS, *rows):
        sheet.append(row)
    book.save(target)


def import_sheet(source: Path) -> ImportReport:
    """Import what `export_sheet` wrote; a row that is wrong is refused with its number."""
    with tempfile.TemporaryDirectory() as scratch:
        directory, refused = Path(scratch), []
        for number, row in enumerate(_rows(source), start=2):
            article, name, text = (str(cell or "") for cell in (*row, "", "", "")[:3])
            if not _is_plain(article) or not _is_plain(name):
                refused.append(BadContent(source.name, number, f"'{article}/{name}' is not an article's file"))
                continue
            (directory / article).mkdir(exist_ok=True)
            (directory / article / name).write_text(_unguarded(text), "utf-8")
        report = import_articles(directory)
    report.refused += refused
    return report


def _rows(source: Path) -> Iterator[tuple[object, ...]]:
    if source.suffix == ".csv":
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            next(reader, None)
            yield from (tuple(row) for row in reader)
        return
    sheet = load_workbook(source, read_only=True).worksheets[0]
    yield from sheet.iter_rows(min_row=2, values_only=True)


def _is_plain(name: str) -> bool:
    """No path out of the folder, no hidden file."""
    return bool(name) and name.replace("-", "").replace(".", "").isalnum() and not name.startswith(".")


def _guarded(text: str) -> str:
    return _GUARD + text if text.startswith((*_FORMULA_STARTS, _GUARD)) else text


def _unguarded(text: str) -> str:
    return text.removeprefix(_GUARD) if text.startswith(tuple(_GUARD + start for start in (*_FORMULA_STARTS, _GUARD))) else text
