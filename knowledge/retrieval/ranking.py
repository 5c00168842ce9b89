"""From evidence to a decision: answer, ask back, or say honestly that we do not know. Pure.

The weights are learned on development questions and on messages that no article answers (`knowledge.retrieval.tuning`);
they are data beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Corridor, Country

FEATURES = (
    "dense_question",  # best cosine to a title or phrasing
    "dense_question_3",  # mean of the three best
    "dense_answer",  # best cosine to a short answer or section
    "lexical_question",
    "lexical_answer",
    "ngram_question",
    "sound_question",
    "linear",  # the ridge classifier over all phrasings
    "destination_named",  # the message names a country this article is about
    "destination_missed",  # it names another one
    "origin_named",
    "origin_missed",
    "unasked_origin",  # the article is for people from one country, and no country of origin is known
    "unasked_destination",  # it is about one country, and none is known
    "usual_destination",  # it is about the country where the message's language is spoken, and no country is known
    "usual_missed",  # it is about others
)
TEXT_FEATURES = FEATURES.index("destination_named")  # the first ones; the others are about the corridor
CONFIDENCE_FEATURES = (
    "score",
    "margin",  # to the second
    "probability",  # among the candidates
    "spread",  # above the others, in their standard deviations
    *FEATURES[:TEXT_FEATURES],
    *(f"{name}_lead" for name in FEATURES[:TEXT_FEATURES]),  # over the best rival in that feature
    "destination_named",
    "destination_missed",
)
# Whoever writes Italian and names no country is most often in Italy, or on the way there.
USUAL: Mapping[str, Country] = MappingProxyType({"it": Country.IT, "de": Country.DE, "fr": Country.FR})
PROFILE_SHARE = 0.6  # a country remembered from earlier weighs less than one named in the message
WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Learned numbers: one weight a feature, the confidence model, and a threshold for each act."""

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]
    confidence_bias: float
    answer_from: float  # probability
    clarify_from: float
    tie_within: float  # probability ratio of the second to the first that counts as a tie


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSets:
    """What was learned with vectors, and what words alone have to be weighed by while the encoder is away."""

    with_vectors: Weights
    without_vectors: Weights

    def fitting(self, *, vectors: bool) -> Weights:
        return self.with_vectors if vectors else self.without_vectors


@lru_cache(maxsize=1)
def shipped_weights() -> WeightSets:
    data = json.loads(WEIGHTS.read_text("utf-8"))
    return WeightSets(with_vectors=_weights(data["with_vectors"]), without_vectors=_weights(data["without_vectors"]))


def _weights(data: Mapping[str, Any]) -> Weights:
    return Weights(
        ranking=tuple(data["ranking"][name] for name in FEATURES),
        confidence=tuple(data["confidence"][name] for name in CONFIDENCE_FEATURES),
        confidence_bias=data["confidence_bias"],
        answer_from=data["answer_from"],
        clarify_from=data["clarify_from"],
        tie_within=data["tie_within"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """For whom an article is: what the corridor may narrow and order by."""

    destination: frozenset[Country]
    origin: frozenset[Country]
    protection: bool
    topic: str = ""
    related: frozenset[str] = frozenset()  # ids of articles it points to

    @classmethod
    def of(cls, article: Article) -> Scope:
        """The same in every language of the article."""
        return cls(
            destination=article.destination,
            origin=article.origin,
            protection=article.protection,
            topic=article.topic.value,
            related=frozenset(article.related),
        )


def corridor_features(scope: Scope, named: Corridor, profile: Corridor, variety: str) -> tuple[float, ...]:
    """The eight corridor features of one article.

    `named` stands in the message, `profile` is remembered. What is remembered never speaks against a protection article; a country
    named in the message does: the numbers of another country help nobody.
    """
    asked = named.destination or named.present_in
    remembered = profile.present_in or profile.destination
    destination = _agreement(scope.destination, asked, remembered)
    origin = _agreement(scope.origin, named.origin, profile.origin)
    hidden_by_profile = scope.protection and not asked
    return (
        max(destination, 0.0),
        0.0 if hidden_by_profile else max(-destination, 0.0),
        max(origin, 0.0),
        0.0 if scope.protection else max(-origin, 0.0),
        float(bool(scope.origin) and not named.origin and not profile.origin),
        float(bool(scope.destination) and not asked and not remembered),
        *_usual(scope.destination, None if named or profile else USUAL.get(variety)),
    )


def _usual(wanted: frozenset[Country], usual: Country | None) -> tuple[float, float]:
    """Whether an article about some countries is about the usual one, or about others; nothing where none is usual."""
    return float(usual in wanted), float(bool(wanted) and usual is not None and usual not in wanted)


def _agreement(wanted: frozenset[Country], named: Country | None, remembered: Country | None) -> float:
    """1 = the article is about it, -1 = about another, 0 = nothing known or the article is for all."""
    country, share = (named, 1.0) if named else (remembered, PROFILE_SHARE)
    if not country or not wanted:
        return 0.0
    return share if country in wanted else -share


class Verdict(StrEnum):
    ANSWER = "answer"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article and how likely it is the one asked for."""

    article: str
    score: float
    probability: float  # among the candidates
    evidence: tuple[float, ...]  # in the order of FEATURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    verdict: Verdict
    confidence: float  # calibrated probability that the first hit answers the question
    hits: tuple[Hit, ...]  # best first; with CLARIFY the first two or three are the choices
    leans: float = 0.0  # probability that the message was understood with the one before


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for each candidate: one row an article, one column a feature of FEATURES."""

    articles: tuple[str, ...]  # in the order of ids
    rows: NDArray[np.float64]


def rank(evidence: Evidence, weights: Weights, limit: int = 10) -> tuple[Hit, ...]:
    """The best articles first; ties keep the order of ids."""
    scores = evidence.rows @ np.asarray(weights.ranking)
    order = np.argsort(-scores, kind="stable")[:limit]
    shares = np.exp(scores[order] - scores[order[0]])
    shares /= shares.sum()
    return tuple(
        Hit(article=evidence.articles[i], score=float(scores[i]), probability=float(p), evidence=tuple(map(float, evidence.rows[i])))
        for i, p in zip(order, shares, strict=True)
    )


def confidence_features(hits: Sequence[Hit]) -> tuple[float, ...]:
    """What the confidence model looks at, in the order of CONFIDENCE_FEATURES."""
    first, others = hits[0], hits[1:]
    found = dict(zip(FEATURES, first.evidence, strict=True))
    for position, name in enumerate(FEATURES[:TEXT_FEATURES]):
        found[f"{name}_lead"] = first.evidence[position] - max((hit.evidence[position] for hit in others), default=0.0)
    rivals = np.array([hit.score for hit in others] or [0.0])
    found |= {
        "score": first.score,
        "margin": first.score - float(rivals[0]),
        "probability": first.probability,
        "spread": (first.score - float(rivals.mean())) / (float(rivals.std()) + 0.1),
    }
    return tuple(found[name] for name in CONFIDENCE_FEATURES)


def confidence(hits: Sequence[Hit], weights: Weights) -> float:
    """Probability that the first hit answers the question."""
    logit = float(np.dot(confidence_features(hits), weights.confidence)) + weights.confidence_bias
    return float(1 / (1 + np.exp(-logit)))


def decide(hits: Sequence[Hit], weights: Weights) -> Decision:
    """Answer when sure; ask back when a few articles share the doubt; abstain otherwise."""
    if not hits:
        return Decision(verdict=Verdict.ABSTAIN, confidence=0.0, hits=())
    sure = confidence(hits, weights)
    rivals = [hit for hit in hits[1:3] if hit.probability >= weights.tie_within * hits[0].probability]
    if sure >= weights.answer_from:
        return Decision(verdict=Verdict.ANSWER, confidence=sure, hits=tuple(hits))
    if sure >= weights.clarify_from and rivals:
        return Decision(verdict=Verdict.CLARIFY, confidence=sure, hits=(hits[0], *rivals))
    return Decision(verdict=Verdict.ABSTAIN, confidence=sure, hits=tuple(hits))
