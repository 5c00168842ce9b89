"""A message put behind the question before it, and the decision about both readings. Pure but for the encoder it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Corridor, Country
from knowledge.encoder import Vectors
from knowledge.entities import ORIGINS, EntityReader
from knowledge.retrieval.entries import encoder_text
from knowledge.retrieval.following import (
    Before,
    FollowingWeights,
    Readings,
    decide_following,
    following_rows,
    lean_features,
    leans,
    priors,
    rank_following,
    sure_features,
)
from knowledge.retrieval.index import ArticleIndex, Question
from knowledge.retrieval.ranking import Decision, Weights, decide, rank

DESTINATIONS = frozenset(Country) - ORIGINS
NEW_BELOW = 0.1  # this unlikely to lean on the turn before, a message is decided as a first one is


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A message in both readings, with what the turn before says of each article and how far the message leans on it."""

    readings: Readings
    prior: NDArray[np.float64]
    message: tuple[float, ...]  # LEAN_FEATURES


def join(alone: Question, before: Before, entities: EntityReader, encode: Callable[[str], Vectors | None]) -> Question:
    """The question before with this message behind it; a country named now takes the place of the one named then."""
    replaced = _replaced(alone.named)
    lines = [entities.without_countries(line, replaced) if replaced else line for line in before.question.split("\n")]
    asked = " ".join(line for line in lines if line)
    then = entities.read(asked).corridor()
    # A place named now stands for the place named then, whichever of the two parts it plays.
    kept = Corridor(origin=then.origin) if replaced & DESTINATIONS else then
    vector = None
    if alone.vector is not None:
        # Each piece in the letters of its own variety: people change language in the middle.
        vector = encode(f"{encoder_text(asked, before.variety)} {encoder_text(alone.text, alone.variety)}")
    return replace(alone, text=f"{asked} {alone.text}", variety=before.variety, named=alone.named.over(kept), vector=vector)


def _replaced(named: Corridor) -> frozenset[Country]:
    places = DESTINATIONS if {named.destination, named.present_in} & DESTINATIONS else frozenset[Country]()
    return places | (ORIGINS if {named.origin, named.destination, named.present_in} & ORIGINS else frozenset())


def weigh(index: ArticleIndex, alone: Question, joined: Question, before: Before, single: Weights) -> Weighed:
    """Both readings of a message against the base."""
    last = index.scopes.get(before.article)
    also = ({before.article} | last.related) & index.scopes.keys() if last else frozenset[str]()
    one, two = index.evidence_together([alone, joined], also)
    readings = Readings(text=alone.text, named=alone.named, alone=one, joined=two)
    return Weighed(
        readings=readings,
        prior=priors(one.articles, index.scopes, before, alone.named),
        message=lean_features(readings, single),
    )


def follow(index: ArticleIndex, alone: Question, joined: Question, before: Before, single: Weights, weights: FollowingWeights) -> Decision:
    """Answer, ask back or abstain, for a message that came after another one."""
    weighed = weigh(index, alone, joined, before, single)
    lean = leans(weighed.message, weights)
    if lean < NEW_BELOW:
        return replace(decide(rank(weighed.readings.alone, single), single), leans=lean)
    rows = following_rows(weighed.readings, weighed.prior, lean, single)
    hits = rank_following(weighed.readings, rows, weights)
    features = sure_features(weighed.readings, hits, weighed.prior, lean, weighed.message)
    return replace(decide_following(hits, features, weights), leans=lean)


def follow_unlearned(index: ArticleIndex, alone: Question, joined: Question, before: Before, single: Weights) -> Decision:
    """While nothing was learned about follow-ups: one reading, the one that the dialogue engine names."""
    decision = decide(rank(index.evidence(joined if before.flagged else alone), single), single)
    return replace(decision, leans=float(before.flagged))
