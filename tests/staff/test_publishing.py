"""Publishing and withdrawing through the real pages: who may, and what it leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from knowledge.models import Article, ContentChange
from staff.articles import today
from tests.staff.conftest import SignIn, write_article
from tests.staff.forms import article_form


def edit_page(row: Article) -> str:
    return reverse("wagtailsnippets_knowledge_article:edit", args=[row.pk])


def publish(client: Client, row: Article, **changed: object) -> int:
    return client.post(edit_page(row), {**article_form(row, **changed), "action-publish": "on"}).status_code


def changes() -> list[tuple[str, str]]:
    return list(ContentChange.objects.order_by("id").values_list("article", "language"))


def test_a_reviewer_publishes_and_the_index_is_told(article: Article, sign_in: SignIn) -> None:
    assert publish(sign_in("Reviewers"), article, title="How much must I earn?") == 302
    article.refresh_from_db()
    assert article.title == "How much must I earn?"
    assert changes() == [("de-minimum-wage", "en")]


def test_an_author_cannot_publish_and_what_is_served_stays(article: Article, sign_in: SignIn) -> None:
    publish(sign_in("Authors"), article, title="My own idea")
    article.refresh_from_db()
    assert article.title == "What is the minimum wage?"
    assert changes() == []


def test_an_author_saves_a_draft_that_is_not_served(article: Article, sign_in: SignIn) -> None:
    assert sign_in("Authors").post(edit_page(article), article_form(article, title="A draft")).status_code == 302
    article.refresh_from_db()
    assert article.title == "What is the minimum wage?"
    assert article.get_latest_revision_as_object().title == "A draft"
    assert changes() == []


def test_withdrawing_stops_the_answer_and_tells_the_index(article: Article, sign_in: SignIn) -> None:
    page = reverse("wagtailsnippets_knowledge_article:unpublish", args=[article.pk])
    assert sign_in("Reviewers").post(page).status_code == 302
    article.refresh_from_db()
    assert not article.live
    assert changes() == [("de-minimum-wage", "en")]


def test_an_author_cannot_withdraw(article: Article, sign_in: SignIn) -> None:
    page = reverse("wagtailsnippets_knowledge_article:unpublish", args=[article.pk])
    sign_in("Authors").post(page)
    article.refresh_from_db()
    assert article.live


def test_a_publication_that_fails_halfway_leaves_nothing(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    article.title = "Half published"
    revision = article.save_revision()

    def fail(self: Article) -> None:
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(Article, "share", fail)
    with pytest.raises(RuntimeError, match="the machine stops"):
        revision.publish()
    article.refresh_from_db()
    assert article.title == "What is the minimum wage?"
    assert changes() == []


def test_what_languages_have_in_common_is_published_once_for_all(article: Article, sign_in: SignIn) -> None:
    other = write_article("ar")
    publish(sign_in("Reviewers"), article, review_by=str(today() + timedelta(days=300)), title="A new title")
    other.refresh_from_db()
    assert other.review_by == today() + timedelta(days=300)
    assert other.title == "كم الحد الأدنى للأجور؟"
    assert sorted(changes()) == [("de-minimum-wage", "ar"), ("de-minimum-wage", "en")]


def test_a_draft_in_another_language_does_not_bring_the_old_dates_back(article: Article, sign_in: SignIn) -> None:
    other = write_article("ar")
    other.title = "مسودة"
    other.save_revision()
    publish(sign_in("Reviewers"), article, review_by=str(today() + timedelta(days=300)))
    other.refresh_from_db()
    other.get_latest_revision().publish()
    article.refresh_from_db()
    other.refresh_from_db()
    assert other.title == "مسودة"
    assert article.review_by == other.review_by == today() + timedelta(days=300)


def test_words_of_one_language_touch_no_other(article: Article, sign_in: SignIn) -> None:
    write_article("ar")
    article.title = "Only these words"
    article.save_revision().publish()
    assert changes() == [("de-minimum-wage", "en")]


def test_every_way_to_write_what_is_served_tells_the_index(article: Article) -> None:
    article.save()
    article.save(update_fields=["review_by"])
    article.save(update_fields=["latest_revision"])
    article.delete()
    assert changes() == [("de-minimum-wage", "en")] * 3


def test_changes_are_numbered_in_the_order_they_are_committed(article: Article) -> None:
    article.unpublish()
    article.save_revision().publish()
    numbers = list(ContentChange.objects.values_list("id", flat=True))
    assert numbers == sorted(numbers) and len(numbers) == 2
