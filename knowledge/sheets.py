"""The base as one table (.xlsx or .csv): a row a file of the content format, so that nothing is lost on the way.

Columns: `article`, `file`, `text`. A spreadsheet that would run a cell as a formula is given the cell as text.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from knowledge import content_format
from knowledge.article import ArticleFolder
from knowledge.errors import BadContent
from knowledge.importing import ImportReport, import_articles

COLUMNS = ("article", "file", "text")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # also the wide ones of Asian keyboards
_GUARD = "'"  # what spreadsheets show as text; taken off again on import
_CELL_AT_MOST = 32_767  # Excel
_NAME_AT_MOST = 100


def export_sheet(folders: Iterable[ArticleFolder], target: Path) -> None:
    """Write a .csv or .xlsx. Raises BadContent for a text that an Excel cell cannot hold."""
    rows = [(folder.id, name, guarded(text)) for folder in folders for name, text in content_format.render(folder).items()]
    if target.suffix == ".csv":
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        return
    for article, name, text in rows:
        if len(text) > _CELL_AT_MOST:
            raise BadContent(f"{article}/{name}", None, f"longer than a cell may be ({_CELL_AT_MOST:,} characters)")
        if ILLEGAL_CHARACTERS_RE.search(text):
            raise BadContent(f"{article}/{name}", None, "has control characters, which a spreadsheet cannot hold")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("articles")
    for row in (COLUMNS, *rows):
        sheet.append(row)
    book.save(target)


def import_sheet(source: Path) -> ImportReport:
    """Import what `export_sheet` wrote; a row that is wrong is refused with its number, so is a file that is no sheet."""
    with tempfile.TemporaryDirectory() as scratch:
        directory, refused = Path(scratch), []
        try:
            rows = list(_rows(source))
        except (OSError, ValueError, csv.Error, BadZipFile, InvalidFileException, KeyError) as exc:
            return ImportReport(refused=[BadContent(source.name, None, f"not a readable sheet: {exc}")])
        for number, row in enumerate(rows, start=2):
            article, name, text = (str(cell or "") for cell in (*row, "", "", "")[:3])
            if not (article or name or text):
                continue  # spreadsheets keep empty rows
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
    book = load_workbook(source, read_only=True)
    try:
        yield from book.worksheets[0].iter_rows(min_row=2, values_only=True)
    finally:
        book.close()


def _is_plain(name: str) -> bool:
    """No path out of the folder, no hidden file."""
    return 0 < len(name) <= _NAME_AT_MOST and name.replace("-", "").replace(".", "").isalnum() and not name.startswith(".")


def guarded(text: str) -> str:
    """As a cell that no spreadsheet runs (OWASP, CSV injection).

    >>> guarded("=1+1"), guarded("How?")
    ("'=1+1", 'How?')
    """
    return _GUARD + text if text.startswith((*_FORMULA_STARTS, _GUARD)) else text


def _unguarded(text: str) -> str:
    return text.removeprefix(_GUARD) if text.startswith(tuple(_GUARD + start for start in (*_FORMULA_STARTS, _GUARD))) else text
