"""What the routes of the public edge share: the store, the rules of intake, and the channels that are on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from connectors import inbox
from connectors.events import emit
from connectors.inbox import Accepted, Intake
from connectors.message import Incoming
from connectors.settings import Settings
from connectors.store_threads import StoreThreads


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    settings: Settings
    threads: StoreThreads
    intake: Intake

    async def accept(self, channel: str, messages: Iterable[Incoming], statuses: int = 0) -> tuple[Accepted, ...]:
        """Keep a batch. When this returns it is on disk. Raises StoreUnavailable."""
        batch = tuple(messages)
        accepted = await self.threads.run(inbox.accept, batch, self.intake, datetime.now(UTC)) if batch else ()
        new = sum(item.new for item in accepted)
        emit("webhook_accepted", channel=channel, messages=len(accepted), new=new, statuses=statuses)
        return accepted
