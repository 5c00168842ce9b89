"""Messages that may lean on the turn before: "w Italia?", "et combien ?", "la, ana f tounes". Pure.

Each is read twice, alone and behind what was asked before, and both readings vote for every article. How far it leans is not
a rule but a learned probability, so that a new question of five words stays new. What the turn before found speaks too: its
own article, those related to it, and the same topic in the country named now.

The weights are learned on development conversations (`knowledge.retrieval.following_tuning`); they are data beside this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Corridor
from knowledge.language.arabizi import words
from knowledge.language.characters import normalise, without_accents
from knowledge.retrieval.ranking import FEATURES, TEXT_FEATURES, Decision, Evidence, Hit, Scope, Verdict, Weights, confidence, rank

WEIGHTS = Path(__file__).with_name("following.json")
LEANS_FROM = 0.5  # the question that is remembered then keeps the one before
LONGEST = 1000  # characters of what was asked before
# First words of a message that goes on: "and", "then", "so", "no", "sorry", "thanks", in every variety.
_GOES_ON = frozenset(
    "w o u et e and und ma mais but aber ok okay tab tayeb behi bahi la no non nein pardon sorry scusa entschuldigung merci "
    "danke thanks grazie shokran chokran same pareil what how then poi puis dann و طب طيب باهي لا وكان وإلا واذا شكرا عفوا يعيشك".split()
)
LEAN_FEATURES = (
    "words",
    "few_words",
    "one_word",
    "goes_on",
    "names_country",
    "only_country",
    "alone_sure",
    "joined_sure",
    "alone_probability",
    "joined_probability",
    "same_first",
    "alone_dense",
    "alone_lexical",
    "alone_spelling",
    "alone_linear",
)
_PRIORS = ("same_article", "related", "other_country", "same_country", "same_topic")
FOLLOWING_FEATURES = ("alone_new", "alone_leaning", "joined", *_PRIORS, *(f"joined_{name}" for name in FEATURES))
SURE_FEATURES = (
    "margin",
    "probability",
    "spread",
    "leans",
    "words",
    "alone_sure",
    "joined_sure",
    "first_alone",
    "first_joined",
    *_PRIORS,
    "destination_missed",
    *(f"alone_{name}" for name in FEATURES[:TEXT_FEATURES]),
    *(f"joined_{name}" for name in FEATURES[:TEXT_FEATURES]),
    *(f"joined_{name}_lead" for name in FEATURES[:TEXT_FEATURES]),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the conversation was about until now."""

    question: str  # as it was understood: of a follow-up, with the question it leant on, one a line
    variety: str
    article: str = ""  # that came first for it, shown or not
    flagged: bool = False  # the dialogue engine takes the message for a follow-up


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """One message read twice; both hold the same articles in the same order."""

    text: str
    named: Corridor  # in the message itself
    alone: Evidence
    joined: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingWeights:
    """Learned numbers, by the features they belong to; `answer_from` and `clarify_from` are probabilities."""

    lean: tuple[float, ...]
    lean_bias: float
    ranking: tuple[float, ...]
    confidence: tuple[float, ...]
    confidence_bias: float
    answer_from: float
    clarify_from: float
    tie_within: float


@lru_cache(maxsize=1)
def shipped_following() -> Mapping[bool, FollowingWeights]:
    """By whether there are vectors; empty until they were learned, and then the dialogue engine's word decides what leans."""
    if not WEIGHTS.exists():
        return {}
    data = json.loads(WEIGHTS.read_text("utf-8"))
    return {True: _weights(data["with_vectors"]), False: _weights(data["without_vectors"])}


def _weights(data: Mapping[str, Any]) -> FollowingWeights:
    return FollowingWeights(
        lean=tuple(data["lean"][name] for name in LEAN_FEATURES),
        lean_bias=data["lean_bias"],
        ranking=tuple(data["ranking"][name] for name in FOLLOWING_FEATURES),
        confidence=tuple(data["confidence"][name] for name in SURE_FEATURES),
        confidence_bias=data["confidence_bias"],
        answer_from=data["answer_from"],
        clarify_from=data["clarify_from"],
        tie_within=data["tie_within"],
    )


def went_on(before: str, text: str) -> str:
    """What a follow-up makes the conversation remember: the first question, the last but one, and this one.

    >>> went_on("a\\nb\\nc", "d")
    'a\\nc\\nd'
    """
    lines = [line for line in before.split("\n") if line.strip()]
    kept = [*lines[:1], *lines[1:][-1:], " ".join(text.split())]
    return "\n".join(kept)[:LONGEST]


def lean_features(readings: Readings, single: Weights) -> tuple[float, ...]:
    """What tells that a message leans on the one before, in the order of LEAN_FEATURES."""
    alone, joined = rank(readings.alone, single), rank(readings.joined, single)
    tokens = words(without_accents(normalise(readings.text)))
    first = tokens[0] if tokens else ""
    best = readings.alone.rows.max(axis=0)
    return (
        float(np.log1p(len(tokens))),
        float(len(tokens) <= 3),
        float(len(tokens) <= 1),
        float(first in _GOES_ON or first.startswith("و")),
        float(bool(readings.named)),
        float(bool(readings.named) and len(tokens) <= 3),
        confidence(alone, single),
        confidence(joined, single),
        alone[0].probability,
        joined[0].probability,
        float(alone[0].article == joined[0].article),
        float(best[FEATURES.index("dense_question")]),
        float(best[FEATURES.index("lexical_question")]),
        float(best[FEATURES.index("ngram_question")]),
        float(best[FEATURES.index("linear")]),
    )


def leans(features: Sequence[float], weights: FollowingWeights) -> float:
    """Probability that a message leans on the one before."""
    return _logistic(float(np.dot(features, weights.lean)) + weights.lean_bias)


def priors(articles: Sequence[str], scopes: Mapping[str, Scope], before: Before, named: Corridor) -> NDArray[np.float64]:
    """What the article of the turn before says about each candidate, [articles, _PRIORS]; zeros where it found none."""
    last = scopes.get(before.article)
    if last is None:
        return np.zeros((len(articles), len(_PRIORS)))
    asked = named.destination or named.present_in or named.origin
    return np.array([_prior(name, scopes[name], before.article, last, asked is not None, _about(scopes[name], named)) for name in articles])


def _about(scope: Scope, named: Corridor) -> bool:
    """Whether an article is about a country named now."""
    return bool({named.destination, named.present_in} & scope.destination) or named.origin in scope.origin


def _prior(name: str, scope: Scope, last_name: str, last: Scope, asked: bool, about: bool) -> tuple[float, ...]:
    same_topic = scope.topic == last.topic
    same_country = scope.destination == last.destination and scope.origin == last.origin
    return (
        float(name == last_name),
        float(name in last.related),
        float(asked and about and same_topic and not same_country),
        float(not asked and same_country),
        float(same_topic),
    )


def following_rows(readings: Readings, prior: NDArray[np.float64], lean: float, single: Weights) -> NDArray[np.float64]:
    """What speaks for each article in both readings, [articles, FOLLOWING_FEATURES]."""
    ranking = np.asarray(single.ranking)
    alone, joined = readings.alone.rows @ ranking, readings.joined.rows @ ranking
    return np.column_stack([(1 - lean) * alone, lean * alone, lean * joined, lean * prior, lean * readings.joined.rows])


def rank_following(readings: Readings, rows: NDArray[np.float64], weights: FollowingWeights, limit: int = 10) -> tuple[Hit, ...]:
    """The best articles first; the evidence of a hit is its row of `rows`."""
    return rank(Evidence(articles=readings.alone.articles, rows=rows), _as_ranking(weights), limit)


def _as_ranking(weights: FollowingWeights) -> Weights:
    return Weights(
        ranking=weights.ranking, confidence=(), confidence_bias=0.0, answer_from=1.0, clarify_from=1.0, tie_within=weights.tie_within
    )


def sure_features(
    readings: Readings, hits: Sequence[Hit], prior: NDArray[np.float64], lean: float, message: Sequence[float]
) -> tuple[float, ...]:
    """What the confidence model looks at, in the order of SURE_FEATURES; `message` are the message's LEAN_FEATURES."""
    told = dict(zip(LEAN_FEATURES, message, strict=True))
    place = readings.alone.articles.index(hits[0].article)
    alone, joined = readings.alone.rows, readings.joined.rows
    others = np.delete(joined, place, axis=0)[:, :TEXT_FEATURES] if len(joined) > 1 else np.zeros((1, TEXT_FEATURES))
    rivals = np.array([hit.score for hit in hits[1:]] or [0.0])
    return (
        hits[0].score - float(rivals[0]),
        hits[0].probability,
        (hits[0].score - float(rivals.mean())) / (float(rivals.std()) + 0.1),
        lean,
        told["words"],
        told["alone_sure"],
        told["joined_sure"],
        _nearness(alone, place),
        _nearness(joined, place),
        *prior[place],
        float(joined[place, FEATURES.index("destination_missed")]),
        *alone[place, :TEXT_FEATURES],
        *joined[place, :TEXT_FEATURES],
        *(joined[place, :TEXT_FEATURES] - others.max(axis=0)),
    )


def _nearness(rows: NDArray[np.float64], place: int) -> float:
    """How far an article is behind the best of one reading, in the sum of what the texts say; 0 = it is the best."""
    strength = rows[:, :TEXT_FEATURES].sum(axis=1)
    return float(strength[place] - strength.max())


def decide_following(hits: Sequence[Hit], features: Sequence[float], weights: FollowingWeights) -> Decision:
    """As `ranking.decide`, with a confidence that has seen follow-ups."""
    sure = _logistic(float(np.dot(features, weights.confidence)) + weights.confidence_bias)
    if sure >= weights.answer_from:
        return Decision(verdict=Verdict.ANSWER, confidence=sure, hits=tuple(hits))
    rivals = [hit for hit in hits[1:3] if hit.probability >= weights.tie_within * hits[0].probability]
    if sure >= weights.clarify_from and rivals:
        return Decision(verdict=Verdict.CLARIFY, confidence=sure, hits=(hits[0], *rivals))
    return Decision(verdict=Verdict.ABSTAIN, confidence=sure, hits=tuple(hits))


def _logistic(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
