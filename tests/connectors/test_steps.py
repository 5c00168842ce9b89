from __future__ import annotations

import json
from typing import Any

import anyio
import httpx
import pytest

from connectors.conversation import respond
from connectors.steps import build_steps, keep_fresh
from connectors.turn import Outcome, Triaged, TurnAct, TurnState
from knowledge.article import Corridor, Country
from knowledge.entities import reader
from knowledge.errors import IndexEmpty
from knowledge.retrieval.ranking import Verdict, shipped_weights
from knowledge.search import Searcher


def unpublished() -> Searcher:
    """What a process holds before anything was published, or while there is no database."""
    return Searcher(None, reader(), shipped_weights())


def said(text: str) -> Outcome:
    """One turn with nothing published and the engine out of reach."""

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("down", request=request)

    async def turn() -> Outcome:
        async with httpx.AsyncClient(transport=httpx.MockTransport(refuse), base_url="http://engine") as client:
            return await respond(text, TurnState(), build_steps(unpublished(), client), turn_id="1", sender="s")

    return anyio.run(turn)


def test_a_call_for_help_is_answered_with_numbers_without_database_index_and_engine() -> None:
    outcome = said("My boss in Germany locked me in and took my passport, help me now")
    assert outcome.act is TurnAct.PROTECT
    assert [line.phone for line in outcome.replies[0].helplines]


def test_menus_and_questions_are_answered_before_anything_is_published() -> None:
    assert said("/menu").act is TurnAct.COMMAND
    assert said("What is the minimum wage in Germany?").act is TurnAct.ABSTAIN


def test_the_steps_read_countries_and_helplines_of_a_message() -> None:
    steps = build_steps(unpublished(), httpx.AsyncClient())
    assert steps.countries("from morocco to italy") == Corridor(origin=Country.MA, destination=Country.IT)
    assert steps.lines(steps.topics(Triaged(category="medical_emergency", urgency="immediate")), Country.TN)
    assert steps.search("x", "en", Corridor(), Corridor()).verdict is Verdict.ABSTAIN
    assert steps.base().articles == {}


def test_refreshing_goes_on_after_an_empty_base(monkeypatch: pytest.MonkeyPatch) -> None:
    held, calls = unpublished(), []

    def refresh() -> bool:
        calls.append(1)
        if len(calls) < 3:
            raise IndexEmpty("no published article")
        return False

    monkeypatch.setattr(held, "refresh", refresh)

    async def some_time() -> None:
        with anyio.move_on_after(5):
            async with anyio.create_task_group() as group:
                group.start_soon(_until, lambda: len(calls) >= 4, group.cancel_scope)
                await keep_fresh(held, 0.001)

    anyio.run(some_time)
    assert len(calls) >= 4


async def _until(happened: Any, scope: anyio.CancelScope) -> None:
    while not happened():
        await anyio.sleep(0.001)
    scope.cancel()


def test_the_engine_hears_no_numbers_and_names_of_people_and_buttons_as_they_are() -> None:
    heard: list[str] = []

    def engine(request: httpx.Request) -> httpx.Response:
        heard.append(json.loads(request.content)["message"])
        return httpx.Response(200, json=[{"custom": {"say": "help"}}])

    async def turns() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(engine), base_url="http://engine") as client:
            steps = build_steps(unpublished(), client)
            for text in ("je m'appelle Karim, 0661234567, quel visa pour l'Italie ?", '/change_language{"language": "fr"}'):
                await steps.engine(text, sender="s", turn_id="1", language="fr", variety="fr")

    anyio.run(turns)
    assert heard == ["je m'appelle [name], [phone], quel visa pour l'Italie ?", '/change_language{"language": "fr"}']
