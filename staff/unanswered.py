"""What people ask and nobody has written an answer to: open questions in groups across languages, with what may be told of them.

Questions are kept without a way back to who asked (`connectors.questions`), so people cannot be counted: a question asked twice
in the same words on the same day counts once. Nothing but its words is told of a group of fewer than `K`, and no part of a
larger group that is smaller than `K` is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

import numpy as np

from connectors.models import UnansweredQuestion
from knowledge.clustering import MOST, clusters
from knowledge.encoder import EncoderUnavailable, Vectors
from knowledge.retrieval.entries import encoder_text
from staff import asking

K = 10  # the smallest group that is broken down
THRESHOLD = 0.5  # mean cosine of centred vectors; `python -m benchmarks.studio` shows what other values do
EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An open question, away from its row."""

    id: int
    text: str
    language: str
    variety: str
    countries: tuple[str, ...]
    at: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A share of a group: by language or by country."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    first: date  # its Monday
    count: int | None  # None = some, fewer than K


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Questions that ask the same."""

    questions: tuple[Open, ...]  # the newest first
    count: int
    languages: tuple[Part, ...] = ()  # of at least K; all three are empty for a group of fewer than K
    countries: tuple[Part, ...] = ()
    weeks: tuple[Week, ...] = ()

    @property
    def small(self) -> bool:
        return self.count < K

    @property
    def examples(self) -> tuple[Open, ...]:
        """Different words of different varieties first, so that a few lines show how people ask."""
        by_text: dict[str, Open] = {}
        by_variety: dict[str, Open] = {}
        for question in self.questions:
            by_text.setdefault(question.text.casefold(), question)
        for question in by_text.values():
            by_variety.setdefault(question.variety, question)
        chosen = [*by_variety.values(), *(question for question in by_text.values() if question not in by_variety.values())]
        return tuple(chosen[:EXAMPLES])

    @property
    def highest(self) -> int:
        return max((week.count or 0 for week in self.weeks), default=0)


def open_questions() -> list[Open]:
    """Those that nobody has settled, the newest first; at most as many as can be grouped."""
    rows = UnansweredQuestion.objects.filter(settled=None).order_by("-at", "-id")[:MOST]
    return [
        Open(id=row.id, text=row.text_redacted, language=row.language, variety=row.variety, countries=tuple(row.countries), at=row.at)
        for row in rows
    ]


def grouped(questions: Sequence[Open], today: date) -> list[Cluster]:
    """The largest group first. Without an encoder only the same words are one group."""
    vectors = _vectors(questions)
    groups = clusters(vectors, THRESHOLD) if vectors is not None else _same_words(questions)
    return sorted((cluster([questions[place] for place in group], today) for group in groups), key=lambda found: -found.count)


def cluster(questions: Sequence[Open], today: date) -> Cluster:
    """A group with what may be told of it. `questions` are the newest first."""
    counted = list({(question.text.casefold(), question.language, question.at): question for question in questions}.values())
    whole = Cluster(questions=tuple(questions), count=len(counted))
    if whole.small:
        return whole
    return Cluster(
        questions=whole.questions,
        count=whole.count,
        languages=_parts(question.language for question in counted),
        countries=_parts(chain.from_iterable(question.countries for question in counted)),
        weeks=_weeks([question.at for question in counted], today),
    )


def _parts(codes: Iterable[str]) -> tuple[Part, ...]:
    counts = Counter(codes)
    told = _told(counts)
    return tuple(Part(code=code, count=count) for code, count in counts.most_common() if code in told)


def _weeks(days: Sequence[date], today: date, most: int = 12) -> tuple[Week, ...]:
    """The last weeks, the oldest first; a week that may not be counted says only that there were some."""
    this = _monday(today)
    counts = Counter(_monday(day) for day in days)
    told = _told(counts)
    mondays = [this - timedelta(weeks=back) for back in reversed(range(most))]
    return tuple(Week(first=monday, count=counts[monday] if monday in told or not counts[monday] else None) for monday in mondays)


def _told(counts: Counter[Any]) -> set[Any]:
    """The parts of at least K, without the smallest of them where what is left could be worked out from the whole."""
    told = {part: count for part, count in counts.items() if count >= K}
    left = counts.total() - sum(told.values())
    while told and 0 < left < K:
        left += told.pop(min(told, key=lambda part: told[part]))
    return set(told)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _vectors(questions: Sequence[Open]) -> Vectors | None:
    """Centred by variety, so that a language is not a group; None without an encoder."""
    encoder, snapshot = asking.encoder(), asking.searcher().snapshot
    if encoder is None or not questions:
        return None
    try:
        raw = encoder.encode([encoder_text(question.text, question.variety) for question in questions])
    except EncoderUnavailable:
        return None
    if snapshot is None:
        return raw
    return np.stack([snapshot.index.frame.question(vector) for vector in raw])


def _same_words(questions: Sequence[Open]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for place, question in enumerate(questions):
        groups.setdefault(" ".join(question.text.casefold().split()), []).append(place)
    return list(groups.values())
