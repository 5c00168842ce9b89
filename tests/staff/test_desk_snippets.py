"""What caseworkers edit themselves, and what they put into an answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from connectors.models import Conversation, DeskHours
from knowledge.article import Language
from knowledge.models import Article
from knowledge.phrases import keys, say
from staff import insertable
from staff.articles import today
from staff.models import CannedReply
from tests.staff.conftest import SignIn, write_article

HOURS = "wagtailsnippets_connectors_deskhours"


def form(**changes: Any) -> dict[str, Any]:
    return {
        "hours": "mo-th 10:00-16:00; fr 10:00-12:00",
        "zone": "Africa/Tunis",
        "holidays": "2026-12-25,2027-01-01",
        "promise_minutes": 60,
        "alarm_immediate_minutes": 5,
        "alarm_minutes": 30,
        **changes,
    }


def test_a_caseworker_changes_the_opening_hours_but_adds_and_deletes_none(base: str, sign_in: SignIn) -> None:
    client = sign_in("Caseworkers")
    assert client.post(reverse(f"{HOURS}:edit", args=[1]), form()).status_code == 302
    row = DeskHours.objects.get()
    assert (row.hours, row.zone, len(row.holidays), row.promise_minutes) == ("mo-th 10:00-16:00; fr 10:00-12:00", "Africa/Tunis", 2, 60)
    administrator = sign_in("administrator")
    assert administrator.get(reverse(f"{HOURS}:add")).status_code == 302
    assert administrator.post(reverse(f"{HOURS}:delete", args=[1])).status_code == 302
    assert DeskHours.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": "when we can"},
        {"hours": "varies"},
        {"hours": "mo-fr"},
        {"hours": "mo-fr 09:00-17:00?"},
        {"zone": "Mars"},
        {"alarm_minutes": 0},
    ],
)
def test_hours_that_cannot_be_told_are_refused(base: str, sign_in: SignIn, wrong: dict[str, Any]) -> None:
    before = str(DeskHours.objects.get())
    assert sign_in("Caseworkers").post(reverse(f"{HOURS}:edit", args=[1]), form(**wrong)).status_code == 200
    assert str(DeskHours.objects.get()) == before


def test_the_first_ready_replies_are_there_in_every_language_and_may_be_edited(base: str, sign_in: SignIn) -> None:
    first = [key for key in keys() if key.startswith("canned_")]
    assert CannedReply.objects.count() == len(first) == 8
    hello = CannedReply.objects.get(name="Hello")
    assert [hello.text(language.value) for language in Language] == [say("canned_hello", language) for language in Language]
    client = sign_in("Caseworkers")
    edited = {f"text_{language.value}": f"new {language.value}" for language in Language}
    assert client.post(reverse("wagtailsnippets_staff_cannedreply:edit", args=[hello.pk]), {"name": "Hello", **edited}).status_code == 302
    hello.refresh_from_db()
    assert hello.text("it") == "new it" and hello.text("xx") == "new en"
    assert sign_in("Authors").get(reverse("wagtailsnippets_staff_cannedreply:list")).status_code == 302


def test_a_ready_reply_is_read_in_ones_own_language_and_sent_in_the_person_s(base: str) -> None:
    (hello,) = [item for item in insertable.ready_replies("ar", "fr") if item.label.startswith("Hello")]
    assert hello.label.endswith(say("canned_hello", Language.FR)) and hello.text == say("canned_hello", Language.AR)


def test_an_article_is_found_in_any_language_and_inserted_in_the_person_s(article: Article, asking: Conversation, sign_in: SignIn) -> None:
    write_article("ar")
    write_article(slug="old", title="What is the wage of old?", review_by=today().replace(year=today().year - 1))
    write_article(slug="draft", title="A draft about the wage", live=False)
    found = sign_in("Caseworkers").get(reverse("staff_desk:articles"), {"q": "minimum wage", "language": "ar"}).json()["articles"]
    assert [item["title"] for item in found] == ["What is the minimum wage?"]
    assert found[0]["language"] == "ar" and found[0]["text"].startswith("هو 13.90") and found[0]["text"].endswith("\nhttps://www.zoll.de")
    assert insertable.articles("  ", "ar", "en") == [] and insertable.articles("no such word", "ar", "en") == []
