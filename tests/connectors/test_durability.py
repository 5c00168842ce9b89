"""What must hold when processes die and two workers meet: claims, fences, sweeps, and a database that goes away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from uuid import UUID

import pytest
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from connectors import inbox, outbox, turns
from connectors.delivery import Delivery, Sender
from connectors.errors import DeliveryFailed, Remedy, StoreUnavailable
from connectors.inbox import Accepted, Intake
from connectors.message import Incoming, Kind, Reply
from connectors.models import Conversation, Inbox, InboxState, Outbox, OutboxState
from connectors.store_threads import StoreThreads
from tests.connectors.house import IDENTITY_KEY, house, until
from tests.connectors.speaking import answer

pytestmark = pytest.mark.usefixtures("database")

RULES = Intake(secret=IDENTITY_KEY, text_limit=4000)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAST = datetime(2020, 1, 1, tzinfo=UTC)
GRACE = timedelta(seconds=20)


def _accept(*texts: str, channel: str = "telegram", person: str = "1") -> tuple[Accepted, ...]:
    messages = [
        Incoming(channel=channel, account="7", external_id=f"{person}:{text}", sender=person, address=person, kind=Kind.TEXT, text=text)
        for text in texts
    ]
    return inbox.accept(messages, RULES, NOW)


def _conversation() -> UUID:
    return Conversation.objects.values_list("id", flat=True).get()


def _lapse() -> None:
    Inbox.objects.update(next_try_at=PAST)
    Outbox.objects.update(next_try_at=PAST)


def test_a_batch_is_kept_with_its_nudges_and_its_repeat_is_not_new() -> None:
    assert [item.new for item in _accept("a", "b")] == [True, True]
    assert [item.new for item in _accept("a", "b", "c")] == [False, False, True]
    assert Inbox.objects.count() == 3
    assert Conversation.objects.count() == 1
    assert set(ProcrastinateJob.objects.values_list("lock", flat=True)) == {f"connectors.answer:{_conversation()}"}


def test_a_batch_that_fails_half_way_leaves_nothing_behind() -> None:
    broken = Incoming(channel="telegram", account="7" * 65, external_id="2", sender="2", address="2", kind=Kind.TEXT, text="x")
    fine = Incoming(channel="telegram", account="7", external_id="1", sender="1", address="1", kind=Kind.TEXT, text="x")
    with pytest.raises(Exception, match="too long"):
        inbox.accept([fine, broken], RULES, NOW)
    assert (Inbox.objects.count(), Conversation.objects.count(), ProcrastinateJob.objects.count()) == (0, 0, 0)


def test_a_whatsapp_message_opens_the_window_for_a_day_and_an_old_repeat_does_not_shorten_it() -> None:
    _accept("a", channel="whatsapp")
    assert Conversation.objects.get().window_expires_at == NOW + timedelta(hours=24)
    old = Incoming(
        channel="whatsapp", account="7", external_id="b", sender="1", address="1", kind=Kind.TEXT, text="b", sent_at=NOW - timedelta(days=2)
    )
    inbox.accept([old], RULES, NOW)
    assert Conversation.objects.get().window_expires_at == NOW + timedelta(hours=24)


def test_one_message_is_claimed_once_and_the_next_one_waits_for_it() -> None:
    _accept("a", "b")
    first = turns.claim(_conversation())
    assert first is not None
    assert first.text == "a"
    assert turns.claim(_conversation()) is None
    assert turns.save(first, answer("A"))
    second = turns.claim(_conversation())
    assert second is not None
    assert (second.text, second.state.last_question) == ("b", "A")


def test_a_worker_that_lost_its_claim_saves_nothing() -> None:
    _accept("a")
    slow = turns.claim(_conversation())
    _lapse()
    quick = turns.claim(_conversation())
    assert slow is not None
    assert quick is not None
    assert turns.save(quick, answer("quick"))
    assert not turns.save(slow, answer("slow"))
    assert not turns.bury(slow, Reply(text="x", language="en"))
    turns.put_back(slow, timedelta(0))
    assert [row.reply["text"] for row in Outbox.objects.all()] == ["quick"]
    assert Inbox.objects.get().state == InboxState.DONE


def test_replies_are_numbered_without_gaps_across_turns() -> None:
    _accept("a", "b", "c")
    while (turn := turns.claim(_conversation())) is not None:
        two = answer("1")
        turns.save(turn, type(two)(**{name: getattr(two, name) for name in two.__slots__} | {"replies": two.replies * 2}))
    assert list(Outbox.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_a_web_reply_is_its_own_event_and_is_announced() -> None:
    _accept("a", channel="web")
    turn = turns.claim(_conversation())
    assert turn is not None
    with connection.cursor() as cursor:
        cursor.execute("LISTEN dalil_web_events")
        turns.save(turn, answer("A"))
        notes = list(connection.connection.notifies(timeout=2, stop_after=1))
        cursor.execute("UNLISTEN *")
    assert [note.payload for note in notes] == [str(turn.conversation)]
    assert Outbox.objects.get().state == OutboxState.SENT


def _queued() -> UUID:
    _accept("a", "b")
    while (turn := turns.claim(_conversation())) is not None:
        turns.save(turn, answer(turn.text))
    return _conversation()


def test_a_reply_cut_off_by_a_crash_is_taken_again_after_the_grace_and_labelled() -> None:
    conversation = _queued()
    crashed = outbox.claim(conversation, GRACE, ("telegram",))
    assert crashed is not None
    assert outbox.claim(conversation, GRACE, ("telegram",)) is None
    _lapse()
    again = outbox.claim(conversation, GRACE, ("telegram",))
    assert again is not None
    assert (again.id, again.uncertain, again.attempt) == (crashed.id, True, 2)
    outbox.give_up(crashed, "late")
    assert Outbox.objects.get(id=again.id).state == OutboxState.SENDING


def test_a_channel_that_is_off_keeps_its_replies() -> None:
    assert outbox.claim(_queued(), GRACE, ("whatsapp",)) is None
    assert Outbox.objects.filter(state=OutboxState.QUEUED).count() == 2


def test_the_sweep_finds_what_no_job_speaks_of() -> None:
    _accept("a")
    assert turns.left_behind(10) == []
    Inbox.objects.update(received_at=PAST)
    assert turns.left_behind(10) == [_conversation()]
    claimed = turns.claim(_conversation())
    assert claimed is not None
    assert turns.left_behind(10) == []
    _lapse()
    assert turns.left_behind(10) == [_conversation()]
    turns.save(claimed, answer("A"))
    assert turns.left_behind(10) == []
    Outbox.objects.update(created_at=PAST)
    assert outbox.left_behind(10, ("telegram",)) == [_conversation()]
    assert outbox.left_behind(10, ("whatsapp",)) == []


@pytest.mark.anyio
async def test_a_long_reply_goes_on_after_its_last_piece_that_arrived() -> None:
    threads = StoreThreads(2)
    taken: list[str] = []

    async def send(payload: object) -> str:
        if len(taken) == 2 and "failed" not in taken:
            taken.append("failed")
            raise DeliveryFailed("telegram", "5xx", Remedy.RETRY)
        taken.append(str(payload))
        return "1"

    sender = Sender(render=lambda reply, number, address: [{"n": n} for n in range(4)], send=send)
    delivery = Delivery(threads=threads, senders={"telegram": sender}, secret=IDENTITY_KEY)
    try:
        conversation = await threads.run(_queued)
        await delivery.work_off(conversation)
        await threads.run(_lapse)
        await delivery.work_off(conversation)
    finally:
        threads.close()
    assert taken[:6] == ["{'n': 0}", "{'n': 1}", "failed", "{'n': 2}", "{'n': 3}", "{'n': 0}"]


@pytest.mark.anyio
async def test_messages_whose_worker_was_off_are_answered_when_it_comes() -> None:
    async with house(run_worker=False) as at:
        for number in range(3):
            assert await at.telegram_gets(at.telegram.text_update(f"q{number}", person=number + 1)) == HTTPStatus.OK
        assert at.telegram.sent == []
    async with house() as at:
        await until(lambda: len(at.telegram.sent) == 3)


@pytest.mark.anyio
async def test_while_the_store_is_away_the_provider_is_asked_to_come_again() -> None:
    async with house(run_worker=False) as at:
        broken = {**connection.settings_dict, "HOST": "/nowhere"}
        kept = dict(connections.settings["default"])
        connections.settings["default"].update(broken)
        try:
            response = await at.telegram.deliver(at.client, "/webhooks/telegram", at.telegram.text_update("q"))
            ready = await at.client.get("/ready")
        finally:
            connections.settings["default"].update(kept)
        assert (response.status_code, response.headers["retry-after"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "5")
        assert ready.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert (await at.client.get("/health")).status_code == HTTPStatus.OK


@pytest.mark.anyio
async def test_a_dead_connection_is_replaced() -> None:
    threads = StoreThreads(1)

    def kill_myself() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(StoreUnavailable):
        await threads.run(kill_myself)
    assert await threads.run(Inbox.objects.count) == 0
    threads.close()


@pytest.mark.anyio
async def test_two_gateways_with_workers_answer_each_message_once_and_in_order() -> None:
    async with house() as first, house() as second:
        second.telegram.calls.clear()
        for number in range(20):
            at = first if number % 2 else second
            update = first.telegram.text_update(f"q{number}", person=number % 4)
            await asyncio.gather(at.telegram_gets(update), first.telegram_gets(update))
        await until(lambda: len(first.telegram.sent) + len(second.telegram.sent) == 20, 15)
        sent = [*first.telegram.sent, *second.telegram.sent]
        assert sorted(message["plain"] for message in sent) == sorted(f"echo: q{number}" for number in range(20))
