"""Sending what a conversation waits for, in order, through whatever the network does."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from connectors import buckets, outbox
from connectors.delivery_rules import GiveUp, Stop, TryAgain, WaitForPerson, decide
from connectors.errors import DeliveryFailed, Remedy
from connectors.events import emit
from connectors.message import Reply
from connectors.outbox import Outgoing
from connectors.rates import Limits
from connectors.store_threads import StoreThreads

Payload = Mapping[str, Any]  # one request of a provider's API
SHORT_WAIT_S = 0.3  # for one of many; longer would hold up other conversations
OWN_LIMIT = "own_limit"  # the code of a reply that we hold back ourselves
CALL_S = 18.0  # a call that takes longer is given up, whatever the client's own timeouts add up to
_HTTP_TIMEOUT = timedelta(seconds=20)  # longer than any call: a row marked `sending` for longer was cut off


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A channel's two halves: the pure one that draws a reply, and the one edge that sends a piece of it."""

    render: Callable[[Reply, int, str], Sequence[Payload]]  # reply, its outbox id, address -> pieces
    send: Callable[[Payload], Awaitable[str]]  # the provider's id; raises DeliveryFailed
    remind: Callable[[str, int, str], Sequence[Payload]] | None = None  # language, outbox id, address -> the approved message
    grace: timedelta = _HTTP_TIMEOUT  # how long a provider may take to report a call that was cut off
    limits: Limits | None = None  # how fast the provider lets us send; None: it does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    threads: StoreThreads
    senders: Mapping[str, Sender]
    secret: bytes

    async def work_off(self, conversation: UUID) -> None:
        """Send until nothing is left or the oldest reply has to wait; then the later ones wait behind it."""
        channels = tuple(self.senders)
        while (out := await self.threads.run(outbox.claim, conversation, self._grace(), channels)) is not None:
            if not await self._send(out):
                return

    def _grace(self) -> timedelta:
        return max((sender.grace for sender in self.senders.values()), default=_HTTP_TIMEOUT)

    async def _send(self, out: Outgoing) -> bool:
        """True when the next reply may go."""
        sender = self.senders[out.channel]
        started = time.monotonic()
        provider_id = ""
        try:
            pieces = _pieces(sender, out)
            for number, piece in enumerate(pieces[out.pieces_sent :], start=out.pieces_sent + 1):
                await self._wait_for_turn(sender, out)
                provider_id = await _called(sender, out.channel, piece)
                if number < len(pieces):
                    await self.threads.run(outbox.note_piece, out, number, self._grace())
        except _HeldBack as held:  # no failure: it neither ages nor counts as a try that went wrong
            await self.threads.run(outbox.delay, out, timedelta(seconds=held.wait_s), OWN_LIMIT, uncertain=False)
            _log_delay(out, OWN_LIMIT, held.wait_s)
            return False
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

    async def _wait_for_turn(self, sender: Sender, out: Outgoing) -> None:
        """Keep the provider's limits: a short wait is waited here, a long one puts the reply back. Raises _HeldBack."""
        if sender.limits is None:
            return
        bounds = sender.limits.bounds(out.channel, out.account, out.conversation)
        wait_s = await self.threads.run(buckets.take, bounds)
        if 0 < wait_s <= SHORT_WAIT_S:
            await asyncio.sleep(wait_s)
            wait_s = await self.threads.run(buckets.take, bounds)
        if wait_s > 0:
            raise _HeldBack(wait_s)

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
                _log_delay(out, failure.code, pause.total_seconds())
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


class _HeldBack(Exception):
    """One of the provider's limits is reached for now."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"wait {wait_s:.1f} s")
        self.wait_s = wait_s


def _log_delay(out: Outgoing, code: str, wait_s: float) -> None:
    emit(
        "reply_delayed",
        conversation=out.conversation,
        channel=out.channel,
        code=code,
        attempt=out.attempt,
        wait_s=round(wait_s, 1),
    )


async def _called(sender: Sender, channel: str, piece: Payload) -> str:
    """The provider's id. Never longer than a claim lasts: else another worker would send the same piece beside us."""
    try:
        async with asyncio.timeout(CALL_S):
            return await sender.send(piece)
    except TimeoutError as exc:
        raise DeliveryFailed(channel, "timeout", Remedy.RETRY, uncertain=True) from exc


def _pieces(sender: Sender, out: Outgoing) -> Sequence[Payload]:
    if out.template and sender.remind is None:
        raise DeliveryFailed(out.channel, "no_template", Remedy.GIVE_UP)
    try:
        if out.template and sender.remind is not None:
            return sender.remind(out.reply.language, out.id, out.address)
        return sender.render(out.reply, out.id, out.address)
    except Exception as exc:  # a reply that cannot be drawn must not hold up the ones behind it
        raise DeliveryFailed(out.channel, f"render:{type(exc).__name__}", Remedy.GIVE_UP) from exc
