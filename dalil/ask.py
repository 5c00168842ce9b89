"""`dalil ask`: questions through the whole path, engine included; what does not run yet is started for the time being."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import uuid
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

import httpx

from connectors.message import Reply
from connectors.settings import Settings
from connectors.turn import Outcome, TurnAct, TurnState
from dalil import preparing
from dalil.home import ROOT, set_up_django, state_directory
from dalil.processes import Child
from dalil.store import store
from knowledge.article import Corridor, Country, Language

if TYPE_CHECKING:  # it needs the models, and they need Django set up
    from connectors.answering import Respond

AT_ONCE = 6  # lines under way; the engine answers about 40 messages a second on 2 cores
ENGINE_START_S = 120.0


def ask_one(text: str) -> str:
    """The answer as a person reads it, with its sources."""
    with _path() as settings:
        answer = asyncio.run(_one(settings, text))
    numbers = [f"{line['name']}: {line['phone']}" for turn in answer["turns"] for line in turn["helplines"]]
    return "\n\n".join([*(_printed(reply) for turn in answer["turns"] for reply in turn["replies"]), *numbers])


async def _one(settings: Settings, text: str) -> dict[str, Any]:
    async with _respond(settings) as respond:
        return await answer_line(respond, json.dumps({"id": "1", "text": text}))


def _printed(reply: Mapping[str, Any]) -> str:
    cited = [f"[{n}] {c['title']}: {c['url']} ({c['checked_on']})" for n, c in enumerate(reply["citations"], 1)]
    return "\n".join([reply["text"], *cited])


def ask_lines(lines: Iterable[str], out: TextIO) -> None:
    """One JSON line in, one out, in order (design.md, Contracts). Each line is a conversation of its own."""
    with _path() as settings:
        asyncio.run(_all(settings, [line for line in lines if line.strip()], out))


async def _all(settings: Settings, lines: list[str], out: TextIO) -> None:
    free = asyncio.Semaphore(AT_ONCE)
    async with _respond(settings) as respond:

        async def one(line: str) -> dict[str, Any]:
            async with free:
                return await answer_line(respond, line)

        for task in [asyncio.create_task(one(line)) for line in lines]:
            out.write(json.dumps(await task, ensure_ascii=False) + "\n")
            out.flush()


async def answer_line(respond: Respond, line: str) -> dict[str, Any]:
    """Ask every turn of one JSON line; one that is not of the contract is answered with an `error`."""
    row: Any = None
    try:
        row = json.loads(line)
        texts, state = _texts(row), _state(row)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        known = row.get("id") if isinstance(row, dict) else None
        return {"id": known, "error": f"not a line of the contract: {type(exc).__name__}"}
    sender, turns = f"ask:{uuid.uuid4()}", []
    for number, text in enumerate(texts):
        started = time.perf_counter()
        outcome = await respond(text, state, turn_id=f"{sender}:{number}", sender=sender, language_hint=None)
        turns.append(_turn(outcome, (time.perf_counter() - started) * 1000))
        state = outcome.state
    return {"id": row.get("id"), "turns": turns}


def _texts(row: Mapping[str, Any]) -> list[str]:
    """Raises KeyError, TypeError for a line without text or turns."""
    texts = [turn["text"] for turn in row["turns"]] if "turns" in row else [row["text"]]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("text")
    return texts


def _state(row: Mapping[str, Any]) -> TurnState:
    def member(name: str) -> Country | None:
        code = str(row.get(name) or "").upper()
        return Country(code) if code in set(Country) else None

    language = str(row.get("language") or "")
    known = Language(language) if language in set(Language) else None
    corridor = Corridor(origin=member("origin"), destination=member("destination"), present_in=member("present_in"))
    return replace(TurnState(), corridor=corridor, language=known)


def _turn(outcome: Outcome, ms: float) -> dict[str, Any]:
    act = TurnAct.HANDOFF if outcome.act is TurnAct.SILENT else outcome.act
    return {
        "act": act.value,
        "language": outcome.language.value,
        "variety": outcome.variety,
        "replies": [_reply(reply) for reply in outcome.replies],
        "triage": {"category": outcome.triage.category, "urgency": outcome.triage.urgency} if outcome.triage else None,
        "helplines": [
            {"name": line.name, "phone": line.phone, "country": line.country} for reply in outcome.replies for line in reply.helplines
        ],
        "confidence": round(outcome.confidence, 4),
        "ms": round(ms, 1),
    }


def _reply(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.text,
        "citations": [{"article": c.article, "title": c.title, "url": c.url, "checked_on": c.checked_on} for c in reply.citations],
        "buttons": [button.label for button in reply.buttons],
    }


@contextmanager
def _path() -> Iterator[Settings]:
    """Store, content and engine, up for as long as the context is open. Raises NotReady."""
    with store(state_directory()):
        set_up_django()
        preparing.migrate()
        preparing.seed()
        with _engine(Settings()) as settings:
            yield settings


@contextmanager
def _engine(settings: Settings) -> Iterator[Settings]:
    """The running engine, or one of our own on a free port until the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    child = Child(
        name="engine",
        command=[str(preparing.ENGINE_PYTHON), str(ROOT / "bot" / "run.py")],
        environment=preparing.engine_environment(port),
        health=f"{settings.engine_url}/",
        log=state_directory() / "logs" / "engine.log",
    )
    if child.is_ready():
        yield settings
        return
    preparing.train_engine()
    child.health = f"http://127.0.0.1:{port}/"
    child.start()
    try:
        if not child.wait_ready(ENGINE_START_S):
            raise preparing.NotReady(f"The dialogue engine did not start: see {child.log}.")
        yield settings.model_copy(update={"engine_url": f"http://127.0.0.1:{port}"})
    finally:
        child.stop()


@asynccontextmanager
async def _respond(settings: Settings) -> AsyncIterator[Respond]:
    from connectors.conversation import respond
    from connectors.desk_board import DeskBoard
    from connectors.steps import build_searcher, build_steps

    searcher, board = build_searcher(), DeskBoard()
    await asyncio.to_thread(searcher.refresh)
    await asyncio.to_thread(board.refresh)
    async with httpx.AsyncClient(base_url=settings.engine_url, timeout=settings.engine_timeout_s) as client:
        yield partial(respond, do=build_steps(searcher, client, board.now))
