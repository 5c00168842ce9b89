"""The people of a run and the providers between: each message delivered late, twice or overtaken, as planned; answers noted."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks.faults import script
from benchmarks.faults.judging import Witness
from benchmarks.faults.script import Conversation, Planned
from benchmarks.harness.posting import Post
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp

TELEGRAM_FIRST = 1_000_000  # chat id of person 0
LONGEST_PAUSE_S = 1.5  # between two messages of one person
POLL_S = 5.0
_REPORTS = ("sent", "delivered", "read")


@dataclass(slots=True)
class People:
    """`pace` is awaited before each message is sent for the first time."""

    post: Post
    whatsapp: FakeWhatsApp
    telegram: FakeTelegram
    chance: random.Random
    pace: Callable[[], Awaitable[None]]
    witnesses: dict[int, Witness] = field(default_factory=dict)
    later: set[asyncio.Task[None]] = field(default_factory=set)  # repeats and reports on their way
    failed: list[BaseException] = field(default_factory=list)

    async def talk(self, conversation: Conversation) -> None:
        """Say everything of one conversation; return when the last message is kept."""
        seen = self.witnesses.setdefault(conversation.person, Witness())
        deliver = await self._delivery(conversation, seen)
        for planned in conversation.in_delivery_order():
            await asyncio.sleep(self.chance.uniform(0, LONGEST_PAUSE_S))
            await self.pace()
            seen.begun[planned.number] = time.monotonic()
            again = await deliver(planned)
            seen.kept[planned.number] = time.monotonic()
            for _ in range(planned.repeats):
                self._soon(again)

    async def _delivery(self, conversation: Conversation, seen: Witness) -> Callable[[Planned], Awaitable[Callable[[], Awaitable[None]]]]:
        """What delivers a message of this conversation, and gives back what delivers it again."""
        if conversation.channel == "web":
            return await self._browser(seen)
        make = self._whatsapp if conversation.channel == "whatsapp" else self._telegram

        async def deliver(planned: Planned) -> Callable[[], Awaitable[None]]:
            again = make(conversation.person, planned)
            await again()
            return again

        return deliver

    def _whatsapp(self, person: int, planned: Planned) -> Callable[[], Awaitable[None]]:
        message = self.whatsapp.text(script.words(planned.number), **{"from": None, "from_user_id": whatsapp_id(person)})

        async def deliver() -> None:
            await self.post.whatsapp([message])

        return deliver

    def _telegram(self, person: int, planned: Planned) -> Callable[[], Awaitable[None]]:
        update = self.telegram.text_update(script.words(planned.number), person=TELEGRAM_FIRST + person, language="fr")

        async def deliver() -> None:
            await self.post.telegram(update)

        return deliver

    async def _browser(self, seen: Witness) -> Callable[[Planned], Awaitable[Callable[[], Awaitable[None]]]]:
        """A chat of its own, read by long polls from the first word to the end of the run."""
        session = await self._session()
        headers = {"Authorization": f"Bearer {session}", "Content-Type": "application/json"}
        self._soon(lambda: self._read(headers, seen), at_once=True)

        async def deliver(planned: Planned) -> Callable[[], Awaitable[None]]:
            body = json.dumps({"client_msg_id": str(uuid.uuid4()), "text": script.words(planned.number)}).encode()

            async def again() -> None:
                await self.post.until_kept("/chat/messages", body, headers)

            await again()
            return again

        return deliver

    async def _session(self) -> str:
        while True:
            try:
                response = await self.post.client.post(f"{self.chance.choice(self.post.gateways)}/chat/start", json={"bearer": True})
                return str(response.raise_for_status().json()["session"])
            except httpx.HTTPError:
                await asyncio.sleep(0.5)

    async def _read(self, headers: dict[str, str], seen: Witness) -> None:
        """Ask for what comes after the last reply, for ever."""
        last = 0
        while True:
            try:
                url = f"{self.chance.choice(self.post.gateways)}/chat/poll"
                answer = await self.post.client.get(url, params={"after": last, "wait": POLL_S}, headers=headers)
                events = answer.raise_for_status().json()["events"]
            except httpx.HTTPError:
                await asyncio.sleep(0.5)
                continue
            for event in events:
                note(seen, web_text(event["blocks"]))
                last = max(last, int(event["seq"]))

    def report(self, message: dict[str, Any]) -> None:
        """What became of a message that WhatsApp took: three reports, late, sometimes twice, in any order."""
        states = [state for state in _REPORTS for _ in range(2 if self.chance.random() < 0.2 else 1)]
        self.chance.shuffle(states)
        for state in states:
            status = self.whatsapp.status(state, message)

            async def deliver(status: dict[str, Any] = status) -> None:
                await self.post.whatsapp(statuses=[status])

            self._soon(deliver)

    def _soon(self, work: Callable[[], Awaitable[None]], *, at_once: bool = False) -> None:
        async def wait_and_work() -> None:
            await asyncio.sleep(0 if at_once else self.chance.uniform(0, 3.0))
            await work()

        task = asyncio.create_task(wait_and_work())
        self.later.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self.later.discard(task)
        if not task.cancelled() and (exc := task.exception()) is not None:
            self.failed.append(exc)

    def hear_from_providers(self) -> None:
        """Note what arrived by WhatsApp and Telegram since the beginning; both fakes keep it in order."""
        people: dict[str, Witness] = {}
        for person, seen in self.witnesses.items():
            people[whatsapp_id(person)] = people[str(TELEGRAM_FIRST + person)] = seen
        arrived = [(str(message.get("recipient") or message.get("to")), whatsapp_text(message)) for message in self.whatsapp.sent]
        arrived += [(str(message["chat_id"]), str(message["plain"])) for message in self.telegram.sent]
        for seen in {id(people[address]): people[address] for address, _ in arrived}.values():
            seen.received.clear()
            seen.strange = 0
        for address, text in arrived:
            note(people[address], text)


def note(seen: Witness, text: str) -> None:
    part = script.part_of(text)
    if part is None:
        seen.strange += 1
    else:
        seen.received.append(part)


def whatsapp_id(person: int) -> str:
    return f"MA.bench{person:08}"


def whatsapp_text(message: dict[str, Any]) -> str:
    body = message["text"] if message["type"] == "text" else message["interactive"]["body"]
    return str(body.get("body") or body.get("text"))


def web_text(blocks: list[dict[str, Any]]) -> str:
    """The words of an event: its paragraphs hold lines, and these hold words, or pieces with their words in one field."""
    lines = [line for block in blocks for line in block.get("lines", [])]
    return " ".join("".join(span if isinstance(span, str) else next(iter(span.values())) for span in line) for line in lines)
