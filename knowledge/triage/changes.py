"""What a change of the patterns does to the messages of the triage set: which calls are newly heard, and which no longer. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from knowledge.triage.alarm import Alarm

SILENT = "-"


class Change(StrEnum):
    """The order is that of a reviewer's worry."""

    LOST = "no longer heard"  # a call for help
    ALARMED = "newly alarmed"  # a harmless message
    RENAMED = "heard as something else"
    HEARD = "newly heard"
    CALMED = "no longer alarmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One line of the set; `is_call` as its writer meant it."""

    id: str  # "dev held-0001": the file and the id in it
    text: str
    variety: str
    is_call: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    message: Message
    change: Change
    before: str  # "violence/high", or `SILENT`
    now: str


def heard(messages: Iterable[Message], triage: Callable[[str], Alarm | None]) -> dict[str, str]:
    """What triage says to each message, by its id."""
    return {message.id: _named(triage(message.text)) for message in messages}


def compare(messages: Iterable[Message], before: Mapping[str, str], now: Mapping[str, str]) -> list[Changed]:
    """Every message that is heard differently, the most worrying first; those the release did not know are left out."""
    found = [
        Changed(
            message=message, change=_change(message, before[message.id], now[message.id]), before=before[message.id], now=now[message.id]
        )
        for message in messages
        if message.id in before and before[message.id] != now[message.id]
    ]
    return sorted(found, key=lambda changed: (list(Change).index(changed.change), changed.message.id))


def read_release(text: str) -> dict[str, str]:
    """What the released patterns said: lines "file id category/urgency".

    >>> read_release("dev held-0001 violence/high\\ndev held-0002 -\\n")
    {'dev held-0001': 'violence/high', 'dev held-0002': '-'}
    """
    return {id: said for id, _, said in (line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#"))}


def write_release(said: Mapping[str, str]) -> str:
    """The same, sorted, so that a review shows what moved."""
    return "".join(f"{id} {alarm}\n" for id, alarm in sorted(said.items()))


def _named(alarm: Alarm | None) -> str:
    return f"{alarm.category.value}/{alarm.urgency.value}" if alarm else SILENT


def _change(message: Message, before: str, now: str) -> Change:
    if SILENT not in (before, now):
        return Change.RENAMED
    if now == SILENT:
        return Change.LOST if message.is_call else Change.CALMED
    return Change.HEARD if message.is_call else Change.ALARMED
