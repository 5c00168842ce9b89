"""What falls behind when nobody looks, on the page that everybody sees first."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from wagtail_localize.models import TranslationSource

from connectors.models import UnansweredQuestion
from knowledge.models import Article, Helpline
from staff import upkeep
from staff.articles import today
from tests.staff.conftest import SignIn
from tests.staff.test_translating import start


def line(name: str, called_days_ago: int | None, confidence: str = "high") -> Helpline:
    called = None if called_days_ago is None else today() - timedelta(days=called_days_ago)
    return Helpline.objects.create(
        country="IT",
        topics=["labour"],
        name=name,
        phone_local=f"800 {name}",
        source_url="https://a.example",
        confidence=confidence,
        last_test_call=called,
    )


def test_numbers_that_people_are_given_are_called_twice_a_year(base: str) -> None:
    line("old", 300)
    line("never", None)
    line("lately", 30)
    line("never given", None, "low")
    assert [row.name for row in upkeep.untested_helplines(today())] == ["never", "old"]


def test_a_translation_is_behind_when_its_source_was_published_again(article: Article, sign_in: SignIn) -> None:
    italian = start(sign_in("Authors"), article)
    Article.objects.filter(pk=italian.pk).update(live=True, last_published_at=timezone.now())
    assert upkeep.behind_their_source() == []
    Article.objects.filter(pk=article.pk).update(last_published_at=timezone.now())
    assert [(item.row, item.language) for item in upkeep.behind_their_source()] == [(italian.pk, "it")]


def test_one_that_took_the_new_words_over_is_behind_until_it_is_published(article: Article, sign_in: SignIn) -> None:
    italian = start(sign_in("Authors"), article)
    Article.objects.filter(pk=italian.pk).update(live=True, last_published_at=timezone.now())
    TranslationSource.objects.update(last_updated_at=timezone.now())
    assert [item.row for item in upkeep.behind_their_source()] == [italian.pk]
    Article.objects.filter(pk=italian.pk).update(last_published_at=timezone.now())
    assert upkeep.behind_their_source() == []


def test_the_home_page_names_them_for_those_who_write(article: Article, sign_in: SignIn) -> None:
    line("never", None)
    UnansweredQuestion.objects.create(text_redacted="Where?", language="en", variety="en", at=today())
    html = sign_in("Authors").get("/").content.decode()
    assert '<span class="count">1</span> helplines that nobody has called for half a year' in html
    assert '<span class="count">1</span> open questions of people' in html
    assert "open questions of people" not in sign_in("Caseworkers").get("/").content.decode()
