"""A translation is served when it is translated, and by nobody's mistake before."""

from __future__ import annotations

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from knowledge.models import Article
from tests.staff.conftest import SignIn
from tests.staff.test_publishing import edit_page


def start(client: Client, article: Article) -> Article:
    """An Italian translation, as the 'Translate' button begins it."""
    page = reverse("wagtail_localize:submit_snippet_translation", args=["knowledge", "article", article.pk])
    locale = Locale.objects.get(language_code="it")
    assert client.post(page, {"locales": [locale.pk]}).status_code == 302
    row: Article = Article.objects.get(slug=article.slug, locale=locale)
    return row


def translate(row: Article, **texts: str) -> None:
    translation = Translation.objects.get(target_locale=row.locale)
    for segment in translation.source.stringsegment_set.select_related("context", "string"):
        StringTranslation.objects.create(
            translation_of=segment.string, locale=row.locale, context=segment.context, data=texts[segment.context.path]
        )


@pytest.fixture
def italian(article: Article, sign_in: SignIn) -> Article:
    return start(sign_in("Authors"), article)


def test_a_new_translation_is_not_served(italian: Article) -> None:
    assert not italian.live
    assert italian.title == "What is the minimum wage?"


def test_an_unfinished_translation_is_not_published_by_anybody(italian: Article, sign_in: SignIn) -> None:
    response = sign_in("administrator").post(edit_page(italian), {"action": "publish"}, follow=True)
    italian.refresh_from_db()
    assert not italian.live
    assert [str(message) for message in response.context["messages"]] == ["Not published: 3 texts are not translated yet."]


def test_a_reviewer_publishes_a_finished_translation(italian: Article, sign_in: SignIn) -> None:
    translate(italian, title="Qual è il salario minimo?", short_answer="È {wage} euro.", body="## Quanto? {#cost}\n- {wage} euro")
    with TestCase.captureOnCommitCallbacks(execute=True):
        sign_in("Reviewers").post(edit_page(italian), {"action": "publish"})
    italian.refresh_from_db()
    assert (italian.live, italian.title, italian.short_answer) == (True, "Qual è il salario minimo?", "È {wage} euro.")


def test_an_author_does_not_publish_a_translation(italian: Article, sign_in: SignIn) -> None:
    translate(italian, title="Qual è?", short_answer="È {wage} euro.", body="Testo")
    sign_in("Authors").post(edit_page(italian), {"action": "publish"})
    italian.refresh_from_db()
    assert not italian.live


def test_syncing_publishes_nothing_whatever_is_sent(italian: Article, sign_in: SignIn) -> None:
    page = reverse("wagtail_localize:update_translations", args=[Translation.objects.get().source_id])
    assert sign_in("Authors").post(page, {"publish_translations": "on"}).status_code == 302
    italian.refresh_from_db()
    assert not italian.live
