"""From a question to the right article: our search, and what it is compared with on the same texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dalil.understanding.intervals import Share
from knowledge.article import Article, Corridor, Language
from knowledge.encoder import Encoder, centring, variety_means
from knowledge.entities import reader
from knowledge.language.context import Context
from knowledge.language.identify import identify
from knowledge.retrieval.following import LEANS_FROM, Before, went_on
from knowledge.retrieval.ranking import Decision, Verdict
from knowledge.search import Searcher

Row = Mapping[str, Any]
Rank = Callable[[Sequence[Row]], Sequence[str]]  # the first article for each question


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Shares of the questions of one variety."""

    first: Share  # the right article ranked first, whether search then answered, asked back or kept silent
    right: Share  # answered, with the right article: what a person sees
    answered: Share
    wrong: Share  # answered, with another article: confidently wrong

    def as_json(self) -> dict[str, object]:
        return {
            "first": self.first.as_json(),
            "right": self.right.as_json(),
            "answered": self.answered.as_json(),
            "wrong": self.wrong.as_json(),
        }


def questions(rows: Sequence[Row], searcher: Searcher) -> dict[str, Found]:
    """By variety, and all."""
    return _by_variety(rows, lambda row: ask(searcher, row["text"]))


def follow_ups(rows: Sequence[Row], searcher: Searcher) -> dict[str, Found]:
    """The last of some turns, as the conversation searches: whether it leans on those before is for search to find out."""
    return _by_variety(rows, lambda row: _last(searcher, row["turns"]))


def silent(rows: Sequence[Row], searcher: Searcher) -> dict[str, Share]:
    """Messages that no article answers: how many got none."""
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for row in rows:
        hits[row["variety"]].append(ask(searcher, row["text"]).verdict is not Verdict.ANSWER)
    return {
        **{name: Share.of(found) for name, found in sorted(hits.items())},
        "all": Share.of(hit for found in hits.values() for hit in found),
    }


def ranked(rows: Sequence[Row], rank: Rank) -> dict[str, Share]:
    """Another way to search: the right article first, by variety and all."""
    hits: defaultdict[str, list[bool]] = defaultdict(list)
    for row, first in zip(rows, rank(rows), strict=True):
        hits[row["variety"]].append(first in row["relevant"])
    return {
        **{name: Share.of(found) for name, found in sorted(hits.items())},
        "all": Share.of(hit for found in hits.values() for hit in found),
    }


def ask(searcher: Searcher, text: str) -> Decision:
    """A first message, of a person we know nothing of."""
    read = identify(text)
    return searcher.search(text, read.variety.value if read else Language.AR.value, Corridor(), Corridor())


def _last(searcher: Searcher, turns: Sequence[str]) -> Decision:
    before, known, variety = None, Corridor(), None
    for text in turns:
        read = identify(text, Context(variety=variety))
        named, variety = reader().read(text).corridor(), read.variety if read else variety
        decision = searcher.search(text, (variety or Language.AR).value, known, named, before)
        leans = before is not None and decision.leans >= LEANS_FROM
        before = Before(
            question=went_on(before.question, text) if before and leans else text,
            variety=before.variety if before and leans else (variety or Language.AR).value,
            article=decision.hits[0].article if decision.hits else "",
            flagged=True,
        )
        known = named.over(known)
    return decision


def _by_variety(rows: Sequence[Row], decide: Callable[[Row], Decision]) -> dict[str, Found]:
    seen: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for row in rows:
        decision = decide(row)
        first = bool(decision.hits) and decision.hits[0].article in row["relevant"]
        seen[row["variety"]].append((first, decision.verdict is Verdict.ANSWER))
    found = {name: _found(pairs) for name, pairs in sorted(seen.items())}
    return {**found, "all": _found([pair for pairs in seen.values() for pair in pairs])}


def _found(pairs: Sequence[tuple[bool, bool]]) -> Found:
    return Found(
        first=Share.of(first for first, _ in pairs),
        right=Share.of(first and answered for first, answered in pairs),
        answered=Share.of(answered for _, answered in pairs),
        wrong=Share.of(answered and not first for first, answered in pairs),
    )


def nearest(articles: Iterable[Article], encoder: Encoder, *, centred: bool) -> Rank:
    """An encoder alone: the article whose title and short answer, in any language, lie next to the question.

    Centred by variety, each text by the mean it is nearest to, or as the vectors come: without it e5 prefers its own language.
    """
    documents = [(a.id, f"{a.title} {a.short_answer}") for a in articles]

    def rank(rows: Sequence[Row]) -> list[str]:
        sides = [encoder.encode([text for _, text in documents]), encoder.encode([row["text"] for row in rows])]
        if centred:
            means = variety_means(encoder)
            sides = [centring.centre_each(vectors, centring.nearest(vectors, means), means) for vectors in sides]
        stored, asked = sides
        return [documents[int(best)][0] for best in (asked @ stored.T).argmax(axis=1)]

    return rank
