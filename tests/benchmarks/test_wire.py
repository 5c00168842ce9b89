"""The lean client of the load reads what real servers answer."""

from __future__ import annotations

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.load import wire
from tests.fakes.serving import served


@pytest.mark.anyio
async def test_every_request_goes_out_once_and_its_answer_comes_back() -> None:
    heard: list[bytes] = []

    async def answer(request: Request) -> Response:
        body = await request.body()
        heard.append(body)
        return Response(body[::-1], 201 if request.headers["x-mark"] == "yes" else 400)

    async with served(Starlette(routes=[Route("/in", answer, methods=["POST"])])) as url:
        requests = [wire.request(f"{url}/in", f"body {number}".encode(), {"X-Mark": "yes"}) for number in range(50)]
        answered = await wire.all_at([url], requests, connections=4)
        await asyncio.sleep(0)
    assert sorted(heard) == sorted(f"body {number}".encode() for number in range(50))
    assert {answer.status for answer in answered} == {201}
    assert sorted(answer.body[::-1] for answer in answered) == sorted(heard)
    assert all(0 < answer.ms < 5000 for answer in answered)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1), (0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100)])
def test_a_percentile_is_a_value_that_was_measured(share: float, expected: int) -> None:
    assert wire.percentile([float(number) for number in range(100, 0, -1)], share) == expected


def test_without_values_there_is_no_percentile() -> None:
    with pytest.raises(ValueError, match="nothing"):
        wire.percentile([], 0.5)
