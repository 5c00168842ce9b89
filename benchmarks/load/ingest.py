"""How many signed webhooks a second are committed and answered 200, with nothing else running."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

import psycopg

from benchmarks.harness.installation import Installation
from benchmarks.harness.member import Member, start_all, stop_all
from benchmarks.harness.posting import signed
from benchmarks.load import wire
from tests.fakes import whatsapp

CONNECTIONS = 16
WARM_UP = 200  # requests before the measured ones
KNOWN_PEOPLE = 2_000  # most messages are of somebody who wrote before


class NotAllKept(Exception):
    """A webhook was refused, or answered 200 without its row: the figures would be about something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingest:
    per_s: float
    p99_ms: float


async def measure(installation: Installation, messages: int, gateways: int) -> Ingest:
    """Raises NotAllKept."""
    members = [Member(installation.gateway(number + 1)) for number in range(gateways)]
    try:
        await start_all(members)
        urls = [member.child.health.removesuffix("/ready") for member in members]
        await wire.all_at(urls, _requests(urls[0], WARM_UP), connections=CONNECTIONS)
        before = _rows(installation.database)
        requests = _requests(urls[0], messages)
        started = time.perf_counter()
        answered = await wire.all_at(urls, requests, connections=CONNECTIONS)
        seconds = time.perf_counter() - started
    finally:
        await stop_all(members)
    refused = [answer.status for answer in answered if answer.status != 200]
    kept = _rows(installation.database) - before
    if refused or kept != messages:
        raise NotAllKept(f"{len(refused)} refused ({refused[:3]}), {kept} of {messages} kept")
    return Ingest(per_s=messages / seconds, p99_ms=wire.percentile([answer.ms for answer in answered], 0.99))


def _requests(url: str, count: int) -> list[bytes]:
    """One message each, as Meta writes and signs it; Arabic, for most of ours are."""
    fake, run = whatsapp.FakeWhatsApp(), uuid.uuid4().hex[:8]
    made = []
    for number in range(count):
        person = f"MA.ingest{number % KNOWN_PEOPLE:06}"
        message = fake.text(f"سؤال رقم {number} عن التأشيرة", id=f"wamid.{run}{number:08}", from_user_id=person, **{"from": None})
        raw = whatsapp.webhook(whatsapp.batch([message], contacts=[]))
        made.append(wire.request(f"{url}/webhooks/whatsapp", raw, signed(raw)))
    return made


def _rows(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM connectors_inbox").fetchone()
    return int(row[0]) if row else 0
