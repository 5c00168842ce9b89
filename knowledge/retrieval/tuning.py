"""Learn the ranking weights and thresholds: `python -m knowledge.retrieval.tuning` (needs scikit-learn).

Questions are the articles' own phrasings, each asked against an index without it, and messages of
`nlu_data/train` that no article answers. Held-out questions are never read here.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from knowledge.article import Corridor
from knowledge.content_files import ARTICLES, read_folders
from knowledge.encoder import load
from knowledge.entities import reader
from knowledge.language.identify import identify
from knowledge.retrieval.entries import Entry, Kind, entries
from knowledge.retrieval.index import ArticleIndex, Question, encoder_text
from knowledge.retrieval.ranking import CONFIDENCE_FEATURES, FEATURES, TEXT_FEATURES, WEIGHTS, Hit, Weights, confidence_features, rank

NLU = Path(__file__).resolve().parents[2] / "nlu_data" / "train"
OTHER_INTENTS = ("out_of_scope", "abuse", "about_bot", "thanks", "goodbye")
# What people bring, as far as the sources tell: most of it ours, some near misses, some from elsewhere entirely.
SHARES = {"ours": 0.75, "near": 0.15, "elsewhere": 0.10}
# Of the answers given, in that mixture. Leaving a phrasing out is harder than what people ask: real use does better.
WRONG_ANSWERS_AT_MOST = 0.11
CLARIFY_ABOVE = 0.15  # below, even the choice offered would mostly be wrong
TIE_WITHIN = 0.25
QUESTIONS_PER_VARIETY = 3  # of each article: enough to learn from, quick to run


@dataclass(frozen=True, slots=True)
class Asked:
    """One tuning question: its evidence and the article that answers it (None: no article does)."""

    variety: str
    evidence: NDArray[np.float64]
    article: str | None
    kind: str = "ours"  # a key of SHARES


def main() -> None:
    index, vectors, encode = _index()
    asked = _own_phrasings(index, vectors) + _unanswerable(index, encode)
    chance = random.Random(11)
    ranking = _learn_ranking(index, asked)
    bare = Weights(ranking=ranking, confidence=(), confidence_bias=0.0, answer_from=1.0, clarify_from=1.0, tie_within=TIE_WITHIN)
    asked += _without_their_article(index, asked)
    chance.shuffle(asked)
    half = len(asked) // 2
    ranked = [(item, rank(index.articles, item.evidence, bare)) for item in asked]
    confidence, bias = _learn_confidence(ranked[:half])
    answer_from = _threshold(ranked[half:], confidence, bias)
    _report(ranked, confidence, bias, answer_from)
    WEIGHTS.write_text(
        json.dumps(
            {
                "ranking": dict(zip(FEATURES, map(_short, ranking), strict=True)),
                "confidence": dict(zip(CONFIDENCE_FEATURES, map(_short, confidence), strict=True)),
                "confidence_bias": _short(bias),
                "answer_from": _short(answer_from),
                "clarify_from": min(CLARIFY_ABOVE, _short(answer_from)),
                "tie_within": TIE_WITHIN,
            },
            indent=2,
        )
        + "\n",
        "utf-8",
    )


def _short(value: float) -> float:
    return round(float(value), 4)


def _index():  # type: ignore[no-untyped-def]  # three locals of main
    encoder = load(None)
    folders, _ = read_folders(ARTICLES)
    figures = {figure.id: figure for folder in folders for figure in folder.figures}
    articles = [article for folder in folders for article in folder.articles]
    texts = entries(articles, figures)
    raw = encoder.encode([encoder_text(entry.text, entry.variety) for entry in texts])
    vectors = dict(zip(texts, raw, strict=True))
    return ArticleIndex(articles, figures, vectors), vectors, lambda text, variety: encoder.encode([encoder_text(text, variety)])[0]


def _question(text: str, variety: str, vector: NDArray[np.float32]) -> Question:
    return Question(text=text, variety=variety, named=reader().read(text).corridor(), profile=Corridor(), vector=vector)


def _own_phrasings(index: ArticleIndex, vectors: dict[Entry, NDArray[np.float32]]) -> list[Asked]:
    """Each chosen phrasing asked without itself, in the variety that identification reads."""
    chance, groups = random.Random(5), defaultdict(list)
    for position, entry in enumerate(index.entries):
        if entry.kind is Kind.QUESTION:
            groups[entry.article, entry.variety].append(position)
    chosen = [p for group in groups.values() for p in chance.sample(group, min(QUESTIONS_PER_VARIETY, len(group)))]
    found = []
    for position in chosen:
        entry = index.entries[position]
        question = _question(entry.text, entry.variety, vectors[entry])
        found.append(Asked(entry.variety, index.evidence(question, without=position), entry.article))
    return found


def _unanswerable(index: ArticleIndex, encode) -> list[Asked]:  # type: ignore[no-untyped-def]
    found = []
    for intent in OTHER_INTENTS:
        for file in sorted((NLU / intent).glob("*.txt")):
            for text in filter(None, map(str.strip, file.read_text("utf-8").splitlines())):
                read = identify(text)
                variety = read.variety.value if read else file.stem
                found.append(Asked(variety, index.evidence(_question(text, variety, encode(text, variety))), None, "elsewhere"))
    return found


def _without_their_article(index: ArticleIndex, asked: list[Asked]) -> list[Asked]:
    """Near misses: every second question again, in a base without its article: whatever comes first is wrong."""
    found = []
    for item in [item for item in asked if item.article][::2]:
        evidence = item.evidence.copy()
        evidence[index.articles.index(str(item.article))] = -1.0  # behind everything
        found.append(Asked(item.variety, evidence, None, "near"))
    return found


def _learn_ranking(index: ArticleIndex, asked: list[Asked]) -> tuple[float, ...]:
    """Pairwise: what the right article has more of than the strongest wrong ones."""
    rows, labels = [], []
    position = {article: i for i, article in enumerate(index.articles)}
    for item in asked:
        if item.article is None:
            continue
        right = position[item.article]
        strength = item.evidence[:, :TEXT_FEATURES].sum(axis=1)
        strength[right] = -np.inf
        for wrong in np.argsort(-strength)[:8]:
            difference = item.evidence[right] - item.evidence[wrong]
            rows += [difference, -difference]
            labels += [1, 0]
    model = LogisticRegression(fit_intercept=False, C=1.0, max_iter=500)
    model.fit(np.array(rows), labels)
    return tuple(model.coef_[0])


def _learn_confidence(ranked: list[tuple[Asked, tuple[Hit, ...]]]) -> tuple[tuple[float, ...], float]:
    """Learned in the mixture of SHARES; returned for the raw features, so that nothing has to be scaled when asked."""
    rows = np.array([confidence_features(hits) for _, hits in ranked])
    labels = [item.article is not None and item.article == hits[0].article for item, hits in ranked]
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
    right = np.array([item.article is not None and item.article == hits[0].article for item, hits in ranked])
    given = sure >= threshold
    weight = _weights(ranked)
    wrong = float((weight * (given & ~right)).sum() / max(1e-9, (weight * given).sum()))
    return float(given[kinds == "ours"].mean()), wrong


def _report(ranked: list[tuple[Asked, tuple[Hit, ...]]], confidence: tuple[float, ...], bias: float, answer_from: float) -> None:
    sure = _probabilities(ranked, confidence, bias)
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        answered, wrong = _mixed(ranked, sure, threshold)
        print(f"from {threshold:.1f}: {answered:.1%} of ours answered, {wrong:.1%} of the answers wrong")
    print(f"answer from {answer_from:.2f}")
    print(f"{'variety':10} {'n':>5} {'first':>6} {'answered':>9} {'wrong':>6}")
    for variety in sorted({item.variety for item, _ in ranked}):
        rows = [(item, hits, p) for (item, hits), p in zip(ranked, sure, strict=True) if item.variety == variety and item.article]
        if rows:
            first = np.mean([item.article == hits[0].article for item, hits, _ in rows])
            given = [item.article == hits[0].article for item, hits, p in rows if p >= answer_from]
            print(f"{variety:10} {len(rows):5} {first:6.1%} {len(given) / len(rows):9.1%} {1 - np.mean(given):6.1%}")
    for kind in ("near", "elsewhere"):
        others = np.array([p for (item, _), p in zip(ranked, sure, strict=True) if item.kind == kind])
        print(f"{kind:10} {len(others):5} answered {(others >= answer_from).mean():.1%}")


if __name__ == "__main__":
    main()
