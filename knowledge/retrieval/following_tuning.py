"""Learn how follow-ups are understood: `python -m knowledge.retrieval.following_tuning` (needs scikit-learn, about two minutes).

From the conversations of `nlu_data/dev/follow_ups.jsonl`, from pairs of development questions that have nothing to do with each
other, and from messages that no article answers. Run it after `knowledge.retrieval.tuning`, whose weights it builds on: a new
encoder or new ranking weights want both again. Everything reported was learned on the other half of the conversations.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from knowledge.article import Corridor
from knowledge.entities import reader
from knowledge.language.identify import identify
from knowledge.retrieval.following import (
    FOLLOWING_FEATURES,
    LEAN_FEATURES,
    SURE_FEATURES,
    WEIGHTS,
    Before,
    FollowingWeights,
    following_rows,
    leans,
    rank_following,
    sure_features,
    went_on,
)
from knowledge.retrieval.joining import Weighed, join, weigh
from knowledge.retrieval.ranking import Hit, Weights, rank, shipped_weights
from knowledge.retrieval.tuning import OUT_OF_SCOPE, QUESTIONS, Base

CONVERSATIONS = QUESTIONS.with_name("follow_ups.jsonl")
NEW_TOPICS = 400  # pairs of questions that have nothing to do with each other
WRONG_AT_MOST = 0.04  # of all follow-ups: answered, and with another article
CLARIFY_ABOVE = 0.2
TIE_WITHIN = 0.2
RIVALS = 8
# How much each kind counts when confidence is learned.
SHARES = {"follows": 0.62, "new": 0.2, "near": 0.1, "elsewhere": 0.08}
NEW = ("changed", "new")


@dataclass(frozen=True, slots=True)
class Said:
    """The last message of a conversation, in both readings."""

    weighed: Weighed
    relevant: frozenset[str]
    kind: str
    variety: str
    half: int

    @property
    def share(self) -> str:
        """A key of SHARES."""
        if not self.relevant:
            return "near" if self.kind == "near" else "elsewhere"
        return "new" if self.kind == "new" else "follows"


@dataclass(frozen=True, slots=True)
class Ranked:
    """With the articles in the order that weights of the other half give."""

    said: Said
    hits: tuple[Hit, ...]
    features: tuple[float, ...]  # SURE_FEATURES

    @property
    def right(self) -> bool:
        return self.hits[0].article in self.said.relevant


def main() -> None:
    base, learned = Base.shipped(), {}
    for name, vectors in (("with_vectors", True), ("without_vectors", False)):
        print(f"--- {name}")
        single = shipped_weights().fitting(vectors=vectors)
        learned[name] = learn(conversations(base, single, vectors=vectors), single)
    WEIGHTS.write_text(json.dumps(learned, indent=2) + "\n", "utf-8")


def conversations(base: Base, single: Weights, *, vectors: bool) -> list[Said]:
    """Everything that is learned from."""
    rows = _rows(CONVERSATIONS)
    found = [
        _said(base, row["turns"], single, vectors=vectors, relevant=row["relevant"], kind=row["kind"], half=n % 2)
        for n, row in enumerate(rows)
    ]
    chance = random.Random(7)
    asked, others = _rows(QUESTIONS), _rows(OUT_OF_SCOPE)
    for n, row in enumerate(chance.sample(asked, NEW_TOPICS)):
        before = chance.choice([other for other in asked if not set(other["relevant"]) & set(row["relevant"])])
        turns = [before["text"], row["text"]]
        found.append(_said(base, turns, single, vectors=vectors, relevant=row["relevant"], kind="new", half=n % 2))
    for n, row in enumerate(others):
        turns = [chance.choice(asked)["text"], row["text"]]
        found.append(_said(base, turns, single, vectors=vectors, relevant=(), kind="out of scope", half=n % 2))
    return found


def _rows(path: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _said(base: Base, turns: Sequence[str], single: Weights, *, vectors: bool, relevant: Sequence[str], kind: str, half: int) -> Said:
    """The turns one after the other, as the product takes them, every one but the last leaning on the one before."""
    before, known = None, Corridor()
    for text in turns[:-1]:
        question = replace(base.asked(text, _variety(text), vectors=vectors), profile=known)
        evidence = base.index.evidence(question)
        if before is not None:
            joined = join(question, before, reader(), lambda given: base.encoder.encode([given])[0])
            evidence = base.index.evidence(joined)
        asked = went_on(before.question, text) if before else text
        before = Before(question=asked, variety=_variety(turns[0]), article=rank(evidence, single)[0].article)
        known = question.named.over(known)
    assert before is not None
    alone = replace(base.asked(turns[-1], _variety(turns[-1]), vectors=vectors), profile=known)
    joined = join(alone, before, reader(), lambda given: base.encoder.encode([given])[0])
    weighed = weigh(base.index, alone, joined, before, single)
    return Said(weighed, frozenset(relevant), kind, alone.variety, half)


def _variety(text: str) -> str:
    read = identify(text)
    return read.variety.value if read else "ar"


def learn(said: list[Said], single: Weights) -> dict[str, Any]:
    """One set of weights by name, as `following.shipped_following` reads it."""
    ranked: list[Ranked] = []
    for half in (0, 1):
        weights = _order(said, single, [one for one in said if one.half != half])
        tested = [one for one in said if one.half == half]
        ranked += [_ranked(one, weights, single) for one in [*tested, *_without_their_article(tested)]]
    sure = np.zeros(len(ranked))
    for half in (0, 1):
        confidence, bias = _confidence([one for one in ranked if one.said.half != half])
        for n, one in enumerate(ranked):
            if one.said.half == half:
                sure[n] = _logistic(np.dot(one.features, confidence) + bias)
    answer_from = _threshold(ranked, sure)
    report(ranked, sure, answer_from)
    confidence, bias = _confidence(ranked)
    weights = replace(_order(said, single, said), confidence=confidence, confidence_bias=bias)
    return _by_name(weights, answer_from)


def _order(said: list[Said], single: Weights, seen: list[Said]) -> FollowingWeights:
    """What leans, and what comes first, learned on `seen`."""
    lean, bias = _fit(
        np.array([one.weighed.message for one in seen if one.relevant]), [one.kind not in NEW for one in seen if one.relevant]
    )
    weights = FollowingWeights(
        lean=lean,
        lean_bias=bias,
        ranking=(),
        confidence=(),
        confidence_bias=0.0,
        answer_from=1.0,
        clarify_from=1.0,
        tie_within=TIE_WITHIN,
    )
    return replace(weights, ranking=_learn_ranking(seen, weights, single))


def _learn_ranking(seen: list[Said], weights: FollowingWeights, single: Weights) -> tuple[float, ...]:
    """Pairwise: what the right article has more of than the strongest wrong ones."""
    differences: list[NDArray[np.float64]] = []
    for one in seen:
        names = one.weighed.readings.alone.articles
        rights = [n for n, name in enumerate(names) if name in one.relevant]
        if not rights:
            continue
        rows = _evidence(one, weights, single)
        strength = rows[:, 0] + rows[:, 1] + rows[:, 2]
        right = max(rights, key=lambda n: strength[n])
        strength[rights] = -np.inf
        differences += [rows[right] - rows[wrong] for wrong in np.argsort(-strength)[:RIVALS]]
    pairs = np.array(differences)
    scale = pairs.std(axis=0) + 1e-9
    model = LogisticRegression(fit_intercept=False, C=0.3, max_iter=1000)
    model.fit(np.concatenate([pairs, -pairs]) / scale, [1] * len(pairs) + [0] * len(pairs))
    return tuple(model.coef_[0] / scale)


def _evidence(one: Said, weights: FollowingWeights, single: Weights) -> NDArray[np.float64]:
    return following_rows(one.weighed.readings, one.weighed.prior, leans(one.weighed.message, weights), single)


def _ranked(one: Said, weights: FollowingWeights, single: Weights) -> Ranked:
    hits = rank_following(one.weighed.readings, _evidence(one, weights, single), weights)
    lean = leans(one.weighed.message, weights)
    features = sure_features(one.weighed.readings, hits, one.weighed.prior, lean, one.weighed.message)
    return Ranked(one, hits, features)


def _without_their_article(said: list[Said]) -> list[Said]:
    """Near misses: every second message again, in a base without the article it wants: whatever comes first is wrong."""
    found = []
    for one in [one for one in said if one.relevant][::2]:
        kept = [n for n, name in enumerate(one.weighed.readings.alone.articles) if name not in one.relevant]
        names = tuple(one.weighed.readings.alone.articles[n] for n in kept)
        alone, joined = (
            replace(evidence, articles=names, rows=evidence.rows[kept])
            for evidence in (one.weighed.readings.alone, one.weighed.readings.joined)
        )
        readings = replace(one.weighed.readings, alone=alone, joined=joined)
        weighed = replace(one.weighed, readings=readings, prior=one.weighed.prior[kept])
        found.append(replace(one, weighed=weighed, relevant=frozenset(), kind="near"))
    return found


def _confidence(ranked: list[Ranked]) -> tuple[tuple[float, ...], float]:
    shares = [one.said.share for one in ranked]
    weight = np.array([SHARES[share] / shares.count(share) for share in shares]) * len(ranked)
    return _fit(np.array([one.features for one in ranked]), [one.right for one in ranked], weight, penalty=0.1)


def _fit(
    rows: NDArray[np.float64], labels: Sequence[bool], weight: NDArray[np.float64] | None = None, *, penalty: float = 1.0
) -> tuple[tuple[float, ...], float]:
    """A logistic model, returned for the raw features, so that nothing has to be scaled when asked."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=penalty, max_iter=2000)
    model.fit(scaler.transform(rows), labels, sample_weight=weight)
    weights = model.coef_[0] / scaler.scale_
    return tuple(weights), float(model.intercept_[0] - weights @ scaler.mean_)


def _threshold(ranked: list[Ranked], sure: NDArray[np.float64]) -> float:
    """The lowest probability from which at most WRONG_AT_MOST of the follow-ups are answered with another article."""
    ours = np.array([one.said.share == "follows" for one in ranked])
    right = np.array([one.right for one in ranked])
    for threshold in np.linspace(0.2, 0.95, 76):
        if ((sure >= threshold) & ~right & ours).sum() <= WRONG_AT_MOST * ours.sum():
            return float(threshold)
    return 0.95


def report(ranked: list[Ranked], sure: NDArray[np.float64], answer_from: float) -> None:
    """Shares by kind, of weights that have not seen the conversations they are applied to."""
    print(f"answer from {answer_from:.2f}")
    print(f"{'kind':14} {'n':>4} {'first':>6} {'right':>6} {'wrong':>6} {'leans':>6}")
    kinds = {kind: [kind] for kind in sorted({one.said.kind for one in ranked})}
    kinds["all follow-ups"] = [kind for kind in kinds if kind not in ("near", "new", "out of scope", "elsewhere")]
    for name, those in kinds.items():
        rows = [(one, p) for one, p in zip(ranked, sure, strict=True) if one.said.kind in those]
        first = np.mean([one.right for one, _ in rows])
        right = np.mean([one.right and p >= answer_from for one, p in rows])
        wrong = np.mean([not one.right and p >= answer_from for one, p in rows])
        lean = np.mean([one.features[SURE_FEATURES.index("leans")] for one, _ in rows])
        print(f"{name:14} {len(rows):4} {first:6.1%} {right:6.1%} {wrong:6.1%} {lean:6.2f}")


def _by_name(weights: FollowingWeights, answer_from: float) -> dict[str, Any]:
    def named(names: Sequence[str], values: Sequence[float]) -> Mapping[str, float]:
        return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}

    return {
        "lean": named(LEAN_FEATURES, weights.lean),
        "lean_bias": round(weights.lean_bias, 4),
        "ranking": named(FOLLOWING_FEATURES, weights.ranking),
        "confidence": named(SURE_FEATURES, weights.confidence),
        "confidence_bias": round(weights.confidence_bias, 4),
        "answer_from": round(answer_from, 4),
        "clarify_from": min(CLARIFY_ABOVE, round(answer_from, 4)),
        "tie_within": TIE_WITHIN,
    }


def _logistic(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


if __name__ == "__main__":
    main()
