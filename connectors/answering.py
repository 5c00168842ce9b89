"""The work on one conversation: its messages one after the other, oldest first, until none is left."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from connectors import choices, commands, holdings, intake, notice, own_copy, payloads, turns
from connectors.errors import StoreUnavailable
from connectors.events import emit
from connectors.handover import Voice
from connectors.hearing.listening import Listening
from connectors.hearing.transcript import Heard, Unheard, Why
from connectors.media.errors import MediaUnavailable
from connectors.media.note import Note
from connectors.message import Button, Kind, Reply
from connectors.notice import Terms
from connectors.phrasing import Say
from connectors.reading_aloud.script import Reading
from connectors.store_threads import StoreThreads
from connectors.turn import Effect, Outcome, TurnAct, TurnState
from connectors.turns import Turn
from knowledge.article import Language

ATTEMPTS = 5
_ATTEMPTS_TO_FETCH = 3  # of a voice note that the provider does not hand over
_WORDS_LIMIT = 4000  # characters of a transcript
# The sentence for messages of which only triage reads the text.
KIND_PHRASES = {
    Kind.EMPTY: "empty_message",
    Kind.UNSUPPORTED: "unsupported_message",
    Kind.TOO_LONG: "too_long",
    Kind.EDITED: "edited_message",
}


class Respond(Protocol):
    """`connectors.conversation.respond` with its steps bound."""

    async def __call__(
        self, text: str, state: TurnState, *, turn_id: str, sender: str, language_hint: str | None, doubtful: bool = False
    ) -> Outcome: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    threads: StoreThreads
    respond: Respond
    say: Say
    default_language: Language
    turn_timeout_s: float
    terms: Terms | None = None  # what people are told at first contact; None: they are told elsewhere
    person_messages: int = 30  # a minute; beyond it only calls for help, commands and wishes for a person are answered
    listening: Listening | None = None  # None: no model, and voice messages get a kind sentence
    reading: Reading | None = None  # None: nothing can be read aloud

    async def work_off(self, conversation: UUID) -> None:
        """Answer what waits. A failed turn pauses with growing gaps; the fifth failure ends in a kind sentence."""
        while (turn := await self.threads.run(turns.claim, conversation)) is not None:
            await self._take(turn)

    async def _take(self, turn: Turn) -> None:
        if turn.attempt > ATTEMPTS:  # the process died while it answered this message, again and again
            await self._bury(turn)
            return
        started = time.monotonic()
        try:
            if turn.kind is Kind.VOICE and turn.readable:
                turn = await self._listened(turn)
            async with asyncio.timeout(self.turn_timeout_s):
                outcome = self._noticed(turn, self._voiced(turn, await self._copied(turn, await self._outcome(turn))))
            saved = await self.threads.run(turns.save, turn, outcome)
        except StoreUnavailable:
            raise
        except Exception as exc:  # whatever a message may set off, the conversation must go on
            await self._fail(turn, exc)
            return
        if saved:
            _log(turn, outcome, started)
        else:
            emit("turn_superseded", conversation=turn.conversation, attempt=turn.attempt)

    async def _outcome(self, turn: Turn) -> Outcome:
        if not turn.readable:
            return self._sentence(turn, "technical_problem")
        if isinstance(turn.heard, Unheard):
            return self._unheard(turn, turn.heard.why)
        text = await self._meaning(turn)
        if payloads.is_named(text, payloads.READ_ALOUD):
            return await self._read_aloud(turn)
        phrase = KIND_PHRASES.get(turn.kind)
        if phrase and not text:
            return self._sentence(turn, phrase)
        doubtful = isinstance(turn.heard, Heard) and not turn.heard.sure
        outcome = await self.respond(
            text, turn.state, turn_id=str(turn.inbox), sender=turn.sender, language_hint=turn.language_hint, doubtful=doubtful
        )
        if phrase and outcome.triage is None and outcome.act is not TurnAct.SILENT:
            return self._sentence(turn, phrase)
        return self._slowed(turn, outcome) if turn.recent > self.person_messages else outcome

    def _slowed(self, turn: Turn, outcome: Outcome) -> Outcome:
        """Who writes too fast is told so once; a call for help, even a doubtful one, is heard however much is written."""
        if turn.kind in (Kind.COMMAND, Kind.BUTTON) or outcome.triage or outcome.effects or outcome.act is TurnAct.SILENT:
            return outcome
        asked = tuple(reply for reply in outcome.replies if any(_needs_help(button) for button in reply.buttons))
        if asked or turn.recent > self.person_messages + 1:
            return replace(outcome, replies=asked, act=outcome.act if asked else TurnAct.SILENT)
        return self._sentence(turn, "too_fast")

    async def _listened(self, turn: Turn) -> Turn:
        """The turn with the words of its voice message. The claim lasts as long as listening may. Raises MediaUnavailable."""
        note, started = Note.read(turn.text), time.monotonic()
        heard: Heard | Unheard = Unheard(Why.OFF)
        if note is not None and self.listening is not None:
            await self.threads.run(turns.hold, turn, turns.CLAIM + timedelta(seconds=self.listening.timeout_s))
            heard = await self._heard(self.listening, turn, note)
            await self.threads.run(turns.hold, turn, turns.CLAIM)
        result = ("sure" if heard.sure else "unsure") if isinstance(heard, Heard) else heard.why.value
        ms = round((time.monotonic() - started) * 1000)
        seconds = note.seconds if note else 0
        emit("voice_heard", conversation=turn.conversation, channel=turn.channel, result=result, seconds=seconds, ms=ms)
        words = commands.as_words(intake.clean(heard.text))[:_WORDS_LIMIT] if isinstance(heard, Heard) else ""
        return replace(turn, text=words, heard=heard)

    async def _heard(self, listening: Listening, turn: Turn, note: Note) -> Heard | Unheard:
        try:
            async with asyncio.timeout(listening.timeout_s):
                return await listening.hear(turn.channel, note, turn.state.language)
        except TimeoutError:
            return Unheard(Why.TOO_LONG)
        except MediaUnavailable:
            if turn.attempt < _ATTEMPTS_TO_FETCH:
                raise
            return Unheard(Why.BROKEN)

    def _unheard(self, turn: Turn, why: Why) -> Outcome:
        """Why nothing was heard, and what to do in danger: it may have been a call for help."""
        language = self._language(turn)
        seconds = str(self.listening.longest_s) if self.listening else ""
        lines = (self.say(f"voice_{why.value}", language, seconds=seconds), self.say("voice_danger", language))
        return self._told(turn, "\n".join(lines), language)

    async def _read_aloud(self, turn: Turn) -> Outcome:
        """The reply that the button stood under, else the latest answer, as a voice message."""
        reference = choices.read_reference(turn.text)
        reply = await self.threads.run(turns.find_reply, turn.conversation, reference[0]) if reference else None
        reply = reply or await self.threads.run(turns.last_answer, turn.conversation)
        if self.reading is None or turn.channel not in self.reading.channels:
            return self._sentence(turn, "listen_off")
        if reply is None:
            return self._sentence(turn, "listen_nothing")
        language = Language(reply.language)
        said = Reply(text=self.say("listen_here", language), language=language, aloud=self.reading.script(reply, self.say))
        return replace(self._told(turn, "", language), act=TurnAct.COMMAND, replies=(said,), voice=Voice.COMMAND)

    def _voiced(self, turn: Turn, outcome: Outcome) -> Outcome:
        """Who spoke hears the answer too; who wrote may ask for it."""
        if self.reading is None or turn.channel not in self.reading.channels or not outcome.replies:
            return outcome
        if isinstance(turn.heard, Heard):
            first, *rest = outcome.replies
            return replace(outcome, replies=(replace(first, aloud=self.reading.script(first, self.say)), *rest))
        if outcome.act is not TurnAct.ANSWER:
            return outcome
        return replace(outcome, replies=tuple(self.reading.offered(reply, self.say) for reply in outcome.replies))

    async def _copied(self, turn: Turn, outcome: Outcome) -> Outcome:
        """With EXPORT_DATA, the copy of what is kept in the place of its title."""
        if Effect.EXPORT_DATA not in outcome.effects:
            return outcome
        held = await self.threads.run(holdings.of, turn.conversation)
        text = own_copy.write(held, outcome.language, self.terms or Terms(), self.say)
        return replace(outcome, replies=(Reply(text=text, language=outcome.language.value),))

    def _noticed(self, turn: Turn, outcome: Outcome) -> Outcome:
        """At first contact, the answer and then what is kept."""
        if self.terms is None or not notice.is_due(turn.state, outcome):
            return outcome
        told = notice.compose(turn.channel, outcome.language, self.terms, self.say)
        return replace(outcome, replies=(*outcome.replies, told), state=replace(outcome.state, noticed=True))

    async def _meaning(self, turn: Turn) -> str:
        """The text, or the payload of the button that a number or a reference stands for."""
        if turn.kind is Kind.TEXT and turn.last_reply is not None:
            return choices.pick(turn.last_reply.buttons, turn.text) or turn.text
        if turn.kind is Kind.BUTTON and (reference := choices.read_reference(turn.text)):
            found = await self.threads.run(turns.find_button, turn.conversation, *reference)
            return found or "/menu"
        return turn.text

    def _sentence(self, turn: Turn, phrase: str) -> Outcome:
        language = self._language(turn)
        return self._told(turn, self.say(phrase, language), language)

    def _told(self, turn: Turn, text: str, language: Language) -> Outcome:
        replies = () if turn.state.held_by_person else (Reply(text=text, language=language),)
        act = TurnAct.COMMAND if replies else TurnAct.SILENT
        return Outcome(act=act, replies=replies, state=turn.state, language=language, variety=turn.state.variety, confidence=1.0)

    def _language(self, turn: Turn) -> Language:
        hint = (turn.language_hint or "").partition("-")[0].lower()
        if turn.state.language is not None:
            return turn.state.language
        return Language(hint) if hint in set(Language) else self.default_language

    async def _fail(self, turn: Turn, exc: Exception) -> None:
        emit(
            "turn_failed",
            conversation=turn.conversation,
            channel=turn.channel,
            attempt=turn.attempt,
            error=type(exc).__name__,
        )
        if turn.attempt >= ATTEMPTS:
            await self._bury(turn)
        else:
            pause = 2 ** (turn.attempt - 1) * random.uniform(0.5, 1.0)
            await self.threads.run(turns.put_back, turn, timedelta(seconds=pause))

    async def _bury(self, turn: Turn) -> None:
        language = self._language(turn)
        reply = Reply(text=self.say("technical_problem", language), language=language)
        if await self.threads.run(turns.bury, turn, reply):
            emit("turn_buried", conversation=turn.conversation, channel=turn.channel, attempts=turn.attempt)


def _needs_help(button: Button) -> bool:
    said = payloads.read(button.payload)
    return said is not None and said[0] == payloads.NEED_HELP


def _log(turn: Turn, outcome: Outcome, started: float) -> None:
    emit(
        "turn_answered",
        conversation=turn.conversation,
        channel=turn.channel,
        act=outcome.act,
        language=outcome.language,
        variety=outcome.variety,
        attempt=turn.attempt,
        ms=round((time.monotonic() - started) * 1000),
        degraded=outcome.degraded,
        triage=outcome.triage.category if outcome.triage else None,
    )
