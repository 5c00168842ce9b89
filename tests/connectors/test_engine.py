from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from connectors.engine import PATH, Act, LookUp, Run, Say, next_acts
from connectors.errors import EngineUnavailable
from knowledge.article import Corridor, Country, Language

Answer = Callable[[httpx.Request], httpx.Response]


def ask(answer: Answer, text: str = "salam") -> list[Act]:
    async def run() -> list[Act]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer), base_url="http://engine") as client:
            return await next_acts(client, text, sender="s", turn_id="7", language="ar", variety="ary-Latn")

    return anyio.run(run)


def acts(*customs: Any) -> list[Act]:
    return ask(lambda _: httpx.Response(200, json=[{"recipient_id": "s", "custom": custom} for custom in customs]))


def test_the_engine_is_told_who_speaks_and_how() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=[{"custom": {"say": "greet"}}])

    assert ask(answer) == [Say(key="greet")]
    assert asked[0].url.path == PATH
    assert json.loads(asked[0].content) == {
        "sender": "s",
        "message": "salam",
        "metadata": {"language": "ar", "variety": "ary-Latn", "turn_id": "7"},
    }


@pytest.mark.parametrize(
    ("custom", "act"),
    [
        ({"say": "thanks"}, Say(key="thanks")),
        ({"look_up": {}}, LookUp()),
        (
            {"look_up": {"origin": "MA", "destination": "DE", "present_in": None, "follow_up": True, "confidence": 0.9}},
            LookUp(corridor=Corridor(origin=Country.MA, destination=Country.DE), follow_up=True, confidence=0.9),
        ),
        ({"look_up": {"origin": "XX", "destination": ["DE"], "follow_up": "yes", "confidence": None}}, LookUp()),
        ({"run": "handoff"}, Run(tool="handoff")),
        ({"run": "change_language", "language": "fr"}, Run(tool="change_language", language=Language.FR)),
        ({"run": "change_language", "language": "es"}, Run(tool="change_language")),
        (
            {"run": "set_profile", "origin": "TN", "destination": None, "present_in": "IT", "occupation": "nurse"},
            Run(tool="set_profile", corridor=Corridor(origin=Country.TN, present_in=Country.IT), occupation="nurse"),
        ),
        ({"run": "feedback", "helpful": False}, Run(tool="feedback", helpful=False)),
        ({"run": "feedback", "helpful": "false"}, Run(tool="feedback")),
    ],
)
def test_each_act_is_read(custom: dict[str, Any], act: Act) -> None:
    assert acts(custom) == [act]


def test_several_acts_keep_their_order() -> None:
    assert acts({"look_up": {}}, {"say": "ask_to"}) == [LookUp(), Say(key="ask_to")]


@pytest.mark.parametrize(
    "custom", [{}, None, [], "say", {"say": 1}, {"sing": "la"}, {"look_up": None}, {"look_up": {"confidence": "high"}}]
)
def test_an_act_we_do_not_know_is_no_answer(custom: Any) -> None:
    with pytest.raises(EngineUnavailable):
        acts({"say": "greet"}, custom)


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(200, json=[]),  # what Rasa sends after its own errors
        httpx.Response(500, json=[{"custom": {"say": "greet"}}]),
        httpx.Response(404),
        httpx.Response(307, headers={"location": "/elsewhere"}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(200, json={"custom": {"say": "greet"}}),
        httpx.Response(200, json=None),
        httpx.Response(200, json=[{"text": "hello"}]),
        httpx.Response(200, json=["hello"]),
    ],
    ids=["empty", "500", "404", "redirect", "html", "bytes", "object", "null", "text", "strings"],
)
def test_an_answer_that_cannot_be_used_is_one_error(response: httpx.Response) -> None:
    with pytest.raises(EngineUnavailable):
        ask(lambda _: response)


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ReadTimeout, httpx.RemoteProtocolError])
def test_an_engine_that_is_down_or_slow_is_one_error_with_its_cause(failure: type[httpx.TransportError]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise failure("gone", request=request)

    with pytest.raises(EngineUnavailable) as caught:
        ask(answer)
    assert isinstance(caught.value.__cause__, failure)


def test_half_a_character_is_no_crash() -> None:
    with pytest.raises(EngineUnavailable):
        ask(lambda _: httpx.Response(200, json=[]), "\ud83d")
