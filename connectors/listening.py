"""The engine and the gateway of one mind about the report that is being told. Only the engine is waited for.

The draft is the truth of what was answered. An engine that lost its memory is told what was answered; one that still holds a report
which ended here is told to stop; while it is away, the buttons go on without it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from connectors import payloads
from connectors.engine import Act, Tell
from connectors.report import OTHER, SAID, SKIPPED, Draft, Question, filled, kind_of, next_question
from connectors.turn import Triaged
from knowledge import telling_words
from knowledge.telling_words import Said

Ask = Callable[[str, str], Awaitable[Sequence[Act]]]  # the text, and which call of this turn it is
_LONGEST_NAME = 8  # words


def meant(text: str, draft: Draft | None) -> str:
    """Words that do what a button does, while a report is told; any other text as it is.

    The name of an employer is such a text: the engine, which would remember it, learns only that something was said.
    """
    if draft is None or payloads.read(text) is not None:
        return text
    match telling_words.heard(text):
        case Said.STOP:
            return payloads.write(payloads.REPORT_STOP)
        case Said.UNSAFE:
            return payloads.write(payloads.REPORT_UNSAFE)
        case Said.SKIP if draft.asked is not Question.SURE:
            return payloads.write(payloads.REPORT_ANSWER, **{f"report_{q}": v for q, v in filled({draft.asked.value: SKIPPED}).items()})
    if draft.asked is Question.NAME and "?" not in text and "؟" not in text and len(text.split()) <= _LONGEST_NAME:
        return payloads.write(payloads.REPORT_ANSWER, report_name=SAID)
    return text


def tells(alarm: Triaged, draft: Draft | None, last: Triaged | None) -> bool:
    """Whether a call for help is the story that is being told, whose numbers the person has been given already."""
    if draft is None or last is None or alarm.urgency == "immediate" or alarm.category != last.category:
        return False
    told = draft.answers.get(Question.KIND)
    return told is not None and (kind_of(alarm.category) or OTHER) == told


async def listen(text: str, draft: Draft | None, ask: Ask) -> Sequence[Act]:
    """The engine's acts for a message. Raises EngineUnavailable."""
    if old := _of_another_time(text, draft):
        return [old]
    acts = await ask(text, "")
    tell = next((act for act in acts if isinstance(act, Tell)), None)
    if tell is None or tell.question is None:
        return acts
    if draft is None:
        if tell.begins and tell.question is next_question(filled(tell.heard)):
            return acts
        await ask(payloads.write(payloads.REPORT_STOP), ":stop")
        return await ask(text, ":again")
    known = {**draft.answers, **filled(tell.heard)}
    if tell.question in known:
        marks = draft.marks | {f"report_{question}": value for question, value in filled(tell.heard).items()}
        again = await ask(payloads.write(payloads.REPORT_ANSWER, **marks), ":known")
        return [Tell(ask=act.ask, heard=tell.heard) if isinstance(act, Tell) else act for act in again]
    return acts


def _of_another_time(text: str, draft: Draft | None) -> Tell | None:
    """An answer to a report that is over, or a yes to a copy that is not shown: the engine must not take it for one of now."""
    name, fields = payloads.read(text) or ("", {})
    if name != payloads.REPORT_ANSWER:
        return None
    if draft is None:
        return Tell(ask="stopped")
    return Tell(ask=draft.asked.value) if "report_sure" in fields and draft.asked is not Question.SURE else None


def without_engine(text: str, draft: Draft | None) -> Tell | None:
    """The next step while the engine is away: buttons always work, and words answer a question that takes words."""
    payload = payloads.read(text)
    if payload is None:
        takes_words = draft and draft.asked in (Question.SINCE, Question.NAME) and "?" not in text and "؟" not in text
        return _step({draft.asked.value: SAID}, draft) if draft and takes_words else None
    name, fields = payload
    match name:
        case payloads.REPORT_STOP:
            return Tell(ask="stopped")
        case payloads.REPORT:
            return _step(_heard(fields), draft, begins=True)
        case payloads.REPORT_ANSWER if draft:
            return _step(_heard(fields), draft)
    return None


def _heard(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name.removeprefix("report_"): value for name, value in fields.items() if isinstance(value, str)}


def _step(heard: Mapping[str, str], draft: Draft | None, *, begins: bool = False) -> Tell:
    if Question.SURE.value in heard:
        return Tell(ask="end", heard=heard)
    known = {**(draft.answers if draft else {}), **filled(heard)}
    return Tell(ask=next_question(known).value, begins=begins, heard=heard)
