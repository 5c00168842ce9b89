"""What has come of age is erased, by a clock of the test's own; what is younger, or still waits, stays."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from connectors import case_notes, cases, handover, inbox, turns
from connectors.errors import Unreadable
from connectors.handover import Call
from connectors.inbox import Intake
from connectors.message import Incoming, Kind
from connectors.models import (
    Case,
    CaseNote,
    Conversation,
    ErasedKey,
    Feedback,
    Holder,
    Inbox,
    InboxState,
    Outbox,
    OutboxState,
    UnansweredQuestion,
)
from connectors.retention import Rules, Tidied, tidy
from connectors.vault import vault
from knowledge.triage.alarm import Category, Urgency
from staff import desk
from tests.connectors.house import IDENTITY_KEY, house, settings, stored
from tests.connectors.speaking import answer

pytestmark = pytest.mark.usefixtures("database")

DAY_0 = datetime(2026, 1, 1, 12, tzinfo=UTC)
RULES = Intake(secret=IDENTITY_KEY, text_limit=4000)
DAYS = Rules(words=30, idle=30, message_ids=40, questions=90, audit=365)


@pytest.fixture
def leila(database: str) -> Iterator[User]:
    """A caseworker."""
    user = User.objects.create(username="leila")
    yield user
    user.delete()


def day(number: float) -> datetime:
    return DAY_0 + timedelta(days=number)


def exchange(text: str, number: int, at: datetime, person: str = "1") -> Conversation:
    """A message and its answer, as if it were then."""
    message = Incoming(
        channel="telegram", account="7", external_id=f"{person}:{number}", sender=person, address=person, kind=Kind.TEXT, text=text
    )
    conversation = inbox.accept([message], RULES, at)[0].conversation
    turn = turns.claim(conversation)
    assert turn is not None and turns.save(turn, answer(f"re: {text}"))
    Inbox.objects.filter(id=turn.inbox).update(received_at=at)
    Outbox.objects.filter(inbox=turn.inbox).update(created_at=at, state=OutboxState.SENT)
    Conversation.objects.filter(id=conversation).update(last_inbound_at=at, created_at=at)
    return Conversation.objects.get(id=conversation)


def test_words_go_after_their_days_and_the_ids_of_messages_after_theirs() -> None:
    exchange("old", 1, day(0))
    exchange("young", 2, day(20))
    assert tidy(day(29.9), DAYS) == Tidied()
    assert tidy(day(30.1), DAYS) == Tidied(words=1, replies=1)
    assert [row.text for row in Inbox.objects.order_by("id")] == ["", "young"]
    assert [row.reply["text"] for row in Outbox.objects.all()] == ["re: young"]
    exchange("here again", 3, day(39))
    again = Incoming(channel="telegram", account="7", external_id="1:1", sender="1", address="1", kind=Kind.TEXT, text="old")
    assert not inbox.accept([again], RULES, day(39))[0].new
    assert tidy(day(40.1), DAYS).ids == 1
    assert inbox.accept([again], RULES, day(40.1))[0].new


def test_an_idle_conversation_goes_with_its_address_and_its_key() -> None:
    row = exchange("old", 1, day(0))
    Feedback.objects.create(conversation=row, language="fr", helpful=True)
    other = exchange("young", 1, day(10), person="2")
    assert tidy(day(30.1), DAYS).conversations == 1
    assert list(Conversation.objects.all()) == [other] and other.address == "2"
    assert ErasedKey.objects.count() == 0
    held = row.held_key()
    assert held is not None
    with pytest.raises(Unreadable):
        vault().open(row.id, held)
    assert Feedback.objects.get().conversation is None  # whether it helped outlives who was helped


def test_a_conversation_that_staff_holds_stays_as_an_empty_row_and_is_not_counted_twice() -> None:
    row = exchange("old", 1, day(0))
    Conversation.objects.update(holder=Holder.PERSON)
    assert tidy(day(31), DAYS).conversations == 1
    assert tidy(day(31), DAYS).conversations == 0
    left = Conversation.objects.get()
    assert (left.id, left.address, left.last_question, left.wrapped_key) == (row.id, "", "", None)
    exchange("salam", 2, day(32))
    assert Conversation.objects.get().address == "1"


def test_an_open_request_for_a_person_outlives_the_words_and_an_ended_one_stays_without_a_name(leila: User) -> None:
    row = exchange("old", 1, day(0))
    violence = Call(category=Category.VIOLENCE, urgency=Urgency.IMMEDIATE, at=day(0))
    cases.ask(row, day(0), told=True)
    cases.hear(row, day(0), violence)
    row.save(update_fields=["holder"])
    case_notes.write(Case.objects.get(), leila.pk, "calls herself L.")
    assert tidy(day(31), DAYS).conversations == 1
    assert (Case.objects.get().conversation_id, Case.objects.get().stage) == (row.id, Holder.WAITING)
    assert not CaseNote.objects.exists()
    desk.take_over(row.id, leila)
    desk.close(row.id, handover.Outcome.NOT_REACHED, leila)
    assert tidy(day(62), DAYS).conversations == 1
    left = Case.objects.get()
    assert (left.conversation, left.category, left.held_by, left.helped, left.outcome) == (None, "", None, [], "not_reached")
    assert not Conversation.objects.exists()


def test_notes_go_with_the_words_of_their_days(leila: User) -> None:
    row = exchange("old", 1, day(0))
    cases.ask(row, day(0), told=True)
    row.save(update_fields=["holder"])
    case_notes.write(Case.objects.get(), leila.pk, "calls herself L.")
    CaseNote.objects.update(at=day(0))
    exchange("young", 2, day(20))
    assert tidy(day(29), DAYS).notes == 0
    assert tidy(day(31), DAYS).notes == 1


def test_a_message_that_waits_and_a_reply_of_today_are_not_touched() -> None:
    exchange("old", 1, day(0))
    waiting = Incoming(channel="telegram", account="7", external_id="x", sender="2", address="2", kind=Kind.TEXT, text="waits")
    inbox.accept([waiting], RULES, day(0))
    Inbox.objects.filter(state=InboxState.NEW).update(received_at=day(0))
    Outbox.objects.update(created_at=day(35))  # a caseworker wrote back after weeks
    Conversation.objects.update(last_inbound_at=day(0))
    assert tidy(day(36), DAYS).conversations == 0
    assert Inbox.objects.get(state=InboxState.NEW).text == "waits"


def test_questions_without_an_answer_go_after_ninety_days() -> None:
    for number in (0, 50):
        UnansweredQuestion.objects.create(text_redacted="q", language="fr", variety="fr", at=day(number).date())
    assert tidy(day(91), DAYS).questions == 1
    assert UnansweredQuestion.objects.get().at == day(50).date()


def test_the_log_of_the_staff_goes_after_a_year() -> None:
    ModelLogEntry.objects.all().delete()
    user = User.objects.create(username="anna")
    row = Conversation.objects.create(channel="web", account="site", key="a")
    for _ in range(2):
        log(instance=row, action="staff.conversation.read", user=user)
    ModelLogEntry.objects.filter(id=ModelLogEntry.objects.order_by("id").first().id).update(timestamp=timezone.now() - timedelta(days=366))
    assert tidy(timezone.now(), DAYS).readings == 1
    assert ModelLogEntry.objects.count() == 1
    ModelLogEntry.objects.all().delete()
    user.delete()


@pytest.mark.anyio
async def test_the_worker_tidies_by_itself() -> None:
    row = await stored(lambda: exchange("old", 1, day(0)))
    async with house(tidy_every_s=0.1), asyncio.timeout(8):
        while await stored(Conversation.objects.filter(id=row.id).exists):
            await asyncio.sleep(0.05)


def test_the_settings_promise_what_people_are_told() -> None:
    own = settings()
    assert (own.words_days, own.idle_days, own.message_ids_days, own.questions_days, own.audit_days) == (30, 30, 30, 90, 365)
