"""Learn the ranking weights and thresholds: `python -m knowledge.retrieval.tuning` (needs scikit-learn).

Questions are those of `nlu_data/dev`, written by people who saw no phrasing, and messages of `nlu_data/train` that no
article answers. (The encoder was adapted on the phrasings, so that they say nothing about what is new to it.) Held-out questions
are never read here.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from knowledge.article import Corridor
from knowledge.content_files import ARTICLES, read_folders
from knowledge.encoder import Encoder, Vectors, load
from knowledge.entities import reader
from knowledge.language.identify import identify
from knowledge.retrieval.entries import Entry, encoder_text, entries
from knowledge.retrieval.index import ArticleIndex, Question
from knowledge.retrieval.part import Texts
from knowledge.retrieval.ranking import (
    CONFIDENCE_FEATURES,
    FEATURES,
    TEXT_FEATURES,
    WEIGHTS,
    Evidence,
    Hit,
    Scope,
    Weights,
    confidence_features,
    rank,
)
from knowledge.retrieval.shipped import shipped

NLU = Path(__file__).resolve().parents[2] / "nlu_data" / "train"
OTHER_INTENTS = ("out_of_scope", "abuse", "about_bot", "thanks", "goodbye")
# What people bring, as far as the sources tell: most of it ours, some near misses, some from elsewhere entirely.
SHARES = {"ours": 0.75, "near": 0.15, "elsewhere": 0.10}
# Of the answers given, in that mixture; its near misses, questions whose article was taken away, are harder than what people ask.
WRONG_ANSWERS_AT_MOST = 0.075
CLARIFY_ABOVE = 0.15  # below, even the choice offered would mostly be wrong
TIE_WITHIN = 0.25
RIVALS = 8  # wrong articles a right one is compared with
QUESTIONS = NLU.parent / "dev" / "questions.jsonl"
OUT_OF_SCOPE = NLU.parent / "dev" / "out_of_scope.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """One tuning question: its evidence and the articles that answer it (none: no article does)."""

    variety: str
    evidence: Evidence
    relevant: frozenset[str]
    kind: str = "ours"  # a key of SHARES


def main() -> None:
    base = Base.shipped()
    learned = {}
    for name, vectors in (("with_vectors", True), ("without_vectors", False)):
        print(f"--- {name}")
        learned[name] = _learn(_development(base, vectors=vectors) + _unanswerable(base, vectors=vectors))
    WEIGHTS.write_text(json.dumps(learned, indent=2) + "\n", "utf-8")


def _learn(asked: list[Asked]) -> dict[str, Any]:
    """One set of weights, by name, as `ranking.shipped_weights` reads it."""
    _report_candidates(asked)
    chance = random.Random(11)
    ranking = _learn_ranking(asked)
    bare = Weights(ranking=ranking, confidence=(), confidence_bias=0.0, answer_from=1.0, clarify_from=1.0, tie_within=TIE_WITHIN)
    asked = asked + _without_their_article(asked)
    chance.shuffle(asked)
    half = len(asked) // 2
    ranked = [(item, rank(item.evidence, bare)) for item in asked]
    confidence, bias = _learn_confidence(ranked[:half])
    answer_from = _threshold(ranked[half:], confidence, bias)
    _report(ranked, confidence, bias, answer_from)
    return {
        "ranking": dict(zip(FEATURES, map(_short, ranking), strict=True)),
        "confidence": dict(zip(CONFIDENCE_FEATURES, map(_short, confidence), strict=True)),
        "confidence_bias": _short(bias),
        "answer_from": _short(answer_from),
        "clarify_from": min(CLARIFY_ABOVE, _short(answer_from)),
        "tie_within": TIE_WITHIN,
    }


def _short(value: float) -> float:
    return round(float(value), 4)


@dataclass(frozen=True, slots=True)
class Base:
    """The shipped articles, as the product searches them."""

    index: ArticleIndex
    encoder: Encoder

    @classmethod
    def shipped(cls) -> Base:
        encoder = load(None)
        folders, _ = read_folders(ARTICLES)
        figures = {figure.id: figure for folder in folders for figure in folder.figures}
        articles = [article for folder in folders for article in folder.articles]
        texts: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries(articles, figures):
            texts[entry.article].append(entry)
        flat = [entry for group in texts.values() for entry in group]
        vectors = _embedded(encoder, flat)
        scopes = {article.id: Scope.of(article) for article in articles}
        index = ArticleIndex.built(scopes, {slug: Texts.of(group, vectors) for slug, group in texts.items()})
        return cls(index.warm(), encoder)

    def asked(self, text: str, variety: str, *, vectors: bool = True) -> Question:
        """The question as the product prepares it; without its vector, as while the encoder is away."""
        vector: Vectors | None = self.encoder.encode([encoder_text(text, variety)])[0] if vectors else None
        return Question(text=text, variety=variety, named=reader().read(text).corridor(), profile=Corridor(), vector=vector)


def _embedded(encoder: Encoder, texts: list[Entry]) -> dict[Entry, Vectors]:
    """From the shipped vectors, which `make train` has just brought up to date, and the encoder for the rest."""
    given = [encoder_text(entry.text, entry.variety) for entry in texts]
    known = shipped(encoder.identity)
    found = known.get(given) if known else [None] * len(given)
    return {entry: encoder.encode([text])[0] if vector is None else vector for entry, text, vector in zip(texts, given, found, strict=True)}


def _development(base: Base, *, vectors: bool) -> list[Asked]:
    """Questions written from titles and short answers by people who saw no phrasing, in the variety that identification reads."""
    found = []
    for line in QUESTIONS.read_text("utf-8").splitlines():
        row = json.loads(line)
        read = identify(row["text"])
        question = base.asked(row["text"], read.variety.value if read else row["variety"], vectors=vectors)
        found.append(Asked(row["variety"], base.index.evidence(question), frozenset(row["relevant"])))
    return found


def _unanswerable(base: Base, *, vectors: bool) -> list[Asked]:
    found = []
    for intent in OTHER_INTENTS:
        for file in sorted((NLU / intent).glob("*.txt")):
            for text in filter(None, map(str.strip, file.read_text("utf-8").splitlines())):
                read = identify(text)
                variety = read.variety.value if read else file.stem
                found.append(Asked(variety, base.index.evidence(base.asked(text, variety, vectors=vectors)), frozenset(), "elsewhere"))
    for line in OUT_OF_SCOPE.read_text("utf-8").splitlines():
        row = json.loads(line)
        read = identify(row["text"])
        question = base.asked(row["text"], read.variety.value if read else row["variety"], vectors=vectors)
        found.append(Asked(row["variety"], base.index.evidence(question), frozenset(), row["kind"]))
    return found


def _without_their_article(asked: list[Asked]) -> list[Asked]:
    """Near misses: every second question again, in a base without its article: whatever comes first is wrong."""
    found = []
    for item in [item for item in asked if item.relevant][::2]:
        kept = [position for position, name in enumerate(item.evidence.articles) if name not in item.relevant]
        evidence = Evidence(articles=tuple(item.evidence.articles[position] for position in kept), rows=item.evidence.rows[kept])
        found.append(Asked(item.variety, evidence, frozenset(), "near"))
    return found


def _learn_ranking(asked: list[Asked]) -> tuple[float, ...]:
    """Pairwise: what the right article has more of than the strongest wrong ones."""
    rows, labels = [], []
    for item in asked:
        strength = item.evidence.rows[:, :TEXT_FEATURES].sum(axis=1)
        rights = [n for n, name in enumerate(item.evidence.articles) if name in item.relevant]
        if not rights:
            continue  # no article answers it, or the right one was no candidate: nothing to compare
        right = max(rights, key=lambda n: strength[n])
        strength[rights] = -np.inf
        for wrong in np.argsort(-strength)[:RIVALS]:
            difference = item.evidence.rows[right] - item.evidence.rows[wrong]
            rows += [difference, -difference]
            labels += [1, 0]
    model = LogisticRegression(fit_intercept=False, C=1.0, max_iter=500)
    model.fit(np.array(rows), labels)
    return tuple(model.coef_[0])


def _learn_confidence(ranked: list[tuple[Asked, tuple[Hit, ...]]]) -> tuple[tuple[float, ...], float]:
    """Learned in the mixture of SHARES; returned for the raw features, so that nothing has to be scaled when asked."""
    rows = np.array([confidence_features(hits) for _, hits in ranked])
    labels = [hits[0].article in item.relevant for item, hits in ranked]
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit(scaler.transform(rows), labels, sample_weight=_weights(ranked) * len(ranked))
    weights = model.coef_[0] / scaler.scale_
    return tuple(weights), float(model.intercept_[0] - weights @ scaler.mean_)


def _weights(ranked: list[tuple[Asked, tuple[Hit, ...]]]) -> NDArray[np.float64]:
    """Of each row, so that the kinds weigh what SHARES says; they add up to 1."""
    kinds = np.array([item.kind for item, _ in ranked])
    return np.asarray(sum((kinds == kind) * share / max(1, (kinds == kind).sum()) for kind, share in SHARES.items()))


def _probabilities(ranked: list[tuple[Asked, tuple[Hit, ...]]], confidence: tuple[float, ...], bias: float) -> NDArray[np.float64]:
    logits = np.array([confidence_features(hits) for _, hits in ranked]) @ np.array(confidence) + bias
    return np.asarray(1 / (1 + np.exp(-logits)))


def _threshold(ranked: list[tuple[Asked, tuple[Hit, ...]]], confidence: tuple[float, ...], bias: float) -> float:
    """The lowest probability from which at most WRONG_ANSWERS_AT_MOST of the answers given are wrong."""
    sure = _probabilities(ranked, confidence, bias)
    for threshold in np.linspace(0.1, 0.95, 86):
        if _mixed(ranked, sure, float(threshold))[1] <= WRONG_ANSWERS_AT_MOST:
            return float(threshold)
    return 0.95


def _mixed(ranked: list[tuple[Asked, tuple[Hit, ...]]], sure: NDArray[np.float64], threshold: float) -> tuple[float, float]:
    """Share of ours answered, and of wrong answers among all given, in the mixture of SHARES."""
    kinds = np.array([item.kind for item, _ in ranked])
    right = np.array([hits[0].article in item.relevant for item, hits in ranked])
    given = sure >= threshold
    weight = _weights(ranked)
    wrong = float((weight * (given & ~right)).sum() / max(1e-9, (weight * given).sum()))
    return float(given[kinds == "ours"].mean()), wrong


def _report_candidates(asked: list[Asked]) -> None:
    ours = [item for item in asked if item.relevant]
    missed = sum(not item.relevant & set(item.evidence.articles) for item in ours)
    print(f"{len(ours)} questions; the right article was no candidate for {missed}")


def _report(ranked: list[tuple[Asked, tuple[Hit, ...]]], confidence: tuple[float, ...], bias: float, answer_from: float) -> None:
    sure = _probabilities(ranked, confidence, bias)
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        answered, wrong = _mixed(ranked, sure, threshold)
        print(f"from {threshold:.1f}: {answered:.1%} of ours answered, {wrong:.1%} of the answers wrong")
    print(f"answer from {answer_from:.2f}")
    print(f"{'variety':10} {'n':>5} {'first':>6} {'answered':>9} {'wrong':>6}")
    for variety in sorted({item.variety for item, _ in ranked}):
        rows = [(item, hits, p) for (item, hits), p in zip(ranked, sure, strict=True) if item.variety == variety and item.relevant]
        if rows:
            first = np.mean([hits[0].article in item.relevant for item, hits, _ in rows])
            given = [hits[0].article in item.relevant for item, hits, p in rows if p >= answer_from]
            print(f"{variety:10} {len(rows):5} {first:6.1%} {len(given) / len(rows):9.1%} {1 - np.mean(given):6.1%}")
    for kind in ("near", "elsewhere"):
        others = np.array([p for (item, _), p in zip(ranked, sure, strict=True) if item.kind == kind])
        print(f"{kind:10} {len(others):5} answered {(others >= answer_from).mean():.1%}")


if __name__ == "__main__":
    main()
