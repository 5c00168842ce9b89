"""Webhooks that arrive together are kept together: in order, none harmed by another, and no more than there is room for."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from connectors.errors import Overloaded, StoreUnavailable
from connectors.group_commit import LARGEST, Batch, GroupCommit
from connectors.inbox import Accepted
from connectors.message import Incoming, Kind

pytestmark = pytest.mark.anyio


def _message(text: str) -> Incoming:
    return Incoming(channel="web", account="web", external_id=text, sender="1", address="", kind=Kind.TEXT, text=text)


class Store:
    """Writes when it is let, and remembers each transaction; `broken` texts make theirs fail."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()
        self.transactions: list[list[str]] = []
        self.broken: set[str] = set()
        self.away = False

    async def keep(self, batch: Batch) -> tuple[Accepted, ...]:
        await self.open.wait()
        texts = [message.text for message in batch]
        if self.away:
            raise StoreUnavailable
        if self.broken & set(texts):
            raise ValueError("broken")
        self.transactions.append(texts)
        return tuple(Accepted(message=message, conversation=uuid4(), new=True) for message in batch)


async def _started(group: GroupCommit, *texts: str) -> list[asyncio.Task[tuple[Accepted, ...]]]:
    tasks = []
    for text in texts:
        tasks.append(asyncio.create_task(group.keep((_message(text),))))
        await asyncio.sleep(0)
    await asyncio.sleep(0.01)
    return tasks


async def test_what_arrives_during_a_transaction_is_kept_in_the_next_one_in_order() -> None:
    store = Store()
    group = GroupCommit(store.keep, 100)
    store.open.clear()
    tasks = await _started(group, "a", "b", "c", "d")
    store.open.set()
    kept = [accepted[0].message.text for accepted in await asyncio.gather(*tasks)]
    assert kept == ["a", "b", "c", "d"]
    assert store.transactions == [["a"], ["b", "c", "d"]]
    await group.keep((_message("e"), _message("f")))
    assert store.transactions[-1] == ["e", "f"]


async def test_one_that_cannot_be_written_harms_no_other() -> None:
    store = Store()
    group = GroupCommit(store.keep, 100)
    store.broken.add("c")
    store.open.clear()
    tasks = await _started(group, "a", "b", "c", "d")
    store.open.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(result, ValueError) for result in results] == [False, False, True, False]
    assert store.transactions == [["a"], ["b"], ["d"]]


async def test_while_the_store_is_away_nobody_is_told_otherwise_and_afterwards_it_goes_on() -> None:
    store = Store()
    group = GroupCommit(store.keep, 100)
    store.away = True
    results = await asyncio.gather(*await _started(group, "a", "b"), return_exceptions=True)
    assert [type(result) for result in results] == [StoreUnavailable] * 2
    store.away = False
    assert len(await group.keep((_message("c"),))) == 1


async def test_beyond_its_room_it_refuses_and_takes_again_when_there_is_room() -> None:
    store = Store()
    group = GroupCommit(store.keep, 3)
    store.open.clear()
    tasks = await _started(group, "a", "b", "c")
    with pytest.raises(Overloaded):
        await group.keep((_message("d"),))
    store.open.set()
    await asyncio.gather(*tasks)
    assert (await group.keep((_message("d"),)))[0].new
    # One webhook larger than all the room is taken when nothing else waits: it could never come in otherwise.
    assert len(await group.keep(tuple(_message(str(number)) for number in range(9)))) == 9


async def test_a_webhook_that_was_cut_off_does_not_disturb_the_others() -> None:
    store = Store()
    group = GroupCommit(store.keep, 100)
    store.open.clear()
    tasks = await _started(group, "a", "b", "c")
    tasks[1].cancel()
    await asyncio.sleep(0)
    store.open.set()
    first, second, third = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(second, asyncio.CancelledError)
    assert [result[0].message.text for result in (first, third) if isinstance(result, tuple)] == ["a", "c"]


async def test_no_transaction_grows_without_end() -> None:
    store = Store()
    group = GroupCommit(store.keep, 10_000)
    store.open.clear()
    tasks = await _started(group, *(str(number) for number in range(2 * LARGEST + 5)))
    store.open.set()
    await asyncio.gather(*tasks)
    assert max(len(texts) for texts in store.transactions) == LARGEST
    assert [text for texts in store.transactions for text in texts] == [str(number) for number in range(2 * LARGEST + 5)]
