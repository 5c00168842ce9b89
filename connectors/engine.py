"""The dialogue engine over HTTP: it decides acts, never words. Down, slow, empty or unreadable are one error here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

import httpx

from connectors.errors import EngineUnavailable
from connectors.report import Question
from knowledge.article import Corridor, Country, Language

_Closed = TypeVar("_Closed", bound=StrEnum)

PATH = "/webhooks/rest/webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """Search for an article. Countries may come from this message or an earlier one."""

    corridor: Corridor = field(default_factory=Corridor)
    follow_up: bool = False
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    tool: str  # handoff | delete_data | export_data | menu | change_language | set_profile | feedback | check_offer
    corridor: Corridor = field(default_factory=Corridor)
    occupation: str = ""
    language: Language | None = None
    helpful: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """A step of a report that is being told."""

    ask: str  # the next question; or "end", or "stopped"
    begins: bool = False  # the message asked for a report
    heard: Mapping[str, str] = field(default_factory=dict)  # what this message answered, by question: codes, or "said"

    @property
    def question(self) -> Question | None:
        return engine_member(self.ask, Question)


Act = Say | LookUp | Run | Tell


async def next_acts(
    client: httpx.AsyncClient, text: str, *, sender: str, turn_id: str, language: str, variety: str, asked: str = ""
) -> list[Act]:
    """What to do about one message; `asked` is the open question of a report. Raises EngineUnavailable: treat it as a question."""
    about = {"language": language, "variety": variety, "turn_id": turn_id, **({"asked": asked} if asked else {})}
    turn = {"sender": sender, "message": text, "metadata": about}
    try:
        response = await client.post(PATH, json=turn)
        items = response.raise_for_status().json()
        acts = [_act(item["custom"]) for item in items]
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as exc:
        raise EngineUnavailable from exc
    if not acts:  # Rasa 3.6 answers 200 [] when its own pipeline raised.
        raise EngineUnavailable
    return acts


def _act(custom: Mapping[str, Any]) -> Act:
    """Read one act; raises ValueError for one we do not know."""
    match custom:
        case {"say": str(key)}:
            return Say(key=key)
        case {"look_up": dict(asked)}:
            return LookUp(
                corridor=_corridor(asked),
                follow_up=asked.get("follow_up") is True,
                confidence=float(asked.get("confidence") or 0.0),
            )
        case {"run": "report", "ask": str(ask), **told}:
            heard = told.get("heard")
            said = heard if isinstance(heard, dict) else {}
            return Tell(
                ask=ask,
                begins=told.get("begins") is True,
                heard={str(name): value for name, value in said.items() if isinstance(value, str)},
            )
        case {"run": str(tool), **fields}:
            return Run(
                tool=tool,
                corridor=_corridor(fields),
                occupation=str(fields.get("occupation") or ""),
                language=engine_member(fields.get("language"), Language),
                helpful=fields.get("helpful") if isinstance(fields.get("helpful"), bool) else None,
            )
    raise ValueError("unknown act")


def _corridor(fields: Mapping[str, Any]) -> Corridor:
    return Corridor(**{name: engine_member(fields.get(name), Country) for name in ("origin", "destination", "present_in")})


def engine_member(value: Any, closed_set: type[_Closed]) -> _Closed | None:
    """A code as the engine or a button writes it; None for anything else."""
    try:
        return closed_set(value)
    except ValueError:
        return None
