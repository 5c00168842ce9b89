"""What needs a hand today."""

from __future__ import annotations

from datetime import date

from connectors.models import Conversation
from knowledge.models import Article
from staff.today import Row, due_before, incomplete
from tests.staff.conftest import SignIn, write_article


def row(slug: str, language: str, review_by: date = date(2027, 1, 1)) -> Row:
    return Row(pk=1, slug=slug, title=slug, language=language, review_by=review_by)


def test_an_article_is_named_once_whatever_its_languages() -> None:
    rows = [row("b", "en", date(2026, 2, 1)), row("b", "ar", date(2026, 2, 1)), row("a", "en", date(2026, 1, 1))]
    assert [item.slug for item in due_before(rows, None, date(2026, 3, 1))] == ["a", "b"]
    assert [item.slug for item in due_before(rows, date(2026, 1, 15), date(2026, 3, 1))] == ["b"]
    assert due_before(rows, None, date(2025, 1, 1)) == []


def test_the_article_that_lacks_most_languages_comes_first() -> None:
    rows = [row("whole", code) for code in ("ar", "fr", "en", "it", "de")] + [row("a", "ar"), row("a", "fr"), row("b", "en")]
    assert [(item.slug, item.missing) for item in incomplete(rows)] == [("b", ("ar", "fr", "it", "de")), ("a", ("en", "it", "de"))]


def test_the_home_page_says_what_needs_a_hand(article: Article, asking: Conversation, sign_in: SignIn) -> None:
    write_article(slug="old", title="An old one", review_by=article.reviewed_on)
    page = sign_in("administrator").get("/").content.decode()
    assert "An old one" in page
    assert "waiting for a person" in page
    assert "waiting for a person" not in sign_in("Authors").get("/").content.decode()
