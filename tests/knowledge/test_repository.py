from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import models, repository
from knowledge.article import Language
from knowledge.content_files import write_folders
from knowledge.importing import import_articles
from tests.knowledge.samples import WAGE, article, folder


@pytest.fixture(autouse=True)
def imported(empty_base: str, tmp_path: Path) -> None:
    write_folders([folder("a-first"), replace(folder(), figures=())], tmp_path / "two")
    import_articles(tmp_path / "two")


def test_what_is_published_comes_in_order_as_pure_data() -> None:
    published = repository.published()
    assert [found.id for found in published] == ["a-first"] * 5 + ["de-wage"] * 5
    assert article("de-wage", Language.FR) in published


def test_what_is_withdrawn_is_not_published() -> None:
    models.Article.objects.get(slug="de-wage", locale__language_code="ar").unpublish()
    assert {found.language.value for found in repository.published() if found.id == "de-wage"} == {"fr", "en", "it", "de"}


def test_a_change_has_the_next_number() -> None:
    before = repository.last_change()
    models.ContentChange.objects.create(article="de-wage", language="en")
    assert repository.last_change() == before + 1


def test_folders_can_be_made_of_some_rows() -> None:
    rows = models.Article.objects.filter(slug="de-wage", locale__language_code="en").select_related("locale")
    (found,) = repository.folders(rows)
    assert [a.language for a in found.articles] == [Language.EN]


def test_a_figure_belongs_to_the_article_that_brought_it() -> None:
    assert repository.figures() == {"de_wage": WAGE}
    assert {found.id: found.figures for found in repository.folders()} == {"a-first": (WAGE,), "de-wage": ()}
