"""Sending what a conversation waits for, in order, through whatever the network does."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from connectors import outbox
from connectors.delivery_rules import GiveUp, Stop, TryAgain, WaitForPerson, decide
from connectors.errors import DeliveryFailed, Remedy
from connectors.events import emit
from connectors.message import Reply
from connectors.outbox import Outgoing
from connectors.store_threads import StoreThreads

Payload = Mapping[str, Any]  # one request of a provider's API
_HTTP_TIMEOUT = timedelta(seconds=20)  # longer than any call: a row marked `sending` for longer was cut off


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A channel's two halves: the pure one that draws a reply, and the one edge that sends a piece of it."""

    render: Callable[[Reply, int, str], Sequence[Payload]]  # reply, its outbox id, address -> pieces
    send: Callable[[Payload], Awaitable[str]]  # the provider's id; raises DeliveryFailed
    remind: Callable[[str, int, str], Sequence[Payload]] | None = None  # language, outbox id, address -> the approved message
    grace: timedelta = _HTTP_TIMEOUT  # how long a provider may take to report a call that was cut off


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    threads: StoreThreads
    senders: Mapping[str, Sender]
    secret: bytes

    async def work_off(self, conversation: UUID) -> None:
        """Send until nothing is left or the oldest reply has to wait; then the later ones wait behind it."""
        channels = tuple(self.senders)
        grace = max((sender.grace for sender in self.senders.values()), default=_HTTP_TIMEOUT)
        while (out := await self.threads.run(outbox.claim, conversation, grace, channels)) is not None:
            if not await self._send(out):
                return

    async def _send(self, out: Outgoing) -> bool:
        """True when the next reply may go."""
        sender = self.senders[out.channel]
        started = time.monotonic()
        provider_id = ""
        try:
            pieces = _pieces(sender, out)
            for number, piece in enumerate(pieces[out.pieces_sent :], start=out.pieces_sent + 1):
                provider_id = await sender.send(piece)
                if number < len(pieces):
                    await self.threads.run(outbox.note_piece, out, number)
        except DeliveryFailed as failure:
            return await self._recover(out, failure, sender.grace)
        await self.threads.run(outbox.settle, out, provider_id, self.secret)
        emit(
            "reply_sent",
            conversation=out.conversation,
            channel=out.channel,
            pieces=len(pieces),
            attempt=out.attempt,
            uncertain=out.uncertain,
            ms=round((time.monotonic() - started) * 1000),
        )
        return True

    async def _recover(self, out: Outgoing, failure: DeliveryFailed, grace: timedelta) -> bool:
        decision = decide(
            failure,
            attempt=out.attempt,
            age=datetime.now(UTC) - out.waiting_since,
            chance=random.random(),
            grace=grace,
        )
        if out.template and isinstance(decision, WaitForPerson):  # it is what goes out while the window is closed
            decision = GiveUp()
        conversation, channel = out.conversation, out.channel
        match decision:
            case TryAgain(pause, uncertain):
                await self.threads.run(outbox.delay, out, pause, failure.code, uncertain=uncertain)
                wait_s = round(pause.total_seconds(), 1)
                emit("reply_delayed", conversation=conversation, channel=channel, code=failure.code, attempt=out.attempt, wait_s=wait_s)
            case WaitForPerson():
                await self.threads.run(outbox.wait_for_person, out, failure.code)
                emit("reply_waits_for_person", conversation=conversation, channel=channel, code=failure.code)
            case Stop():
                await self.threads.run(outbox.stop, out, failure.code)
                emit("delivery_stopped", conversation=conversation, channel=channel)
            case GiveUp():
                await self.threads.run(outbox.give_up, out, failure.code)
                emit("reply_dead", conversation=conversation, channel=channel, code=failure.code, attempts=out.attempt)
        return isinstance(decision, GiveUp)


def _pieces(sender: Sender, out: Outgoing) -> Sequence[Payload]:
    if out.template and sender.remind is None:
        raise DeliveryFailed(out.channel, "no_template", Remedy.GIVE_UP)
    try:
        if out.template and sender.remind is not None:
            return sender.remind(out.reply.language, out.id, out.address)
        return sender.render(out.reply, out.id, out.address)
    except Exception as exc:  # a reply that cannot be drawn must not hold up the ones behind it
        raise DeliveryFailed(out.channel, f"render:{type(exc).__name__}", Remedy.GIVE_UP) from exc
