"""Which question to ask next: the one that still matters most for the routes that are not settled. Pure.

A question matters for a route when its answer may change the route's state: about a route that only the authority can settle, only
what may close it or rule out one of several ways. What a person skips is not asked again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.pathways.pathway import Assessment, State, Why

# Of questions that matter as much, the one that people answer most easily comes first.
FIELDS = (
    "to",
    "from",
    "offer",
    "offer.kind",
    "offer.occupation",
    "offer.salary_eur_year",
    "education",
    "age",
    "languages.de",
    "languages.fr",
    "recognised",
    "experience_years",
    "funds_eur_month",
    "languages.en",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field to ask for, and the routes that wait for it: the reason that is given with the question."""

    field: str
    routes: tuple[str, ...]


def next_question(assessments: Sequence[Assessment], skipped: Collection[str] = ()) -> Question | None:
    """The question on which most routes wait; None when no answer would change anything any more."""
    waiting = [(found, fields) for found in assessments if (fields := matters(found) - set(skipped))]
    counts = Counter(field for _, fields in waiting for field in fields)
    if not counts:
        return None
    best = min(counts, key=lambda field: (-counts[field], FIELDS.index(field)))
    return Question(field=best, routes=tuple(found.pathway.id for found, fields in waiting if best in fields))


def matters(found: Assessment) -> frozenset[str]:
    """The fields whose answer may change the state of a route."""
    if found.state is not State.UNKNOWN:
        return frozenset()
    untold = [missing for missing in found.missing if missing.why is Why.TELL]
    if any(missing.why is Why.ASK for missing in found.missing):
        untold = [missing for missing in untold if missing.decides or missing.condition is None or missing.condition.closes]
    return frozenset(missing.code for missing in untold)
