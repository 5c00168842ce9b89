"""Every page, every role."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from connectors.models import Conversation
from knowledge.models import Article, Figure
from staff.models import GoldenQuestion
from tests.staff.conftest import SignIn

ROLES = ("administrator", "Authors", "Reviewers", "Caseworkers", "")
EDITORS = {"administrator", "Authors", "Reviewers"}
PUBLISHERS = {"administrator", "Reviewers"}
DESK = {"administrator", "Caseworkers"}

PAGES = {
    "/snippets/knowledge/article/": EDITORS,
    "/snippets/knowledge/article/add/?locale=en": EDITORS,
    "/snippets/knowledge/article/edit/{article}/": EDITORS,
    "/snippets/knowledge/article/history/{article}/": EDITORS,
    "/snippets/knowledge/article/unpublish/{article}/": PUBLISHERS,
    "/snippets/knowledge/article/delete/{article}/": {"administrator"},
    "/snippets/knowledge/figure/": EDITORS,
    "/snippets/knowledge/figure/add/": EDITORS,
    "/snippets/knowledge/figure/edit/wage/": PUBLISHERS,
    "/snippets/knowledge/helpline/": EDITORS,
    "/snippets/knowledge/helpline/add/": PUBLISHERS,
    "/snippets/staff/goldenquestion/": EDITORS,
    "/snippets/staff/goldenquestion/add/": EDITORS,
    "/snippets/staff/goldenquestion/delete/{golden}/": PUBLISHERS,
    "/studio/try/": EDITORS,
    "/studio/golden/": EDITORS,
    "/asked/": EDITORS,
    "/asked/export.csv": EDITORS,
    "/asked/export.xlsx": EDITORS,
    "/conversations/": DESK,
    "/conversations/{conversation}/": DESK,
    "/users/": {"administrator"},
    "/": set(ROLES) - {""},
}


def opens(client: Client, address: str) -> bool:
    response = client.get(address)
    # Wagtail sends those without the permission home, and those without access to the sign-in page.
    assert response.status_code in {200, 302, 403}
    return response.status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_others(article: Article, asking: Conversation, sign_in: SignIn, role: str) -> None:
    client = sign_in(role)
    kept = GoldenQuestion.objects.create(text="Where?", variety="en", expected=article.slug)
    places = {"article": article.pk, "conversation": asking.pk, "golden": kept.pk}
    opened = {address for address in PAGES if opens(client, address.format(**places))}
    assert opened == {address for address, roles in PAGES.items() if role in roles}


def test_strangers_are_asked_to_sign_in(article: Article, asking: Conversation) -> None:
    for address in PAGES:
        response = Client().get(address.format(article=article.pk, conversation=asking.pk, golden=1))
        assert response.status_code == 302 and response.headers["Location"].startswith("/login/")


def test_a_caseworker_sees_the_desk_and_no_articles(article: Article, asking: Conversation, sign_in: SignIn) -> None:
    page = sign_in("Caseworkers").get("/").content.decode()
    assert reverse("staff_desk:list") in page
    assert reverse("wagtailsnippets_knowledge_article:list") not in page


def test_an_author_adds_a_figure_but_changes_none(article: Article, sign_in: SignIn) -> None:
    client = sign_in("Authors")
    new = {"key": "fee", "value": "75", "unit": "EUR", "year": "2026", "article": article.slug, "source": "1"}
    assert client.post("/snippets/knowledge/figure/add/", new).status_code == 302
    client.post("/snippets/knowledge/figure/edit/wage/", {**new, "key": "wage"})
    assert str(Figure.objects.get(key="wage").value) == "13.9000"


def test_a_figure_needs_a_source_that_exists(article: Article, sign_in: SignIn) -> None:
    wrong = {"key": "fee", "value": "75", "unit": "EUR", "year": "2026", "article": article.slug, "source": "9"}
    form = sign_in("Reviewers").post("/snippets/knowledge/figure/add/", wrong).context["form"]
    assert form.errors["source"] == ["That article has 1 sources."]
    form = sign_in("Reviewers").post("/snippets/knowledge/figure/add/", {**wrong, "article": "no-such"}).context["form"]
    assert form.errors["article"] == ["There is no article 'no-such'."]
