from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from knowledge import repository, sheets
from knowledge.errors import BadContent
from tests.knowledge.samples import article, files, folder

starts = st.sampled_from(["", "=", "+", "-", "@", "'", "\t", "\r"])


def written(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([sheets.COLUMNS, *rows])
    return path


@pytest.mark.usefixtures("empty_base")
@pytest.mark.parametrize("name", ["base.csv", "base.xlsx"])
def test_a_base_survives_the_way_through_a_sheet(tmp_path: Path, name: str) -> None:
    sheets.export_sheet([folder()], tmp_path / name)
    report = sheets.import_sheet(tmp_path / name)
    assert (report.created, report.refused) == (5, [])
    assert repository.folders() == [folder()]


@pytest.mark.parametrize("name", ["base.csv", "base.xlsx"])
def test_no_cell_begins_like_a_formula(tmp_path: Path, name: str) -> None:
    sheets.export_sheet([folder()], tmp_path / name)
    if name.endswith("csv"):
        cells = [cell for row in csv.reader((tmp_path / name).read_text("utf-8").splitlines()[:1]) for cell in row]
        assert "\"'---" in (tmp_path / name).read_text("utf-8")
    else:
        book = load_workbook(tmp_path / name)
        cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} == {"s"}
    assert not [cell for cell in cells if str(cell).startswith(("=", "+", "-", "@"))]


@given(starts, starts, st.text())
def test_the_guard_is_taken_off_again(first: str, second: str, rest: str) -> None:
    text = first + second + rest
    guarded = sheets.guarded(text)
    assert sheets._unguarded(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.usefixtures("empty_base")
@pytest.mark.parametrize("name", ["../evil", "..", ".hidden", "/etc", "a/b", "a\\b", "", "x" * 300, "a\0b"])
def test_a_row_cannot_write_outside_its_folder_and_is_refused_by_number(tmp_path: Path, name: str) -> None:
    whole = [("de-wage", file, text) for file, text in files().items()]
    report = sheets.import_sheet(written(tmp_path / "base.csv", *whole, (name, "en.md", "x"), ("de-wage", name, "x")))
    assert report.created == 1
    assert [(bad.file, bad.line) for bad in report.refused] == [("base.csv", 4), ("base.csv", 5)]
    assert list(tmp_path.iterdir()) == [tmp_path / "base.csv"]


@pytest.mark.usefixtures("empty_base")
def test_empty_rows_and_missing_cells_are_no_harm(tmp_path: Path) -> None:
    whole = [("de-wage", file, text) for file, text in files().items()]
    report = sheets.import_sheet(written(tmp_path / "base.csv", ("", "", ""), (), *whole, ("de-wage", "fr.md")))
    assert [str(bad) for bad in report.refused] == ["de-wage/fr.md:1: must begin with front matter between '---' lines"]
    assert report.created == 0


@pytest.mark.usefixtures("empty_base")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("base.xlsx", b"not a workbook"),
        ("base.xlsx", b"PK\x05\x06" + b"\0" * 18),
        ("base.ods", b""),
        ("base.csv", b"article,file,text\nd,en.md,\xff\xfe"),
        ("base.csv", b"article,file,text\nd,en.md," + b"x" * 200_000),
        ("base.csv", None),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    report = sheets.import_sheet(tmp_path / name)
    assert [bad.file for bad in report.refused] == [name] and "not a readable sheet" in report.refused[0].reason


@pytest.mark.usefixtures("empty_base")
def test_a_sheet_saved_by_a_spreadsheet_is_read_with_its_mark(tmp_path: Path) -> None:
    book = Workbook()
    for row in (sheets.COLUMNS, *(("de-wage", file, text) for file, text in files().items()), (None, None, None)):
        book.active.append(row)
    book.save(tmp_path / "base.xlsx")
    assert sheets.import_sheet(tmp_path / "base.xlsx").created == 1
    marked = written(tmp_path / "base.csv", *(("de-wage", file, text) for file, text in files().items()))
    marked.write_text("\ufeff" + marked.read_text("utf-8"), "utf-8")
    assert sheets.import_sheet(marked).unchanged == 1


@pytest.mark.parametrize(("body", "reason"), [("a " * 17_000, "longer than a cell may be"), ("bell \x07", "control characters")])
def test_a_text_that_no_cell_holds_is_refused(tmp_path: Path, body: str, reason: str) -> None:
    whole = replace(folder(), articles=(article(body=body),))
    with pytest.raises(BadContent, match=reason):
        sheets.export_sheet([whole], tmp_path / "base.xlsx")
    sheets.export_sheet([whole], tmp_path / "base.csv")
