"""Stand-ins for what answers: a catalogue that shows its keys, and a conversation that repeats what it hears."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from connectors.message import Button, Reply
from connectors.turn import Outcome, TurnAct, TurnState
from connectors.wiring import Mind
from knowledge.article import Language


def say(key: str, language: Language, /, **values: str) -> str:
    return f"{key}[{language.value}]" + "".join(f" {value}" for value in values.values())


@dataclass
class Echo:
    """Repeats each message; `outcomes` replace the next answers, and an exception among them is raised."""

    heard: list[str] = field(default_factory=list)
    outcomes: list[Outcome | Exception] = field(default_factory=list)
    buttons: Sequence[Button] = ()

    async def __call__(
        self, text: str, state: TurnState, *, turn_id: str, sender: str, language_hint: str | None, doubtful: bool = False
    ) -> Outcome:
        self.heard.append(text)
        if self.outcomes:
            planned = self.outcomes.pop(0)
            if isinstance(planned, Exception):
                raise planned
            return planned
        return answer(f"echo: {text}", state, self.buttons)


def answer(text: str, state: TurnState | None = None, buttons: Sequence[Button] = ()) -> Outcome:
    language = Language.EN
    return Outcome(
        act=TurnAct.ANSWER,
        replies=(Reply(text=text, language=language, buttons=tuple(buttons)),),
        state=replace(state or TurnState(), language=language, last_question=text),
        language=language,
        variety="en",
        confidence=0.9,
    )


def mind(echo: Echo) -> Mind:
    return Mind(say=say, open_respond=lambda: nullcontext(echo))
