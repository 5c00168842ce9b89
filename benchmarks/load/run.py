"""One run of the load: ingest, the whole path with the real engine, then plain Rasa on the same questions."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import psycopg
import uvloop

from benchmarks.harness.installation import Installation, free_port, installed
from benchmarks.harness.member import Member
from benchmarks.harness.weather import WeatheredWhatsApp
from benchmarks.load import ingest, path, plain
from dalil import preparing
from dalil.home import ROOT
from tests.fakes.whatsapp import fake_whatsapp

# Questions that were written for development: held-out ones are for judging answers.
QUESTIONS = ROOT / "nlu_data" / "dev" / "questions.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    webhooks: int = 8_000
    messages: int = 600  # all at once, and as many to plain Rasa
    paced: int = 600
    gateways: int = 2  # that take the webhooks of the ingest
    state: Path | None = None  # a folder whose prepared database is copied


def measure(wanted: Wanted) -> dict[str, float]:
    """The figures of the contract. Raises what a part raises when it could not be measured honestly."""
    with installed(content=True, state=wanted.state) as bare:
        preparing.train_engine()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_measure(wanted, bare))


async def _measure(wanted: Wanted, bare: Installation) -> dict[str, float]:
    graph, engine_port = WeatheredWhatsApp(), free_port()
    asked, paced = questions(wanted.messages), questions(wanted.paced)
    async with fake_whatsapp(graph):
        installation = bare.among(whatsapp_url=graph.url, engine_port=engine_port)
        kept = await ingest.measure(installation, wanted.webhooks, wanted.gateways)
        _empty(installation.database)
        whole = await path.measure(installation, graph, Member(installation.engine(engine_port)), asked, paced=paced)
        alone = await plain.measure(installation, asked)
    return {
        "ingest_per_s": round(kept.per_s, 1),
        "ingest_p99_ms": round(kept.p99_ms, 1),
        "messages_per_s": round(whole.messages_per_s, 1),
        "p50_ms": round(whole.p50_ms, 1),
        "p95_ms": round(whole.p95_ms, 1),
        "plain_rasa_per_s": round(alone, 1),
    }


def questions(count: int) -> list[str]:
    """Real questions in every variety, from the beginning again when there are too few."""
    rows = [json.loads(line)["text"] for line in QUESTIONS.read_text("utf-8").splitlines() if line.strip()]
    return list(islice(cycle(rows), count))


def _empty(database: str) -> None:
    """Nobody waits for an answer to the webhooks of the ingest."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("TRUNCATE connectors_conversation, procrastinate_jobs CASCADE")
