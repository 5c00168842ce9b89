from __future__ import annotations

import pytest

from knowledge.content_files import CONTENT
from knowledge.helpline import Helpline
from knowledge.helpline_sheet import COLUMNS, SHEET, parse, render

ROW = {
    "country": "IT",
    "topics": "trafficking labour",
    "name": "Numero Verde",
    "phone_local": "800 290 290",
    "hours": "24/7",
    "languages": "it ar",
    "cost": "free",
    "for_whom": "trafficking-victims",
    "warning": "none",
    "source_url": "https://a.example",
    "source_date": "2024-05",
    "confidence": "high",
}


def sheet(*rows: dict[str, str]) -> str:
    return "\n".join([",".join(COLUMNS), *(",".join(row.get(column, "") for column in COLUMNS) for row in rows)]) + "\n"


def refusals(*rows: dict[str, str]) -> list[str]:
    return [str(bad) for bad in parse(sheet(*rows))[1]]


def test_a_row_is_read() -> None:
    [line], refused = parse(sheet(ROW))
    assert refused == []
    assert (line.country, line.topics, line.phone_local, str(line.hours), line.languages.sure) == (
        "IT",
        ("trafficking", "labour"),
        "800 290 290",
        "24/7",
        ("it", "ar"),
    )


def test_the_shipped_sheet_is_written_as_it_was_read() -> None:
    text = (CONTENT / SHEET).read_text("utf-8")
    lines, refused = parse(text)
    assert (len(lines), refused) == (132, [])
    assert render(lines) == text


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("country", "Italy", "country: 'Italy' is not one of EG MA TN DE BE FR IT EU INT"),
        ("topics", "", "topics: the line is about nothing"),
        ("topics", "trafficking wages", "topics: 'wages' is not one of "),
        ("name", "", "name: the line has no name"),
        ("name_ar", "رقم", "name: said in ar: say it in every language or in none"),
        ("hours", "always", "hours: 'always' is no opening time"),
        ("languages", "Italian", "languages: 'Italian' is no language we have a name for"),
        ("cost", "yes", "cost: 'yes' is not one of free local paid unknown"),
        ("for_whom", "all", "for_whom: 'all' is not one of anyone "),
        ("warning", "", "warning: '' is not one of none "),
        ("source_date", "n.d.", "source_date: 'n.d.' is no date"),
        ("confidence", "sure", "confidence: 'sure' is not one of high medium low unverified"),
        ("last_test_call", "today", "last_test_call: 'today' is no date"),
    ],
)
def test_a_wrong_cell_is_refused_with_file_line_and_reason(column: str, cell: str, reason: str) -> None:
    [refusal] = refusals({**ROW, column: cell})
    assert refusal.startswith(f"helplines.csv:2: {reason}")


def test_a_bad_row_does_not_keep_the_others_back() -> None:
    lines, refused = parse(sheet({**ROW, "cost": "?"}, ROW))
    assert (len(lines), [bad.line for bad in refused]) == (1, [2])


def test_one_number_of_a_country_stands_once() -> None:
    assert refusals(ROW, {**ROW, "name": "Other"}) == ["helplines.csv:3: phone_local: the number of this country already stands in line 2"]
    assert refusals(ROW, {**ROW, "country": "FR"}) == []
    page = {**ROW, "phone_local": ""}
    assert refusals(page, {**page, "name": "Other"}) == []


def test_a_sheet_of_another_shape_is_refused() -> None:
    assert str(parse("country,topic\nEgypt,police\n")[1][0]).startswith("helplines.csv:1: columns are missing: topics, name,")
    assert "fewer cells" in str(parse(sheet() + "IT,police\n")[1][0])
    assert "more cells" in str(parse(sheet() + "," * len(COLUMNS) + "x\n")[1][0])
    assert "unexpected end of data" in str(parse(sheet() + '"IT\n')[1][0])


def test_a_line_is_written_with_all_it_has() -> None:
    [line], _ = parse(sheet({**ROW, "last_test_call": "2026-01-31", "note": "asked twice"}))
    assert isinstance(line, Helpline)
    assert parse(render([line])) == ([line], [])
