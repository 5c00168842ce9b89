"""The kinds of condition a rule can have. A closed set, so that staff can read and change rules and none is code. Pure data.

`Amount` names a figure of the knowledge base wherever there is one: one change updates the article and the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from knowledge.pathways.profile import Education, Level, OfferKind, Recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number: a figure of the knowledge base by id, else the value itself."""

    figure: str | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A source of an article of the knowledge base, by its number there."""

    article: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every condition has."""

    code: str  # stable name of what is missing when it is not met; its words are phrases
    source: Reference | None = None
    closes: bool = False  # not met: the route is closed; else it is something to obtain
    # The official page to ask, while nobody has confirmed the rule from a source: whatever the profile says, it is unknown.
    unverified: str | None = None
    line: int | None = None  # in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(Rule):
    at_least: Amount | None = None
    at_most: Amount | None = None
    below: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HasEducation(Rule):
    one_of: frozenset[Education]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsRecognised(Rule):
    level: Recognition


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience(Rule):
    years: Amount | None = None  # None: any at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaks(Rule):
    language: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class HasOffer(Rule):
    kind: OfferKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation(Rule):
    """`one_of`: only these open it; `none_of`: these do not; `ask_for`: the sources do not say clearly."""

    one_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()
    ask_for: frozenset[str] = frozenset()
    ask_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Salary(Rule):
    """Gross pay a year; a monthly figure counts twelve times."""

    at_least: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds(Rule):
    """Money a month of one's own."""

    at_least: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Livelihood(Rule):
    """Pay and one's own money together, a month."""

    at_least: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsFor:
    """Points for one condition; of rows with the same subject the best counts."""

    subject: str
    points: int
    when: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Rule):
    at_least: Amount
    table: tuple[PointsFor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Rule):
    """What no profile can answer and no source of ours confirms: always unknown, with the official page."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class All(Rule):
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf(Rule):
    of: tuple[Condition, ...]


Condition = (
    Age
    | HasEducation
    | IsRecognised
    | Experience
    | Speaks
    | HasOffer
    | Occupation
    | Salary
    | Funds
    | Livelihood
    | Points
    | Ask
    | All
    | AnyOf
)
