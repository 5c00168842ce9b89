"""The providers' limits: one truth in the database for every sender, by a clock that tests can turn."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from connectors import buckets, inbox, rates, turns
from connectors.delivery import OWN_LIMIT, Delivery, Sender
from connectors.inbox import Intake
from connectors.message import Incoming, Kind
from connectors.models import Conversation, Outbox, OutboxState, RateBucket
from connectors.rates import Bound, Limits, Rate
from connectors.store_threads import StoreThreads
from tests.connectors.house import IDENTITY_KEY
from tests.connectors.speaking import answer

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOMEBODY, ANOTHER = uuid4(), uuid4()


def _at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def _telegram(conversation: UUID = SOMEBODY) -> tuple[Bound, ...]:
    return rates.telegram(30.0).bounds("telegram", "7", conversation)


def test_a_burst_passes_and_then_one_a_second() -> None:
    assert [buckets.take(_telegram(), NOON) for _ in range(6)] == [0.0] * 5 + [1.0]
    assert buckets.take(_telegram(), _at(0.5)) == pytest.approx(0.5)
    assert buckets.take(_telegram(), _at(1.0)) == 0.0
    assert buckets.take(_telegram(), _at(1.5)) == pytest.approx(0.5)


def test_whatsapp_lends_forty_five_and_gives_one_every_six_seconds_after() -> None:
    bounds = rates.whatsapp(80.0).bounds("whatsapp", "7", SOMEBODY)
    assert sum(buckets.take(bounds, NOON) == 0.0 for _ in range(60)) == 45
    assert buckets.take(bounds, _at(5.9)) == pytest.approx(0.1)
    assert buckets.take(bounds, _at(6.0)) == 0.0


def test_what_one_person_may_get_does_not_depend_on_another_but_the_account_is_shared() -> None:
    for _ in range(5):
        buckets.take(_telegram(), NOON)
    assert buckets.take(_telegram(SOMEBODY), NOON) > 0
    assert buckets.take(_telegram(ANOTHER), NOON) == 0.0
    everybody = [buckets.take(_telegram(uuid4()), NOON) for _ in range(40)]
    assert sum(wait == 0.0 for wait in everybody) == 30 - 6


def test_nothing_is_taken_from_any_bucket_while_one_is_empty() -> None:
    for _ in range(5):
        buckets.take(_telegram(), NOON)
    before = dict(RateBucket.objects.values_list("key", "tokens"))
    assert buckets.take(_telegram(), NOON) > 0
    assert dict(RateBucket.objects.values_list("key", "tokens")) == before


def test_a_clock_that_was_set_back_takes_nothing_away_and_gives_nothing_twice() -> None:
    assert buckets.take(_telegram(), _at(100)) == 0.0
    assert [buckets.take(_telegram(), NOON) for _ in range(5)] == [0.0] * 4 + [1.0]
    assert buckets.take(_telegram(), _at(100)) == pytest.approx(1.0)


def test_no_more_passes_in_any_span_than_the_rate_allows() -> None:
    chance, passed = random.Random(5), []
    rate = Rate(burst=3.0, per_s=2.0)
    bound, clock = (Bound(key="one", rate=rate),), 0.0
    for _ in range(200):
        clock += chance.uniform(0, 0.4)
        if buckets.take(bound, _at(clock)) == 0.0:
            passed.append(clock)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            assert last - first + 1 <= rate.burst + rate.per_s * (passed[last] - passed[first]) + 1e-3


@pytest.mark.anyio
async def test_many_senders_at_once_take_no_more_than_there_is() -> None:
    threads, bounds = StoreThreads(4), _scarce()
    try:
        waits = await asyncio.gather(*(threads.run(buckets.take, bounds if number % 2 else bounds[::-1]) for number in range(120)))
    finally:
        threads.close()
    assert sum(wait == 0.0 for wait in waits) == 30


def _scarce() -> tuple[Bound, ...]:
    never = 1 / 86_400
    return Bound(key="b", rate=Rate(burst=30.0, per_s=never)), Bound(key="a", rate=Rate(burst=50.0, per_s=never))


def test_without_a_clock_of_ours_the_database_counts() -> None:
    bound = (Bound(key="one", rate=Rate(burst=1.0, per_s=0.5)),)
    assert buckets.take(bound) == 0.0
    assert 1.0 < buckets.take(bound) <= 2.0


def test_buckets_that_nobody_used_for_long_are_forgotten() -> None:
    buckets.take((Bound(key="old", rate=Rate(burst=1.0, per_s=1.0)),), datetime(2020, 1, 1, tzinfo=UTC))
    buckets.take((Bound(key="new", rate=Rate(burst=1.0, per_s=1.0)),))
    assert buckets.forget_full() == 1
    assert list(RateBucket.objects.values_list("key", flat=True)) == ["new"]


def _one_reply() -> UUID:
    message = Incoming(channel="telegram", account="7", external_id="1", sender="1", address="1", kind=Kind.TEXT, text="a")
    inbox.accept([message], Intake(secret=IDENTITY_KEY, text_limit=4000), NOON)
    conversation = Conversation.objects.values_list("id", flat=True).get()
    turn = turns.claim(conversation)
    assert turn is not None
    turns.save(turn, answer("A"))
    return conversation


@pytest.mark.anyio
async def test_a_reply_over_the_limit_waits_in_the_queue_and_is_not_a_failure() -> None:
    sent: list[Mapping[str, Any]] = []

    async def send(payload: Mapping[str, Any]) -> str:
        sent.append(payload)
        return "1"

    once_an_hour = Limits(account=Rate(burst=1.0, per_s=1 / 3600), person=Rate(burst=5.0, per_s=1.0))
    sender = Sender(render=lambda reply, number, address: [{"n": n} for n in range(2)], send=send, limits=once_an_hour)
    threads = StoreThreads(2)
    delivery = Delivery(threads=threads, senders={"telegram": sender}, secret=IDENTITY_KEY)
    try:
        await delivery.work_off(await threads.run(_one_reply))
        row = await threads.run(Outbox.objects.get)
    finally:
        threads.close()
    assert sent == [{"n": 0}]
    assert (row.state, row.error, row.pieces_sent, row.uncertain) == (OutboxState.QUEUED, OWN_LIMIT, 1, False)
    assert row.next_try_at is not None
