from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from knowledge import helpline_sheet, models, repository
from knowledge.article import ArticleFolder, Language
from knowledge.content_files import ARTICLES, CONTENT, read_folders, write_folders
from knowledge.helpline import Helpline
from knowledge.importing import ImportReport, import_articles, import_helplines
from tests.knowledge.samples import WAGE, folder

pytestmark = pytest.mark.usefixtures("empty_base")


def brought_in(tmp_path: Path, *folders: ArticleFolder) -> ImportReport:
    write_folders(folders, tmp_path)
    return import_articles(tmp_path)


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.created, report.updated, report.unchanged


def with_title(title: str, whole: ArticleFolder | None = None) -> ArticleFolder:
    whole = whole or folder()
    return replace(whole, articles=tuple(replace(a, title=title) if a.language is Language.EN else a for a in whole.articles))


def english() -> models.Article:
    return models.Article.objects.get(slug="de-wage", locale__language_code="en")


def test_new_articles_are_published_as_one_article_in_five_languages(tmp_path: Path) -> None:
    seen: list[str] = []
    write_folders([folder()], tmp_path)
    assert counts(import_articles(tmp_path, progress=seen.append)) == (5, 0, 0)
    assert seen == ["de-wage"]
    assert len(set(models.Article.objects.values_list("translation_key", flat=True))) == 1
    assert repository.folders() == [folder()]
    changes = set(models.ContentChange.objects.values_list("article", "language"))
    assert changes >= {("de-wage", language.value) for language in Language}


def test_what_did_not_change_is_left_alone(tmp_path: Path) -> None:
    brought_in(tmp_path, folder())
    before = repository.last_change()
    assert counts(import_articles(tmp_path)) == (0, 0, 5)
    assert repository.last_change() == before


def test_only_the_changed_language_is_updated(tmp_path: Path) -> None:
    brought_in(tmp_path, folder())
    assert counts(brought_in(tmp_path, with_title("New?"))) == (0, 1, 4)
    assert english().title == "New?" and english().live


def test_what_staff_have_edited_is_kept_and_named(tmp_path: Path) -> None:
    brought_in(tmp_path, folder())
    row = english()
    row.title = "By staff?"
    row.save_revision(user=User.objects.create(username="writer")).publish()
    report = brought_in(tmp_path, with_title("By the seed?"))
    assert counts(report) == (0, 0, 4) and report.kept == ["de-wage/en"]
    assert english().title == "By staff?"


def test_what_staff_have_edited_for_all_languages_is_kept_in_each(tmp_path: Path) -> None:
    brought_in(tmp_path, folder())
    row = english()
    row.official_page = "https://staff.example"
    row.save_revision(user=User.objects.create(username="writer")).publish()
    whole = folder()
    changed = tuple(replace(a, title="Neu?") if a.language is Language.DE else a for a in whole.articles)
    assert counts(brought_in(tmp_path, replace(whole, articles=changed))) == (0, 1, 4)
    german = models.Article.objects.get(slug="de-wage", locale__language_code="de")
    assert (german.title, german.official_page) == ("Neu?", "https://staff.example")


def test_a_withdrawn_article_is_not_published_again_by_a_newer_seed(tmp_path: Path) -> None:
    brought_in(tmp_path, folder())
    english().unpublish()
    report = brought_in(tmp_path, with_title("New?"))
    assert report.kept == ["de-wage/en"] and not english().live


def test_a_figure_keeps_what_staff_wrote_until_the_seed_knows_a_newer_year(tmp_path: Path) -> None:
    brought_in(tmp_path, folder())
    models.Figure.objects.filter(key="de_wage").update(value=Decimal("13.00"))
    brought_in(tmp_path, replace(folder(), figures=(replace(WAGE, value=Decimal("12.90")),)))
    assert repository.figures()["de_wage"].value == Decimal("13")
    brought_in(tmp_path, replace(folder(), figures=(replace(WAGE, value=Decimal("13.90"), year=2027),)))
    assert repository.figures()["de_wage"] == replace(WAGE, value=Decimal("13.90"), year=2027)


def test_a_refused_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    long_title = with_title("x" * 141, replace(folder("a-long"), figures=()))
    wide_figure = replace(folder("b-wide"), figures=(replace(WAGE, id="b_wide", value=Decimal(10**12)),))
    (tmp_path / "c-broken").mkdir()
    report = brought_in(tmp_path, long_title, wide_figure, folder())
    assert counts(report) == (5, 0, 0)
    assert sorted(bad.file for bad in report.refused) == ["a-long", "b-wide", "c-broken"]
    assert set(models.Article.objects.values_list("slug", flat=True)) == {"de-wage"}
    assert set(repository.figures()) == {"de_wage"}


def test_the_shipped_content_is_imported_and_exported_as_it_is() -> None:
    folders, _ = read_folders(ARTICLES)
    report = import_articles(ARTICLES)
    assert (report.created, report.refused) == (5 * len(folders), [])
    kept = repository.folders()
    assert [found.articles for found in kept] == [found.articles for found in folders]
    assert [set(found.figures) for found in kept] == [set(found.figures) for found in folders]


def test_helplines_are_added_once_and_then_left_to_staff() -> None:
    assert import_helplines() > 50
    lines, _ = helpline_sheet.parse((CONTENT / helpline_sheet.SHEET).read_text("utf-8"))
    assert sorted(repository.helplines(), key=by_identity) == sorted(lines, key=by_identity)
    models.Helpline.objects.filter(country="DE", phone_local="112").update(hours="office")
    assert import_helplines() == 0
    [line] = [line for line in repository.helplines() if line.identity == ("DE", "112", "")]
    assert line.hours.kind == "office"


def by_identity(line: Helpline) -> tuple[str, str, str]:
    return line.identity


def test_a_bad_row_of_the_sheet_is_left_out_and_the_rest_is_imported(tmp_path: Path) -> None:
    text = (CONTENT / helpline_sheet.SHEET).read_text("utf-8")
    (tmp_path / "bad.csv").write_text(text.replace("24/7,de en?,free,anyone,none", "always,de en?,free,anyone,none"), "utf-8")
    assert import_helplines(tmp_path / "bad.csv") == 131


def test_an_empty_base_has_no_change_and_no_folder() -> None:
    assert (repository.last_change(), repository.folders(), repository.published()) == (0, [], [])
