"""The desk: a caseworker takes over, answers once, and hands back; nobody who waits is overlooked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from connectors import case_notes, cases, turns
from connectors.handover import Call, Ending, Outcome, Stage
from connectors.message import Reply
from connectors.models import Case, Conversation, DeskHours, Holder, Inbox, Outbox, OutboxState
from connectors.turn import Effect, Triaged, TurnAct, TurnState
from connectors.turn import Outcome as Turned
from knowledge.article import Language
from knowledge.triage.alarm import Category, Urgency
from staff import desk, desk_queue, exchange
from staff.errors import Overtaken
from tests.staff.conftest import SignIn, want_person

VIOLENCE = Triaged(category="violence", urgency="immediate")


def page(row: Conversation) -> str:
    return reverse("staff_desk:conversation", args=[row.pk])


def actions() -> list[str]:
    names = ModelLogEntry.objects.order_by("id").values_list("action", flat=True)
    return [name.removeprefix("staff.conversation.") for name in names]


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'connectors.deliver'")
        return int(cursor.fetchone()[0])


def from_people() -> list[Outbox]:
    return list(Outbox.objects.filter(inbox=None))


def holder(row: Conversation) -> str:
    row.refresh_from_db()
    return row.holder


def another(key: str, *, channel: str = "web", **fields: object) -> Conversation:
    return Conversation.objects.create(channel=channel, account="site", key=key, **fields)


def colleague(name: str) -> User:
    user = User.objects.create(username=name)
    user.groups.add(Group.objects.get(name="Caseworkers"))
    return user


def queued() -> list[str]:
    return [row.reply["text"] for row in Outbox.objects.order_by("seq")]


def hears(row: Conversation, **outcome: object) -> None:
    """The person writes, and the assistant's turn about it is saved."""
    row.inbox.update(state="done")
    number = str(Inbox.objects.count() + 1)
    row.inbox.create(channel=row.channel, account="1", external_id=number, kind="text", text="…")
    turn = turns.claim(row.pk)
    told = {"act": TurnAct.ANSWER, "replies": (Reply(text="bot", language="en"),), "state": TurnState(), "variety": "en"}
    assert turn is not None and turns.save(turn, Turned(**{**told, "language": Language.EN, **outcome}))  # type: ignore[arg-type]


@pytest.fixture
def caseworker(sign_in: SignIn) -> Client:
    return sign_in("Caseworkers")


@pytest.fixture
def me(caseworker: Client) -> User:
    return User.objects.get(username="Caseworkers")


def test_the_queue_has_danger_first_then_who_waits_longest_then_the_answered(asking: Conversation, caseworker: Client, me: User) -> None:
    danger = another("b", alarm_category="violence", alarm_urgency="immediate", care_turns=4)
    want_person(danger, datetime.now(UTC) + timedelta(minutes=2))
    answered, nobody = another("c"), another("d")
    want_person(answered, datetime.now(UTC) - timedelta(days=1))
    desk.take_over(answered.pk, me)
    desk.reply(answered.pk, "Hello", 1, me)
    queue = caseworker.get(reverse("staff_desk:list")).context["queue"]
    assert [entry.conversation for entry in queue.entries] == [danger.pk, asking.pk, answered.pk]
    assert (queue.waiting, queue.to_answer) == (2, 2)
    assert nobody.pk not in {entry.conversation for entry in queue.entries}


def test_the_exchange_is_shown_as_text_and_the_reading_is_noted(asking: Conversation, caseworker: Client) -> None:
    response = caseworker.get(page(asking))
    assert "&lt;b&gt;aidez-moi&lt;/b&gt;" in response.content.decode()
    assert "Une personne arrive." in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert actions() == ["read"]


def test_a_button_is_shown_by_its_label(asking: Conversation, caseworker: Client) -> None:
    button = {"label": "Une personne", "payload": "/handoff", "url": ""}
    reply = {**Reply(text="?", language="fr").as_json(), "buttons": [button]}
    Outbox.objects.create(conversation=asking, seq=2, reply=reply)
    asking.inbox.create(channel="telegram", account="1", external_id="2", kind="button", text="/handoff")
    assert exchange.exchange(asking)[-1].text == "Une personne"


def test_taking_over_silences_the_assistant_and_handing_back_wakes_it(asking: Conversation, caseworker: Client) -> None:
    caseworker.post(page(asking), {"step": "take"})
    assert holder(asking) == Holder.PERSON
    caseworker.post(page(asking), {"step": "return"})
    assert holder(asking) == Holder.BOT
    assert actions() == ["taken", "handed_back"]
    assert Case.objects.get().ending == Ending.HANDED_BACK


def test_an_answer_makes_exactly_one_reply_and_rings_for_it(asking: Conversation, caseworker: Client, me: User) -> None:
    caseworker.post(page(asking), {"step": "take"})
    answer = {"step": "reply", "text": "Bonjour, je vous lis.", "seen": 2}
    assert caseworker.post(page(asking), answer).status_code == 302
    second = caseworker.post(page(asking), answer)  # a double click
    assert second.status_code == 200 and "Bonjour, je vous lis." in second.content.decode()
    (sent,) = from_people()
    assert Reply.from_json(sent.reply) == Reply(text="Bonjour, je vous lis.", language="fr")
    assert (sent.seq, sent.state, sent.author, jobs()) == (2, OutboxState.QUEUED, me, 1)
    asking.refresh_from_db()
    assert asking.next_seq == 3


def test_an_answer_on_the_web_is_the_event_itself(asking: Conversation, caseworker: Client) -> None:
    Conversation.objects.update(channel="web")
    caseworker.post(page(asking), {"step": "take"})
    caseworker.post(page(asking), {"step": "reply", "text": "Hello", "seen": 2})
    (sent,) = from_people()
    assert (sent.state, jobs()) == (OutboxState.SENT, 0)


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_an_empty_or_endless_answer_is_not_sent(asking: Conversation, caseworker: Client, text: str) -> None:
    caseworker.post(page(asking), {"step": "take"})
    assert caseworker.post(page(asking), {"step": "reply", "text": text, "seen": 2}).status_code == 200
    assert from_people() == []


def test_nobody_answers_while_the_assistant_does_or_a_colleague(asking: Conversation, caseworker: Client) -> None:
    caseworker.post(page(asking), {"step": "reply", "text": "Hello", "seen": 2})
    desk.take_over(asking.pk, colleague("amal"))
    caseworker.post(page(asking), {"step": "reply", "text": "Hello", "seen": 2})
    assert from_people() == []
    caseworker.post(page(asking), {"step": "take_from"})
    caseworker.post(page(asking), {"step": "reply", "text": "Hello", "seen": 2})
    assert len(from_people()) == 1


def test_two_caseworkers_do_not_both_take_one_conversation(asking: Conversation, me: User) -> None:
    desk.take_over(asking.pk, me)
    with pytest.raises(Overtaken):
        desk.take_over(asking.pk, me)


def test_a_conversation_is_transferred_to_a_colleague_and_put_back(asking: Conversation, caseworker: Client) -> None:
    caseworker.post(page(asking), {"step": "take"})
    amal = colleague("amal")
    outsider = User.objects.create(username="author")
    caseworker.post(page(asking), {"step": "transfer", "to": outsider.pk})
    assert Case.objects.get().held_by != outsider
    caseworker.post(page(asking), {"step": "transfer", "to": amal.pk})
    assert Case.objects.get().held_by == amal
    caseworker.post(page(asking), {"step": "put_back"})
    assert (holder(asking), Case.objects.get().held_by) == (Holder.WAITING, None)
    assert actions() == ["taken", "transferred", "put_back"]


def test_closed_with_an_outcome_the_assistant_answers_the_next_message(asking: Conversation, caseworker: Client) -> None:
    caseworker.post(page(asking), {"step": "take"})
    assert caseworker.post(page(asking), {"step": "close", "outcome": "nonsense"}).status_code == 400
    caseworker.post(page(asking), {"step": "close", "outcome": Outcome.REFERRED})
    assert (holder(asking), Case.objects.get().outcome) == (Holder.CLOSED, Outcome.REFERRED)
    hears(asking)
    assert holder(asking) == Holder.BOT and queued()[-1] == "bot"
    want_person(asking)
    assert Case.objects.count() == 2


def test_a_note_is_kept_for_colleagues_and_never_sent(asking: Conversation, caseworker: Client) -> None:
    caseworker.post(page(asking), {"step": "note", "note": "Calls herself Leïla"})
    assert [(note.author, note.text) for note in case_notes.read(Case.objects.get())] == [("Caseworkers", "Calls herself Leïla")]
    assert from_people() == [] and "Calls herself Leïla" in caseworker.get(page(asking)).content.decode()
    assert actions() == ["noted", "read"]


def test_a_step_that_does_not_exist_is_refused(asking: Conversation, caseworker: Client) -> None:
    assert caseworker.post(page(asking), {"step": "delete"}).status_code == 400


def test_what_the_assistant_was_about_to_say_is_dropped_when_a_person_has_taken_over(asking: Conversation, me: User) -> None:
    asking.inbox.update(state="done")
    asking.inbox.create(channel="telegram", account="1", external_id="9", kind="text", text="chhal?")
    turn = turns.claim(asking.pk)
    desk.take_over(asking.pk, me)
    assert turn is not None
    said = Turned(
        act=TurnAct.ANSWER, replies=(Reply(text="chatter", language="en"),), state=TurnState(), language=Language.EN, variety="en"
    )
    assert turns.save(turn, said)
    assert "chatter" not in queued()
    assert Case.objects.get().since is not None


def test_a_turn_that_is_given_up_is_silent_beside_a_person(asking: Conversation, me: User) -> None:
    asking.inbox.update(state="done")
    asking.inbox.create(channel="telegram", account="1", external_id="9", kind="text", text="chhal?")
    turn = turns.claim(asking.pk)
    desk.take_over(asking.pk, me)
    assert turn is not None and turns.bury(turn, Reply(text="sorry", language="en"))
    assert "sorry" not in queued()


def test_a_call_for_help_to_a_caseworker_comes_to_the_top_until_it_is_answered(asking: Conversation, caseworker: Client, me: User) -> None:
    desk.take_over(asking.pk, me)
    desk.reply(asking.pk, "Hello", 2, me)
    other = another("b")
    want_person(other)
    hears(asking, triage=VIOLENCE, act=TurnAct.SILENT, replies=())
    queue = desk_queue.queue(me.pk)
    assert [entry.conversation for entry in queue.alarms] == [asking.pk] and queue.entries[0].conversation == asking.pk
    assert "A call for help came in" in caseworker.get(reverse("staff_desk:list")).content.decode()
    assert "A call for help came in: Violence" in caseworker.get(page(asking)).content.decode()
    assert "Calls for help or long waits: 1" in caseworker.get("/").content.decode()
    asking.refresh_from_db()
    desk.reply(asking.pk, "I am here", asking.next_seq, me)
    assert desk_queue.queue(me.pk).alarms == []


def test_deleting_the_data_while_a_person_holds_it_is_told_and_leaves_a_tombstone(
    asking: Conversation, caseworker: Client, me: User
) -> None:
    desk.take_over(asking.pk, me)
    desk.note(asking.pk, "secret note", me)
    done = (Reply(text="erased", language="fr"),)
    hears(asking, act=TurnAct.RUN, replies=done, effects=(Effect.DELETE_DATA,), voice="command")
    assert [row.reply["text"] for row in Outbox.objects.all()] == ["erased"]
    stone = Case.objects.get()
    assert (stone.conversation, stone.ending, stone.category, stone.held_by, stone.stage) == (None, Ending.ERASED, "", None, Stage.CLOSED)
    assert not stone.notes.exists() and holder(asking) == Holder.BOT
    shown = caseworker.get(reverse("staff_desk:list")).content.decode()
    assert "Erased by the person" in shown and str(asking.pk) not in shown


def test_a_withdrawn_wish_leaves_the_queue(asking: Conversation, me: User) -> None:
    hears(asking, effects=(Effect.WITHDRAW_REQUEST,))
    assert desk_queue.queue(me.pk).entries == [] and Case.objects.get().ending == Ending.WITHDRAWN


def test_who_waits_too_long_is_shown_first(asking: Conversation, me: User) -> None:
    DeskHours.objects.update_or_create(pk=1, defaults={"hours": "24/7"})
    Case.objects.update(since=datetime.now(UTC) - timedelta(minutes=61))
    assert [entry.overdue for entry in desk_queue.queue(me.pk).alarms] == [True]


def test_an_open_page_gets_only_what_is_new_and_notes_no_reading(asking: Conversation, caseworker: Client, me: User) -> None:
    address = reverse("staff_desk:exchange", args=[asking.pk])
    first = caseworker.get(address).json()
    assert caseworker.get(address, {"mark": first["mark"]}).status_code == 204
    asking.inbox.create(channel="telegram", account="1", external_id="2", kind="text", text="encore là ?")
    second = caseworker.get(address, {"mark": first["mark"]}).json()
    assert "encore là ?" in second["html"] and second["news"] == first["news"] + 1
    desk.take_over(asking.pk, me)
    assert caseworker.get(address).json()["standing"] == f"person:{me.pk}" != first["standing"]
    queue = caseworker.get(reverse("staff_desk:queue")).json()
    assert caseworker.get(reverse("staff_desk:queue"), {"mark": queue["mark"]}).status_code == 204
    assert "read" not in actions()


def test_the_summary_says_what_was_asked_in_codes_without_words(asking: Conversation, caseworker: Client) -> None:
    asking.refresh_from_db()
    asking.variety, asking.occupation, asking.last_article, asking.present_in = "ary-Latn", "welder", "passport-taken", "IT"
    cases.hear(asking, datetime.now(UTC), Call(category=Category.PAPERS_WITHHELD, urgency=Urgency.HIGH, at=datetime.now(UTC)))
    asking.save()
    found = caseworker.get(reverse("staff_desk:summary", args=[asking.pk])).json()
    assert {
        name: found[name]
        for name in ("language", "variety", "category", "urgency", "origin", "present_in", "occupation", "last_article", "stage")
    } == {
        "language": "fr",
        "variety": "ary-Latn",
        "category": "papers_withheld",
        "urgency": "high",
        "origin": "MA",
        "present_in": "IT",
        "occupation": "welder",
        "last_article": "passport-taken",
        "stage": "waiting",
    }
    assert "aidez" not in str(found)
    facts = dict(caseworker.get(page(asking)).context["facts"])
    assert facts["About"] == "Papers withheld" and facts["Language"] == "Français · Moroccan Arabic in Latin letters"


@pytest.mark.parametrize("address", ["list", "queue", "articles"])
def test_only_caseworkers_come_to_the_desk(base: str, sign_in: SignIn, address: str) -> None:
    assert sign_in("Caseworkers").get(reverse(f"staff_desk:{address}")).status_code == 200
    refused = sign_in("Authors").get(reverse(f"staff_desk:{address}"))
    assert (refused.status_code, refused.headers["Location"]) == (302, "/")
