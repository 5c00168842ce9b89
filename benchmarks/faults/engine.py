"""A dialogue engine that is up in half a second: the real contract over HTTP, and acts from the script.

Rasa takes fifteen seconds to start, so that a run with hundreds of kills would mostly wait for it.
`python -m benchmarks.faults.engine PORT`
"""

from __future__ import annotations

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.faults.script import PARTS, asked
from connectors.engine import PATH


async def health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


async def answer(request: Request) -> JSONResponse:
    """400 for what the script does not know."""
    turn = await request.json()
    try:
        number = asked(turn["message"])
    except ValueError as exc:
        return JSONResponse({"error": str(exc)}, 400)
    return JSONResponse([{"recipient_id": turn["sender"], "custom": {"say": key}} for key in PARTS[number]])


def main() -> None:
    app = Starlette(routes=[Route("/", health), Route(PATH, answer, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
