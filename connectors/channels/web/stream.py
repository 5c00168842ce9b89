"""Replies on their way to a browser: as a stream of events, or one long poll at a time. The outbox rows are the events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from connectors.channels.web import transcript
from connectors.channels.web.bells import Bells
from connectors.channels.web.drawing import draw
from connectors.channels.web.transcript import Chat, Event, Status
from connectors.errors import StoreUnavailable
from connectors.phrasing import Say
from connectors.store_threads import StoreThreads

HEARTBEAT_S = 15.0
LOOK_S = 0.2  # between two looks while no bell is heard
BEFORE_FIRST_S = 1.0  # between two looks at a session that has not said anything yet
_BEAT = b":\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    threads: StoreThreads
    bells: Bells
    secret: bytes
    say: Say

    async def events(self, session: str, seq: int) -> AsyncIterator[bytes]:
        """Server-sent events after `seq`, without an end of its own: `reply` with the seq as id, `state`, heartbeats."""
        told: Status | None = None
        yield b"retry: 2000\n\n"
        while True:
            try:
                chat = await self._chat(session)
                if chat is not None and chat.over:
                    yield _event("over", {})
                    return
                events, status = await self._after(chat, seq)
                for event in events:
                    yield _event("reply", draw(event.seq, event.reply, self.say), event.seq)
                    seq = event.seq
                if status != told:
                    yield _event("state", asdict(status))
                    told = status
                if len(events) < transcript.EVENTS_AT_ONCE and not await self._something_new(chat, seq, status, HEARTBEAT_S):
                    yield _BEAT
            except StoreUnavailable:
                yield _BEAT
                await asyncio.sleep(BEFORE_FIRST_S)

    async def poll(self, session: str, seq: int, wait_s: float) -> dict[str, Any]:
        """The replies after `seq`; waits for one when there is none, or until no answer is awaited any more."""
        chat = await self._chat(session)
        events, status = await self._after(chat, seq)
        if not events and wait_s > 0 and not (chat and chat.over):
            await self._something_new(chat, seq, status, wait_s)
            chat = chat or await self._chat(session)
            events, status = await self._after(chat, seq)
        shown = [draw(event.seq, event.reply, self.say) for event in events]
        return {"events": shown, "state": asdict(status), "over": bool(chat and chat.over)}

    async def settled(self, conversation: UUID, wait_s: float) -> None:
        """Return when no answer is awaited, or after `wait_s`: a page without script is then drawn with its answer."""
        chat = Chat(conversation=conversation, over=False)
        _, status = await self._after(chat, 0)
        if status.waiting:
            await self._something_new(chat, status.last, status, wait_s)

    async def _chat(self, session: str) -> Chat | None:
        return await self.threads.run(transcript.find, self.secret, session)

    async def _after(self, chat: Chat | None, seq: int) -> tuple[list[Event], Status]:
        return await self.threads.run(transcript.after, chat.conversation, seq) if chat else ([], Status())

    async def _something_new(self, chat: Chat | None, seq: int, status: Status, wait_s: float) -> bool:
        """Wait until the chat may have changed; False when `wait_s` seconds passed without that."""
        if chat is None:
            await asyncio.sleep(min(BEFORE_FIRST_S, wait_s))
            return False
        with self.bells.of(chat.conversation) as bell:
            try:
                async with asyncio.timeout(wait_s):
                    # A reply between our last look and this bell would not ring it: look once more first.
                    while await self._after(chat, seq) == ([], status):
                        await _rung(bell, None if self.bells.heard else LOOK_S)
            except TimeoutError:
                return False
        return True


async def _rung(bell: asyncio.Event, at_most_s: float | None) -> None:
    try:
        async with asyncio.timeout(at_most_s):
            await bell.wait()
    except TimeoutError:
        return
    bell.clear()


def _event(name: str, data: dict[str, Any], seq: int | None = None) -> bytes:
    head = f"event: {name}\n" if seq is None else f"event: {name}\nid: {seq}\n"
    return f"{head}data: {json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()
