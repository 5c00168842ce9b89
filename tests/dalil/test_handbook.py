"""Writing and printing the handbook: what is left behind, and what a person is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dalil import handbook
from dalil.cli import app
from dalil.preparing import NotReady
from dalil.printing import find_chromium
from knowledge.article import Country
from knowledge.content_files import write_folders
from knowledge.handbook.edition import edition
from tests.knowledge.conftest import empty_base  # noqa: F401
from tests.knowledge.samples import TODAY, folder


def test_an_article_that_was_withdrawn_loses_its_pages(tmp_path: Path) -> None:
    handbook.write_html(edition([folder(), folder("gone")], (), TODAY), tmp_path)
    assert (tmp_path / "ar" / "gone.html").exists()
    assert handbook.write_html(edition([folder()], (), TODAY), tmp_path) == f"16 pages written to {tmp_path}"
    assert not (tmp_path / "ar" / "gone.html").exists() and (tmp_path / "ar" / "de-wage.html").exists()


def test_a_folder_that_is_no_handbook_keeps_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "ar").mkdir()
    (tmp_path / "ar" / "mine.html").write_text("mine")
    handbook.write_html(edition([folder()], (), TODAY), tmp_path)
    assert (tmp_path / "ar" / "mine.html").exists()


@pytest.mark.usefixtures("empty_base")
def test_the_handbook_holds_what_is_published(tmp_path: Path) -> None:
    from dalil import kb

    write_folders([folder()], tmp_path)
    assert kb.import_from(tmp_path) == 0
    assert {id for id, _ in handbook.from_database().articles} == {"de-wage"}


def test_without_chromium_a_person_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="apt-get install chromium"):
        find_chromium({"PATH": str(tmp_path)})
    with pytest.raises(NotReady, match="DALIL_CHROMIUM names nowhere"):
        find_chromium({"PATH": str(tmp_path), "DALIL_CHROMIUM": "nowhere"})


def test_the_program_that_is_named_prints(tmp_path: Path) -> None:
    program = tmp_path / "mine"
    program.write_text("")
    program.chmod(0o755)
    assert find_chromium({"PATH": "", "DALIL_CHROMIUM": str(program)}) == str(program)


def test_a_book_about_a_country_without_articles_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_CHROMIUM", "/bin/true")
    with pytest.raises(NotReady, match="nothing to print"):
        handbook.print_books(edition([folder()], (), TODAY), tmp_path, None, Country.IT)


def test_an_export_without_a_target_is_refused() -> None:
    assert CliRunner().invoke(app, ["kb", "export"]).exit_code == 2
