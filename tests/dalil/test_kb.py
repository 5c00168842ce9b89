from __future__ import annotations

import json
from pathlib import Path

import pytest

from dalil import kb
from knowledge import helpline_sheet
from knowledge.content_files import CONTENT, write_folders
from tests.knowledge.conftest import empty_base  # noqa: F401
from tests.knowledge.samples import folder


def test_the_shipped_content_has_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert kb.check(None) == 0
    assert " articles, 0 errors, " in capsys.readouterr().out


def test_what_is_wrong_is_printed_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_folders([folder(related=("gone",))], tmp_path)
    (tmp_path / "empty").mkdir()
    assert kb.check(tmp_path) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "error: empty: article.yaml is missing"
    assert "error: de-wage/en: is related to 'gone', which does not exist" in lines
    assert lines[-1] == "1 articles, 6 errors, 0 warnings"


def test_a_helpline_sheet_among_the_articles_is_checked_with_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (CONTENT / helpline_sheet.SHEET).read_text("utf-8")
    (tmp_path / helpline_sheet.SHEET).write_text(
        text.replace(",,1522,,", ",,1,,").replace(",varies,others,free", ",always,others,free"), "utf-8"
    )
    assert kb.check(tmp_path) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("error: helplines.csv:55: hours: 'always' is no opening time")
    assert lines[1] == "error: helpline IT 1522 (violence and stalking): phone_local '1' cannot be dialled in this country"
    assert lines[2:] == ["131 helplines, 95 served, 95 of them never called", "0 articles, 2 errors, 0 warnings"]
    (tmp_path / helpline_sheet.SHEET).write_bytes(b"\xff")
    assert kb.check(tmp_path) == 1
    assert capsys.readouterr().out.startswith("error: helplines.csv: not UTF-8 at byte 0")


def test_a_glossary_among_the_articles_is_checked_with_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text((CONTENT / "glossary.yaml").read_text("utf-8"), "utf-8")
    assert kb.check(tmp_path) == 1  # there is no article
    assert "error: glossary/nulla-osta: its article 'it-nulla-osta-steps' does not exist" in capsys.readouterr().out.splitlines()
    path.write_text("asking: {}\nterms:\n  - id: smic\n", "utf-8")
    assert kb.check(tmp_path) == 1
    assert capsys.readouterr().out.startswith("error: glossary.yaml:3: ")
    path.write_bytes(b"\xff")
    assert kb.check(tmp_path) == 1
    assert capsys.readouterr().out.startswith("error: glossary.yaml: not UTF-8 at byte 0")


@pytest.mark.usefixtures("empty_base")
@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.csv"])
def test_a_base_is_imported_counted_and_exported(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_folders([folder()], tmp_path / "in")
    assert kb.import_from(tmp_path / "in") == 0
    assert capsys.readouterr().out == "5 new, 0 updated, 0 unchanged, 0 refused\n"
    counts = json.loads(kb.stats(as_json=True))
    assert (counts["articles"], counts["texts"], counts["country"], counts["topic"]) == (1, 5, {"DE": 1}, {"rights-at-work": 1})
    assert counts["language"] == {"ar": 1, "de": 1, "en": 1, "fr": 1, "it": 1}
    assert counts["state"] == {"published": 5, "overdue": 0, "withdrawn_or_draft": 0, "confirmed_by_caseworker": 0}
    assert "articles   1" in kb.stats(as_json=False)
    assert kb.export_to(tmp_path / name).startswith("1 articles written to ")
    assert kb.import_from(tmp_path / name) == 0
    assert capsys.readouterr().out == "0 new, 0 updated, 5 unchanged, 0 refused\n"


@pytest.mark.usefixtures("empty_base")
def test_a_refused_import_says_why_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert kb.import_from(tmp_path) == 1
    assert kb.import_from(tmp_path / "nowhere.csv") == 1
    out = capsys.readouterr().out
    assert "refused: empty: article.yaml is missing" in out and "refused: nowhere.csv: not a readable sheet" in out
