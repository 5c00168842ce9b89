"""What an editor is told, and where, when an article does not fit the format."""

from __future__ import annotations

import json

import pytest
from wagtail.test.utils.form_data import streamfield

from knowledge.models import Article
from tests.staff.conftest import SignIn, write_article
from tests.staff.forms import article_form
from tests.staff.test_publishing import edit_page


def problems(sign_in: SignIn, row: Article, **changed: object) -> dict[str, list[str]]:
    response = sign_in("Reviewers").post(edit_page(row), article_form(row, **changed))
    assert response.status_code == 200
    return {field: [str(error) for error in errors] for field, errors in response.context["form"].errors.items()}


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("short_answer", "It is {wages} EUR.", "There is no figure 'wages'."),
        ("short_answer", "x" * 601, "As it is sent this is 601 characters long; at most 600 fit."),
        ("short_answer", "It is ١٣ EUR.", "Write digits as 0-9."),
        ("body", "It is \u20666\u2069 EUR.", "Leave direction marks out: the channels add them."),
        ("title", "x" * 101, "As it is sent this is 101 characters long; at most 100 fit."),
        ("body", "## How much?\n", "Line 1: a heading needs its key: '## Heading {#steps}'"),
        ("body", "first\n<b>bold</b>", "Line 2: HTML is not allowed"),
        ("body", "{nothing} EUR", "There is no figure 'nothing'."),
        ("body", "[more](article:no-such)", "There is no article 'no-such'."),
        ("related", "no-such", "There is no article 'no-such'."),
        ("reviewed_on", "2098-01-01", "This day has not come yet."),
        ("review_by", "2025-01-01", "The next review comes after the last one."),
    ],
)
def test_each_problem_is_told_at_its_field(article: Article, sign_in: SignIn, field: str, text: str, reason: str) -> None:
    assert problems(sign_in, article, **{field: text})[field] == [reason]


def test_figures_count_as_long_as_they_are_sent(article: Article, sign_in: SignIn) -> None:
    exactly = "{wage}" + "x" * 595  # 13.90 is 5 characters, its place in the text is 6
    assert sign_in("Authors").post(edit_page(article), article_form(article, short_answer=exactly)).status_code == 302


def test_an_article_is_not_published_without_a_source(article: Article, sign_in: SignIn) -> None:
    assert "sources" in problems(sign_in, article, sources=streamfield([]), **{"action-publish": "on"})


def test_a_name_is_taken_once_in_each_language(article: Article, sign_in: SignIn) -> None:
    response = sign_in("Authors").post("/snippets/knowledge/article/add/?locale=en", article_form())
    assert response.context["form"].errors["slug"] == ["There is already an article with this name in this language."]


def test_an_author_writes_a_new_article(article: Article, sign_in: SignIn) -> None:
    response = sign_in("Authors").post(
        "/snippets/knowledge/article/add/?locale=fr", article_form(slug="fr-minimum-wage", destination=["FR"])
    )
    assert response.status_code == 302
    row = Article.objects.get(slug="fr-minimum-wage")
    assert (row.language, row.destination, row.live) == ("fr", ["FR"], False)


def test_a_name_stays_once_chosen(article: Article, sign_in: SignIn) -> None:
    sign_in("Authors").post(edit_page(article), article_form(article, slug="other"))
    assert article.get_latest_revision_as_object().slug == "de-minimum-wage"


def test_an_arabic_article_is_written_from_right_to_left(article: Article, sign_in: SignIn) -> None:
    form = sign_in("Authors").get(edit_page(write_article("ar"))).context["form"]
    assert form.fields["short_answer"].widget.attrs["dir"] == "rtl"
    assert json.loads(form.fields["short_answer"].widget.attrs["data-figure-lengths"]) == {"wage": 5}


def test_a_translation_starts_without_the_phrasings_of_its_source(article: Article) -> None:
    article.phrasings = [("phrasing", {"variety": "en", "text": "minimum pay"})]
    copy = article.copy_for_translation(write_article("it", slug="other").locale)
    assert list(copy.phrasings) == []
    assert copy.slug == article.slug


def test_the_list_shows_and_filters_what_is_overdue(article: Article, sign_in: SignIn) -> None:
    write_article(slug="old", title="An old one", review_by=article.reviewed_on)
    page = sign_in("Authors").get("/snippets/knowledge/article/?review=overdue").content.decode()
    assert "An old one" in page and "overdue" in page and "What is the minimum wage?" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("topic=money", 1),
        ("topic=family", 0),
        ("destination=DE", 1),
        ("destination=IT", 0),
        ("destination=any", 0),
        ("review=soon", 0),
        ("state=live", 1),
        ("state=draft", 0),
        ("state=changed", 0),
        ("locale=en", 1),
        ("locale=ar", 0),
        ("q=minimum", 1),
        ("q=maximum", 0),
    ],
)
def test_the_list_finds(article: Article, sign_in: SignIn, query: str, found: int) -> None:
    response = sign_in("Authors").get(f"/snippets/knowledge/article/?{query}")
    assert len(response.context["object_list"]) == found
