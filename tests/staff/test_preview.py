"""An article as the people who ask will see it."""

from __future__ import annotations

from django.urls import reverse

from knowledge.models import Article
from tests.staff.conftest import SignIn, write_article
from tests.staff.forms import article_form


def preview(sign_in: SignIn, row: Article, **changed: object) -> str:
    page = reverse("wagtailsnippets_knowledge_article:preview_on_edit", args=[row.pk])
    client = sign_in("Authors")
    assert client.post(page, article_form(row, **changed)).json()["is_valid"]
    return client.get(page).content.decode()


def test_an_arabic_article_is_shown_from_right_to_left(article: Article, sign_in: SignIn) -> None:
    page = preview(sign_in, write_article("ar"))
    assert '<html lang="ar" dir="rtl">' in page
    assert "13.90" in page


def test_an_english_article_is_shown_from_left_to_right_with_its_figures(article: Article, sign_in: SignIn) -> None:
    page = preview(sign_in, article)
    assert '<html lang="en" dir="ltr">' in page
    assert "It is 13.90 EUR." in page
    assert "<strong>How much?</strong>" in page


def test_what_an_editor_types_stays_text(article: Article, sign_in: SignIn) -> None:
    assert "&lt;script&gt;" in preview(sign_in, article, title="<script>alert(1)</script>")
