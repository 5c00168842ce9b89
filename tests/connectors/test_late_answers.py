"""A caseworker's answer after WhatsApp's 24 hours: a template that says nothing goes out at once, the answer when the person writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from connectors import cases, desk_hours, outbox
from connectors.message import Reply
from connectors.models import Case, Conversation, DeskHours, Outbox, OutboxState
from tests.connectors.house import House, house, stays, stored, until
from tests.fakes.whatsapp import Trouble

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("database")]

TEMPLATE = {"whatsapp_template": "answer_waits", "whatsapp_template_languages": ["fr", "ar"]}


def close_window() -> None:
    past = datetime.now(UTC) - timedelta(hours=1)
    Conversation.objects.update(window_expires_at=past, last_inbound_at=past - timedelta(hours=24), language="ar")


def answer(text: str) -> None:
    with transaction.atomic():
        outbox.queue_reply(Conversation.objects.select_for_update().get(), Reply(text=text, language="ar"), None)


def late() -> int:
    return outbox.queue_templates(datetime.now(UTC), 10)


async def closed(at: House) -> None:
    """Somebody wrote a day ago and was answered by the assistant."""
    await at.whatsapp_gets(at.whatsapp.text("first"))
    await until(lambda: len(at.whatsapp.sent) == 1)
    await stored(close_window)
    at.whatsapp.window_closed = True


def sent(at: House) -> list[Any]:
    return [message["template"]["name"] if message["type"] == "template" else message["text"]["body"] for message in at.whatsapp.sent]


async def test_a_late_answer_is_announced_by_a_template_and_goes_out_when_the_person_writes() -> None:
    async with house(**TEMPLATE) as at:
        await closed(at)
        await stored(lambda: answer("أوراقكم جاهزة"))
        assert await stored(late) == 1
        await until(lambda: len(at.whatsapp.sent) == 2)
        assert at.whatsapp.sent[1]["template"] == {"name": "answer_waits", "language": {"policy": "deterministic", "code": "ar"}}
        assert "أوراق" not in str(at.whatsapp.sent[1])
        await stored(lambda: answer("وشيء آخر"))
        assert await stored(late) == 0  # once a silence
        await stays(lambda: len(at.whatsapp.requests) == 2)
        at.whatsapp.window_closed = False
        await at.whatsapp_gets(at.whatsapp.text("yes?"))
        await until(lambda: len(at.whatsapp.sent) == 5)
        assert sent(at) == ["echo: first", "answer_waits", "أوراقكم جاهزة", "وشيء آخر", "echo: yes?"]


async def test_a_template_is_not_sent_when_the_person_wrote_first() -> None:
    async with house(**TEMPLATE) as at:
        await closed(at)
        at.whatsapp.expect(Trouble(code=131016))
        await stored(lambda: answer("متأخر"))
        await stored(late)
        await until(lambda: len(at.whatsapp.requests) == 2)
        at.whatsapp.window_closed = False
        await at.whatsapp_gets(at.whatsapp.text("yes?"))
        await until(lambda: len(at.whatsapp.sent) == 3)
        assert sent(at) == ["echo: first", "متأخر", "echo: yes?"]
        assert (await stored(lambda: Outbox.objects.get(template=True))).error == "unneeded"


@pytest.mark.parametrize(("changes", "trouble", "code"), [({}, None, "no_template"), (TEMPLATE, Trouble(code=131047), "131047")])
async def test_without_a_template_that_is_taken_the_answer_waits_in_silence(changes: Any, trouble: Trouble | None, code: str) -> None:
    async with house(**changes) as at:
        await closed(at)
        at.whatsapp.expect(*([trouble] if trouble else []))
        await stored(lambda: answer("متأخر"))
        await stored(late)
        await until_dead()
        template = await stored(lambda: Outbox.objects.get(template=True))
        assert (template.state, template.error) == (OutboxState.DEAD, code)
        waiting = await stored(lambda: Outbox.objects.get(inbox=None, template=False))
        assert waiting.state == OutboxState.QUEUED and await stored(late) == 0


async def until_dead() -> None:
    for _ in range(80):
        if await stored(lambda: Outbox.objects.filter(template=True, state=OutboxState.DEAD).exists()):
            return
        await stays(lambda: True, 0.1)
    raise AssertionError("the template is still waiting")


def test_what_the_assistant_says_late_announces_nothing(database: str) -> None:
    row = Conversation.objects.create(channel="whatsapp", account="1", key="a", window_expires_at=datetime(2026, 1, 1, tzinfo=UTC))
    inbox = row.inbox.create(channel="whatsapp", account="1", external_id="1", kind="text", state="done")
    Outbox.objects.create(inbox=inbox, conversation=row, seq=1, reply=Reply(text="bot", language="en").as_json())
    assert late() == 0


def test_the_alarm_for_who_waits_too_long_goes_off_once_and_only_while_the_desk_is_open(database: str) -> None:
    DeskHours.objects.update_or_create(pk=1, defaults={"hours": "mo-fr 09:00-17:00", "zone": "Europe/Berlin"})
    row = Conversation.objects.create(channel="web", account="site", key="a")
    saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)
    with transaction.atomic():
        cases.ask(row, saturday, told=True)
        row.save(update_fields=["holder"])
    assert desk_hours.sound_alarms(datetime(2026, 11, 23, 8, 59, tzinfo=UTC)) == 0  # 59 minutes after Monday's opening
    assert desk_hours.sound_alarms(datetime(2026, 11, 23, 9, 1, tzinfo=UTC)) == 1
    assert desk_hours.sound_alarms(datetime(2026, 11, 23, 10, tzinfo=UTC)) == 0
    assert [found.pk for found in desk_hours.overdue(datetime(2026, 11, 23, 10, tzinfo=UTC))] == [Case.objects.get().pk]


def test_people_are_told_how_long_it_really_took_once_five_were_answered(database: str) -> None:
    DeskHours.objects.update_or_create(pk=1, defaults={"hours": "24/7", "promise_minutes": 240})
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    try:
        for number in range(5):
            assert desk_hours.look(now).wait == timedelta(minutes=240)
            asked = now - timedelta(hours=3)
            Case.objects.create(channel="web", stage="closed", asked_at=asked, answered_at=asked + timedelta(minutes=10 + number))
        assert desk_hours.look(now).wait == timedelta(minutes=12)
    finally:
        DeskHours.objects.filter(pk=1).update(hours="mo-fr 09:00-17:00")
        Case.objects.all().delete()
