"""The review: an author asks for it, another person approves, and only then is it served."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from knowledge.models import Article, ContentChange
from tests.staff.conftest import SignIn
from tests.staff.forms import article_form


def submit(client: Client, row: Article) -> None:
    page = reverse("wagtailsnippets_knowledge_article:edit", args=[row.pk])
    assert client.post(page, {**article_form(row, title="For review"), "action-submit": "on"}).status_code == 302


def approve(client: Client, row: Article) -> int:
    row.refresh_from_db()
    state = row.current_workflow_task_state
    page = reverse("wagtailsnippets_knowledge_article:workflow_action", args=[row.pk, "approve", state.pk])
    return client.post(page).status_code


def test_every_article_goes_through_the_review(base: str) -> None:
    assert Article().get_workflow() == Workflow.objects.get(name="Review", active=True)


def test_another_person_approves_and_the_article_is_served(article: Article, sign_in: SignIn) -> None:
    submit(sign_in("Authors"), article)
    approve(sign_in("Reviewers"), article)
    article.refresh_from_db()
    assert article.title == "For review"
    assert ContentChange.objects.count() == 1


def test_a_reviewer_does_not_approve_what_they_submitted(article: Article, sign_in: SignIn) -> None:
    client = sign_in("Reviewers")
    submit(client, article)
    approve(client, article)
    article.refresh_from_db()
    assert article.title == "What is the minimum wage?"
    assert article.workflow_in_progress


def test_an_author_does_not_approve(article: Article, sign_in: SignIn) -> None:
    client = sign_in("Authors")
    submit(client, article)
    approve(client, article)
    article.refresh_from_db()
    assert article.title == "What is the minimum wage?"


def test_a_review_waits_only_for_those_who_may_approve_it(article: Article, sign_in: SignIn) -> None:
    submit(sign_in("Reviewers"), article)
    task = article.current_workflow_task
    assert not task.get_task_states_user_can_moderate(User.objects.get(username="Reviewers")).exists()
    sign_in("administrator")
    assert task.get_task_states_user_can_moderate(User.objects.get(username="administrator")).exists()
