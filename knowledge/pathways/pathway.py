"""A route to a country, as its file in `content/pathways/` says it, and what comes out for a person. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.article import Country, Figure, Language, Source
from knowledge.pathways.conditions import Condition, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What something costs or how long it takes: a word of the phrases (`path_cost_…`, `path_time_…`) and a figure."""

    what: str
    figure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pathway:
    """One route. Its texts are phrases and articles; here stand names, rules and where they come from."""

    id: str
    version: int  # counted up with every change of a rule
    names: Mapping[Language, str]
    origins: frozenset[Country]
    destination: Country
    year: int  # the rules are those of this year
    law: str
    official_page: str
    sources: tuple[Reference, ...]
    articles: tuple[str, ...]  # the first is the one about this route
    reviewed_on: date
    review_by: date
    conditions: tuple[Condition, ...]
    confirm: tuple[str, ...]  # what the person must still make sure of; words are phrases (`path_confirm_…`)
    documents: tuple[str, ...]  # `path_doc_…`
    costs: tuple[Priced, ...]
    times: tuple[Priced, ...]
    file: str

    def is_overdue(self, today: date) -> bool:
        """True when its review date has passed: it may no longer call anything open or closed."""
        return today > self.review_by


class State(StrEnum):
    OPEN = "open"
    NEARLY = "nearly"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why something is on the list of what is missing."""

    LACKS = "lacks"  # can be obtained
    BARS = "bars"  # cannot
    TELL = "tell"  # the person has not said
    ASK = "ask"  # only the authority can say


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    why: Why
    code: str
    condition: Condition | None = None  # None: the corridor or the review date
    decides: bool = False  # it stands in one of several ways, which its answer may rule out

    def __str__(self) -> str:
        """The stable code of the contract: `salary`, `tell:age`, `ask:points`."""
        return self.code if self.why in (Why.LACKS, Why.BARS) else f"{self.why.value}:{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What one route is for one person. Orientation, not a decision."""

    pathway: Pathway
    state: State
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What of the knowledge base the routes refer to."""

    figures: Mapping[str, Figure]
    sources: Mapping[tuple[str, int], Source]  # by article and number
    articles: frozenset[str]
