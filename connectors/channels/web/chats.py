"""What page and protocol do alike: take a message, read the conversation, leave it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from uuid import UUID

from fastapi import HTTPException

from connectors import doorbell, inbox
from connectors.channels.web import protocol, transcript
from connectors.channels.web.limits import Limits
from connectors.channels.web.protocol import ACCOUNT, CHANNEL, Said
from connectors.channels.web.sessions import Session
from connectors.channels.web.transcript import Event, Status, Words
from connectors.errors import BadRequest, NotAuthentic
from connectors.gateway import Gateway
from connectors.inbox import Accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Chats:
    gateway: Gateway
    limits: Limits
    calls_for_help: Callable[[str], bool]  # such words are taken however fast they come

    async def take(self, said: Said, session: Session) -> Accepted:
        """Keep a message; when this returns it is on disk. The same id again is the same message.

        Raises 429 for a chat that sends too fast, NotAuthentic for one that was left, BadRequest for a button that
        was never shown, StoreUnavailable.
        """
        if (wait_s := self.limits.wait_s(session.id, time.monotonic())) and not self.calls_for_help(said.text):
            raise HTTPException(429, "too fast", headers={"Retry-After": str(ceil(wait_s))})
        await self._check(said, session)
        message = protocol.incoming(said, session.id, datetime.now(UTC))
        (accepted,) = await self.gateway.accept(CHANNEL, [message])
        if accepted.new:  # open pages show that an answer is being made
            await self.gateway.threads.run(doorbell.tell_web_listeners, accepted.conversation)
        return accepted

    async def is_over(self, session: Session) -> bool:
        chat = await self.gateway.threads.run(transcript.find, self.gateway.intake.secret, session.id)
        return chat is not None and chat.over

    async def history(self, session: Session | None) -> tuple[Sequence[Words | Event], Status]:
        """Both sides so far; nothing for a session that was left or has not spoken."""
        if session is not None and (conversation := await self._conversation(session)):
            return await self.gateway.threads.run(transcript.history, conversation)
        return [], Status()

    async def end(self, session: Session) -> None:
        """Nobody reads this chat from a browser any more."""
        await self.gateway.threads.run(inbox.stop, CHANNEL, ACCOUNT, session.id, self.gateway.intake.secret)

    async def _check(self, said: Said, session: Session) -> None:
        threads = self.gateway.threads
        chat = await threads.run(transcript.find, self.gateway.intake.secret, session.id)
        if chat is not None and chat.over:
            raise NotAuthentic("web")
        if said.payload and (chat is None or not await threads.run(transcript.offers, chat.conversation, said.payload)):
            raise BadRequest("no such button")

    async def _conversation(self, session: Session) -> UUID | None:
        chat = await self.gateway.threads.run(transcript.find, self.gateway.intake.secret, session.id)
        return None if chat is None or chat.over else chat.conversation
