"""Words about people in danger: two others approve them, whoever wrote them and whatever their role."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import Translation

from knowledge.models import Article
from tests.staff.conftest import SignIn, write_article
from tests.staff.forms import article_form
from tests.staff.test_publishing import edit_page
from tests.staff.test_review import approve
from tests.staff.test_translating import start, translate

PUBLISHED, WAITS = "New words", "My passport was taken"


@pytest.fixture
def crisis(base: str) -> Article:
    return write_article(slug="passport-taken", title=WAITS, short_answer="Call.", body="", protection=True)


def person(name: str, role: str) -> Client:
    user = User.objects.create_user(name, is_superuser=role == "administrator")
    if role != "administrator":
        user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, row: Article, **wish: str) -> int:
    words = article_form(row, title=PUBLISHED, short_answer="Call.", body="", protection="on")
    return client.post(edit_page(row), {**words, **wish}).status_code


def title(row: Article) -> str:
    row.refresh_from_db()
    return str(row.title)


@pytest.mark.parametrize("role", ["Authors", "Reviewers", "administrator"])
def test_nobody_publishes_it_alone(crisis: Article, role: str) -> None:
    send(person("alone", role), crisis, **{"action-publish": "on"})
    assert title(crisis) == WAITS


@pytest.mark.parametrize(
    ("writer", "first", "second", "served"),
    [
        ("Authors", "Reviewers", "Reviewers", True),
        ("Authors", "Reviewers", "administrator", True),
        ("Authors", "administrator", "Reviewers", True),
        ("Reviewers", "Reviewers", "Reviewers", True),
        ("administrator", "Reviewers", "Reviewers", True),
        ("Authors", "Reviewers", "Authors", False),
        ("Authors", "Authors", "Reviewers", False),
        ("Authors", "Reviewers", "Caseworkers", False),
    ],
)
def test_two_others_whose_role_it_is_approve_it(crisis: Article, writer: str, first: str, second: str, served: bool) -> None:
    people = {name: person(name, role) for name, role in (("writer", writer), ("first", first), ("second", second))}
    assert send(people["writer"], crisis, **{"action-submit": "on"}) == 302
    approve(people["first"], crisis)
    assert title(crisis) == WAITS
    approve(people["second"], crisis)
    assert title(crisis) == (PUBLISHED if served else WAITS)


@pytest.mark.parametrize("role", ["Reviewers", "administrator"])
def test_the_same_person_does_not_approve_twice(crisis: Article, role: str) -> None:
    send(person("writer", "Authors"), crisis, **{"action-submit": "on"})
    eager = person("eager", role)
    approve(eager, crisis)
    approve(eager, crisis)
    assert title(crisis) == WAITS
    task, user = crisis.current_workflow_task, User.objects.get(username="eager")
    assert not task.get_task_states_user_can_moderate(user).exists()


@pytest.mark.parametrize("role", ["Reviewers", "administrator"])
def test_the_writer_is_neither_of_the_two(crisis: Article, role: str) -> None:
    writer = person("writer", role)
    send(writer, crisis, **{"action-submit": "on"})
    approve(writer, crisis)
    approve(person("other", "Reviewers"), crisis)
    approve(writer, crisis)
    assert title(crisis) == WAITS


def test_an_edit_after_the_first_approval_needs_both_again(crisis: Article) -> None:
    send(person("writer", "Authors"), crisis, **{"action-submit": "on"})
    one, two = person("one", "Reviewers"), person("two", "Reviewers")
    approve(one, crisis)
    crisis.refresh_from_db()
    changed = crisis.get_latest_revision_as_object()
    changed.title = "Slipped in"
    changed.save_revision(user=User.objects.get(username="writer"))
    approve(two, crisis)
    assert title(crisis) == WAITS


def test_taking_the_mark_off_needs_two_as_well(crisis: Article) -> None:
    words = article_form(crisis, title="Harmless", short_answer="Call.", body="")
    person("alone", "Reviewers").post(edit_page(crisis), {**words, "action-publish": "on"})
    crisis.refresh_from_db()
    assert crisis.protection and crisis.title == WAITS


def test_no_other_way_in_the_code_publishes_it_either(crisis: Article) -> None:
    crisis.title = PUBLISHED
    with pytest.raises(PermissionDenied):
        crisis.save_revision(user=User.objects.create_user("somebody")).publish()
    assert title(crisis) == WAITS


def test_withdrawing_it_takes_one(crisis: Article, sign_in: SignIn) -> None:
    sign_in("Reviewers").post(reverse("wagtailsnippets_knowledge_article:unpublish", args=[crisis.pk]))
    crisis.refresh_from_db()
    assert not crisis.live


def test_a_translation_of_it_is_sent_for_review_and_served_after_two_approvals(crisis: Article, sign_in: SignIn) -> None:
    italian = start(sign_in("Authors"), crisis)
    translate(italian, title="Mi hanno preso il passaporto", short_answer="Chiama.")
    sign_in("Reviewers").post(edit_page(italian), {"action": "publish"})
    italian.refresh_from_db()
    assert not italian.live and italian.workflow_in_progress
    assert Translation.objects.count() == 1
    for name in ("one", "two"):
        approve(person(name, "Reviewers"), italian)
    italian.refresh_from_db()
    assert (italian.live, italian.title) == (True, "Mi hanno preso il passaporto")
