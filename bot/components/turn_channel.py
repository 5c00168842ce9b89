"""The engine's only door: POST /webhooks/rest/webhook. Edge (HTTP).

Rasa's own REST channel answers 200 with an empty list when its pipeline raised, and writes the user's text into the log.
This one answers 500, and logs the name of the error alone.
"""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from components.turns import Turn, Unreadable, parse

_log = logging.getLogger(__name__)
_REMEMBERED = 4096  # turns; a retry comes within minutes

Acts = list[dict[str, Any]]
Receiver = Callable[[UserMessage], Awaitable[Any]]


class EngineSilent(RuntimeError):
    """The turn ended without an act, so something inside Rasa failed and was swallowed there."""


class TurnChannel(InputChannel):
    """Takes one turn, returns its acts. The same `turn_id` again returns the same acts and changes nothing."""

    def __init__(self) -> None:
        self._answered: OrderedDict[str, Acts] = OrderedDict()

    @classmethod
    def name(cls) -> str:
        """The path's middle part; the gateway need not know that this is not Rasa's own channel."""
        return "rest"

    def blueprint(self, on_new_message: Receiver) -> Blueprint:
        """The routes, mounted by Rasa under /webhooks/rest."""
        routes = Blueprint("turn_channel")

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                turn = parse(request.json)
            except Exception as error:
                return _failure(400, error)
            try:
                return response.json(await self._answer(turn, on_new_message))
            except Exception as error:
                return _failure(500, error)

        return routes

    async def _answer(self, turn: Turn, on_new_message: Receiver) -> Acts:
        if turn.key is not None and turn.key in self._answered:
            return self._answered[turn.key]
        acts = await _acts_of(turn, on_new_message)
        if turn.key is not None:
            self._answered[turn.key] = acts
            while len(self._answered) > _REMEMBERED:
                self._answered.popitem(last=False)
        return acts


async def _acts_of(turn: Turn, on_new_message: Receiver) -> Acts:
    collector = CollectingOutputChannel()
    message = UserMessage(turn.text, collector, turn.sender, input_channel=TurnChannel.name(), metadata=dict(turn.metadata))
    await on_new_message(message)
    acts = [act for act in collector.messages if "custom" in act]
    if not acts:
        raise EngineSilent
    return acts


def _failure(status: int, error: Exception) -> HTTPResponse:
    reason = str(error) if isinstance(error, Unreadable) else type(error).__name__
    _log.warning("turn failed: status=%s error=%s", status, type(error).__name__)
    return response.json({"error": reason}, status=status)
