"""A person who tells what happened, and an engine that plays Rasa's form: it keeps marks, forgets, goes away and comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from connectors import payloads
from connectors.conversation import Steps
from connectors.engine import Act, LookUp, Say, Tell
from connectors.errors import EngineUnavailable
from connectors.report import SAID, Question
from connectors.turn import Outcome, Triaged
from tests.connectors.talking import Talk

WAGES = Triaged(category="unpaid_wages", urgency="high")
PAYLOADS = {"/report", "/report_answer", "/report_stop"}


@dataclass
class FormEngine:
    """What `bot/` decides, without its classifier: "?" asks, thanks thanks, every other word answers the open question."""

    slots: dict[str, str] | None = None  # None: no report is being told
    away: bool = False

    def next_acts(self, text: str, asked: str = "") -> list[Act]:
        if self.away:
            raise EngineUnavailable
        payload = payloads.read(text)
        if payload is None:
            return self._words(text, asked)
        name, fields = payload
        heard = {key.removeprefix("report_"): value for key, value in fields.items()}
        match name:
            case payloads.REPORT_STOP:
                self.slots = None
                return [Tell(ask="stopped")]
            case payloads.REPORT:
                begins = self.slots is None
                self.slots = dict(heard) if begins else self.slots
                return [self._ask(heard, begins=True)]
            case payloads.REPORT_ANSWER:
                self.slots = {**(self.slots or {}), **heard}
                return [self._ask(heard)]
        return [Say(key=name)]

    def _words(self, text: str, asked: str) -> list[Act]:
        if text.endswith("?"):
            return [LookUp(), *([self._ask({})] if self.slots is not None else [])]
        if text == "thanks":
            return [Say(key="thanks"), *([self._ask({})] if self.slots is not None else [])]
        if not asked:
            return [LookUp()] if self.slots is None else [self._ask({})]
        heard = {"since": text.removeprefix("no, ")} if text.startswith("no, since") else {} if asked == "sure" else {asked: SAID}
        self.slots = {**(self.slots or {}), **heard}
        return [self._ask(heard)]

    def _ask(self, heard: dict[str, str], *, begins: bool = False) -> Tell:
        assert self.slots is not None
        question = next((q for q in Question if q.value not in self.slots), None)
        if question is None:
            self.slots = None
            return Tell(ask="end", heard=heard)
        return Tell(ask=question.value, begins=begins, heard=heard)


@dataclass
class Teller(Talk):
    """`alarms` are the messages that call for help."""

    form: FormEngine = field(default_factory=FormEngine)
    alarms: dict[str, Triaged] = field(default_factory=dict)
    turn: int = 0

    def says(self, text: str, **about: Any) -> Outcome:
        self.turn += 1
        return super().says(text, **about)

    def _steps(self) -> Steps:
        async def engine(text: str, *, asked: str = "", **about: str) -> Sequence[Act]:
            self.engine_heard.append({"text": text, "asked": asked, **about})
            return self.form.next_acts(text, asked)

        return replace(super()._steps(), engine=engine, triage=self.alarms.get)

    def tells(self, *messages: str) -> Outcome:
        """Several turns; the last outcome."""
        outcome = None
        for message in messages:
            outcome = self.says(message)
        assert outcome is not None
        return outcome


def answers(**codes: str) -> str:
    """The payload of a button that answers."""
    return payloads.write(payloads.REPORT_ANSWER, **{f"report_{name}": code for name, code in codes.items()})


ALL = (
    "/report",
    answers(kind="unpaid_wages"),
    "since March",
    answers(where="IT"),
    answers(employer="yes"),
    "Bella Napoli",
    answers(wish="advice"),
)
YES, NO = answers(sure="yes"), answers(sure="no")
TOLD = {"kind": "unpaid_wages", "since": "since March", "where": "IT", "employer": "yes", "name": "Bella Napoli", "wish": "advice"}
