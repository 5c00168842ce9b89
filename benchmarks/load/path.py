"""The whole path: a signed webhook in, the answer at the provider. All at once for the rate, at a steady pace for the times."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.harness.installation import Installation
from benchmarks.harness.member import Member, start_all, stop_all
from benchmarks.harness.posting import signed
from benchmarks.harness.weather import WeatheredWhatsApp
from benchmarks.load import wire
from tests.fakes import whatsapp

PACE_PER_S = 30.0  # messages a second at which times are measured
CONNECTIONS = 16
PATIENCE_S = 120.0  # without any answer the measurement is over
WARM_UP = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    messages_per_s: float
    p50_ms: float
    p95_ms: float


class Answers:
    """When the first part of each person's answer reached the provider. Each message is of a person of its own."""

    def __init__(self, graph: WeatheredWhatsApp) -> None:
        self.at: dict[str, float] = {}
        self._moved = asyncio.Event()
        graph.on_taken = self._note

    def _note(self, message: dict[str, Any]) -> None:
        self.at.setdefault(str(message.get("recipient")), time.perf_counter())
        self._moved.set()

    async def of_all(self, people: Sequence[str]) -> None:
        """Raises TimeoutError when nothing comes any more."""
        while any(person not in self.at for person in people):
            self._moved.clear()
            async with asyncio.timeout(PATIENCE_S):
                await self._moved.wait()


async def measure(
    installation: Installation, graph: WeatheredWhatsApp, engine: Member, questions: Sequence[str], *, paced: Sequence[str]
) -> Path:
    """`questions` all at once, then `paced` at PACE_PER_S, each by somebody else. Raises TimeoutError when one is not answered."""
    gateway, worker = Member(installation.gateway()), Member(installation.worker())
    answers = Answers(graph)
    members = [engine, gateway, worker]
    try:
        await start_all(members)
        url = gateway.child.health.removesuffix("/ready")
        await _ask(url, answers, questions[:WARM_UP], pace_per_s=0)
        people, sent = await _ask(url, answers, questions, pace_per_s=0)
        rate = len(people) / (max(answers.at[person] for person in people) - min(sent))
        people, sent = await _ask(url, answers, paced, pace_per_s=PACE_PER_S)
    finally:
        await stop_all(members)
    times = [(answers.at[person] - begun) * 1000 for person, begun in zip(people, sent, strict=True)]
    return Path(messages_per_s=rate, p50_ms=wire.percentile(times, 0.5), p95_ms=wire.percentile(times, 0.95))


async def _ask(url: str, answers: Answers, questions: Sequence[str], *, pace_per_s: float) -> tuple[list[str], list[float]]:
    """Send each question as somebody else, and wait for all answers: the people, and when each was asked."""
    fake, run = whatsapp.FakeWhatsApp(), uuid.uuid4().hex[:8]
    people = [f"MA.{run}{number:06}" for number in range(len(questions))]
    requests = []
    for number, (person, question) in enumerate(zip(people, questions, strict=True)):
        message = fake.text(question, id=f"wamid.{run}{number:06}", from_user_id=person, **{"from": None})
        raw = whatsapp.webhook(whatsapp.batch([message], contacts=[]))
        requests.append(wire.request(f"{url}/webhooks/whatsapp", raw, signed(raw)))
    sent = await _send(url, requests, pace_per_s)
    await answers.of_all(people)
    return people, sent


async def _send(url: str, requests: Sequence[bytes], pace_per_s: float) -> list[float]:
    """When each was due, or began: a queue in front of the gateway counts as waiting. Raises ValueError for a refusal."""
    lines: asyncio.Queue[wire.Line] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        lines.put_nowait(wire.Line(url))
    started = time.perf_counter()

    async def one(number: int, raw: bytes) -> float:
        due = started + (number / pace_per_s if pace_per_s else 0.0)
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        line = await lines.get()
        answer = await line.ask(raw)
        lines.put_nowait(line)
        if answer.status != 200:
            raise ValueError(f"a webhook was answered {answer.status}")
        return due

    sent = await asyncio.gather(*(one(number, raw) for number, raw in enumerate(requests)))
    while not lines.empty():
        await lines.get_nowait().close()
    return sent
