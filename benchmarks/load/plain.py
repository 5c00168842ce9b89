"""Messages a second of Rasa alone, by its own REST channel: what the product is measured against, in the same run."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

from benchmarks.harness.installation import Installation, free_port
from benchmarks.harness.member import Member
from benchmarks.load import wire
from connectors.engine import PATH
from dalil import preparing
from dalil.processes import Child

CONNECTIONS = 16
WARM_UP = 12


class Silent(Exception):
    """Rasa answered with an error or with nothing: then its rate says nothing either."""


async def measure(installation: Installation, questions: Sequence[str]) -> float:
    """Each question by somebody else, over 16 connections. Raises Silent."""
    member = _plain_rasa(installation)
    try:
        member.start()
        await member.come_up()
        url = member.child.health
        await wire.all_at([url], _requests(url, questions[:WARM_UP]), connections=CONNECTIONS)
        requests = _requests(url, questions)
        started = time.perf_counter()
        answered = await wire.all_at([url], requests, connections=CONNECTIONS)
        seconds = time.perf_counter() - started
    finally:
        await member.stop()
    if any(answer.status != 200 or not json.loads(answer.body) for answer in answered):
        raise Silent
    return len(answered) / seconds


def _plain_rasa(installation: Installation) -> Member:
    port = free_port()
    engine = installation.engine(port)
    script = Path(__file__).with_name("plain_rasa.py")
    log = installation.folder / "plain-rasa.log"
    return Member(Child("plain-rasa", [str(preparing.ENGINE_PYTHON), str(script), str(port)], engine.environment, engine.health, log))


def _requests(url: str, questions: Sequence[str]) -> list[bytes]:
    address = f"{url.rstrip('/')}{PATH}"
    return [wire.request(address, json.dumps({"sender": uuid.uuid4().hex, "message": question}).encode(), {}) for question in questions]
