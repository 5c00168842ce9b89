"""The desk: a caseworker takes over, answers once, and hands back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from connectors.message import Reply
from connectors.models import Conversation, Holder, Outbox, OutboxState
from staff import desk
from staff.errors import Overtaken
from tests.staff.conftest import SignIn


def page(row: Conversation) -> str:
    return reverse("staff_desk:conversation", args=[row.pk])


def actions() -> list[str]:
    return list(ModelLogEntry.objects.order_by("id").values_list("action", flat=True))


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'connectors.deliver'")
        return int(cursor.fetchone()[0])


def from_people() -> list[Outbox]:
    return list(Outbox.objects.filter(inbox=None))


@pytest.fixture
def caseworker(sign_in: SignIn) -> Client:
    return sign_in("Caseworkers")


def test_the_list_shows_who_waits_first(asking: Conversation, caseworker: Client) -> None:
    held = Conversation.objects.create(channel="web", account="site", key="b", holder=Holder.PERSON)
    Conversation.objects.create(channel="web", account="site", key="c", holder=Holder.BOT)
    rows = [item["row"] for item in caseworker.get(reverse("staff_desk:list")).context["rows"]]
    assert rows == [asking, held]


def test_the_exchange_is_shown_as_text_and_the_reading_is_noted(asking: Conversation, caseworker: Client) -> None:
    response = caseworker.get(page(asking))
    assert "&lt;b&gt;aidez-moi&lt;/b&gt;" in response.content.decode()
    assert "Une personne arrive." in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert actions() == ["staff.conversation.read"]


def test_a_button_is_shown_by_its_label(asking: Conversation, caseworker: Client) -> None:
    button = {"label": "Une personne", "payload": "/handoff", "url": ""}
    reply = {**Reply(text="?", language="fr").as_json(), "buttons": [button]}
    Outbox.objects.create(conversation=asking, seq=2, reply=reply)
    asking.inbox.create(channel="telegram", account="1", external_id="2", kind="button", text="/handoff")
    assert desk.exchange(asking)[-1].text == "Une personne"


def test_taking_over_silences_the_assistant_and_handing_back_wakes_it(asking: Conversation, caseworker: Client) -> None:
    caseworker.post(page(asking), {"step": "take"})
    asking.refresh_from_db()
    assert asking.holder == Holder.PERSON
    caseworker.post(page(asking), {"step": "return"})
    asking.refresh_from_db()
    assert asking.holder == Holder.BOT
    assert actions() == ["staff.conversation.taken", "staff.conversation.handed_back"]


def test_an_answer_makes_exactly_one_reply_and_rings_for_it(asking: Conversation, caseworker: Client) -> None:
    caseworker.post(page(asking), {"step": "take"})
    answer = {"step": "reply", "text": "Bonjour, je vous lis.", "seen": 2}
    assert caseworker.post(page(asking), answer).status_code == 302
    second = caseworker.post(page(asking), answer)  # a double click
    assert second.status_code == 200 and "Bonjour, je vous lis." in second.content.decode()
    (sent,) = from_people()
    assert Reply.from_json(sent.reply) == Reply(text="Bonjour, je vous lis.", language="fr")
    assert (sent.seq, sent.state, jobs()) == (2, OutboxState.QUEUED, 1)
    asking.refresh_from_db()
    assert asking.next_seq == 3


def test_an_answer_on_the_web_is_the_event_itself(asking: Conversation, caseworker: Client) -> None:
    Conversation.objects.update(channel="web", holder=Holder.PERSON)
    caseworker.post(page(asking), {"step": "reply", "text": "Hello", "seen": 2})
    (sent,) = from_people()
    assert (sent.state, jobs()) == (OutboxState.SENT, 0)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_answer_is_not_sent(asking: Conversation, caseworker: Client, text: str) -> None:
    Conversation.objects.update(holder=Holder.PERSON)
    assert caseworker.post(page(asking), {"step": "reply", "text": text, "seen": 2}).status_code == 200
    assert from_people() == []


def test_nobody_answers_while_the_assistant_does(asking: Conversation, caseworker: Client) -> None:
    caseworker.post(page(asking), {"step": "reply", "text": "Hello", "seen": 2})
    assert from_people() == []


def test_two_caseworkers_do_not_both_take_one_conversation(asking: Conversation, sign_in: SignIn) -> None:
    sign_in("Caseworkers")
    user = User.objects.get(username="Caseworkers")
    desk.take_over(asking.pk, user)
    with pytest.raises(Overtaken):
        desk.take_over(asking.pk, user)


def test_a_step_that_does_not_exist_is_refused(asking: Conversation, caseworker: Client) -> None:
    assert caseworker.post(page(asking), {"step": "delete"}).status_code == 400
