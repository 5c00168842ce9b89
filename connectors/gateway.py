"""What the routes of the public edge share: the store, the rules of intake, and the channels that are on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors import inbox
from connectors.events import emit
from connectors.group_commit import Batch, GroupCommit
from connectors.inbox import Accepted, Intake
from connectors.message import Incoming
from connectors.settings import Settings
from connectors.store_threads import StoreThreads


def group_commit(threads: StoreThreads, rules: Intake, room: int) -> GroupCommit:
    """Messages written by the store's threads, one transaction at a time."""

    async def keep(batch: Batch) -> tuple[Accepted, ...]:
        return await threads.run(inbox.accept, batch, rules, datetime.now(UTC))

    return GroupCommit(keep, room)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    settings: Settings
    threads: StoreThreads
    intake: Intake
    incoming: GroupCommit

    async def accept(self, channel: str, messages: Iterable[Incoming], statuses: int = 0) -> tuple[Accepted, ...]:
        """Keep a batch. When this returns it is on disk. Raises Overloaded, StoreUnavailable."""
        batch = tuple(messages)
        accepted = await self.incoming.keep(batch) if batch else ()
        new = sum(item.new for item in accepted)
        emit("webhook_accepted", channel=channel, messages=len(accepted), new=new, statuses=statuses)
        return accepted
