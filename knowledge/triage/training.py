"""Learn the second opinion: `python -m knowledge.triage.training` (needs scikit-learn), some minutes.

From `nlu_data/triage` (all but held-out), and from questions and small talk, which call for no help: `nlu_data/train`, and development
questions of the knowledge base whose article is not about harm. The thresholds are set on writers whose texts were not learned
from, so that they hold for people nobody has read yet. Held-out texts are never read here.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import load
from knowledge.language.identify import identify
from knowledge.retrieval.entries import encoder_text
from knowledge.triage.hints import BUCKETS, hints
from knowledge.triage.opinion import MODEL, NONE, VECTOR_SHARE
from knowledge.triage.told import EASE, THRESHOLD_WRITERS, read_told

FALSE_ALARMS = {"sure_from": 0.015, "ask_from": 0.06}  # of look-alikes, which were written to be hard: ordinary questions alarm far less
PENALTY, URGENCY_PENALTY = 6.0, 3.0  # scikit-learn's C
QUESTION_WEIGHT = 0.5  # of an ordinary question beside a look-alike
BATCH = 64


def main() -> None:
    told = read_told()
    vectors = embedded([row.text for row in told])
    mean = vectors.mean(axis=0)
    rows = hstack([hint_matrix([row.text for row in told]), csr_matrix((vectors - mean) * VECTOR_SHARE)]).tocsr()
    names = np.array([row.category or NONE for row in told])
    weights = np.array([QUESTION_WEIGHT if row.writer == EASE else 1.0 for row in told])
    heard = _by_others(rows, names, weights, np.array([row.writer for row in told]))
    thresholds = _thresholds(heard, names)
    model = LogisticRegression(C=PENALTY, max_iter=300).fit(rows, names, sample_weight=weights)
    calls = np.flatnonzero(names != NONE)
    urgent = LogisticRegression(C=URGENCY_PENALTY, max_iter=300).fit(rows[calls], [told[place].urgency for place in calls])
    of_hints, scale = _small(model.coef_[:, :BUCKETS].T)
    urgent_hints, urgent_scale = _small(urgent.coef_[:, :BUCKETS].T)
    np.savez_compressed(
        MODEL,
        classes=model.classes_,
        of_hints=of_hints,
        scale=scale,
        of_vector=model.coef_[:, BUCKETS:].T.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
        urgencies=urgent.classes_,
        urgent_hints=urgent_hints,
        urgent_scale=urgent_scale,
        urgent_vector=urgent.coef_[:, BUCKETS:].T.astype(np.float32),
        urgent_bias=urgent.intercept_.astype(np.float32),
        mean=mean.astype(np.float32),
        sure_from=thresholds["sure_from"],
        ask_from=thresholds["ask_from"],
    )
    print(f"wrote {MODEL.name}: {MODEL.stat().st_size:,} bytes")


def hint_matrix(texts: Sequence[str]) -> csr_matrix:
    """Hints of unit length, shape [texts, BUCKETS]."""
    found = [hints(text) for text in texts]
    ends = np.concatenate([[0], np.cumsum([len(row) for row in found])])
    values = np.concatenate([np.full(len(row), 1 / np.sqrt(max(1, len(row)))) for row in found])
    return csr_matrix((values, np.concatenate(found), ends), shape=(len(texts), BUCKETS))


def embedded(texts: Sequence[str]) -> NDArray[np.float32]:
    """The encoder's vectors [texts, dims], each text in the variety that identification reads."""
    encoder = load(None)
    readings = [identify(text) for text in texts]
    given = [encoder_text(text, found.variety.value if found else "ar") for text, found in zip(texts, readings, strict=True)]
    return np.concatenate([encoder.encode(given[start : start + BATCH]) for start in range(0, len(given), BATCH)])


def _by_others(rows: csr_matrix, names: NDArray[np.str_], weights: NDArray[np.float64], writers: NDArray[np.str_]) -> NDArray[np.float64]:
    """For each text of the threshold writers, the probability of a call for help by a model that never read its writer; else NaN."""
    found = np.full(len(names), np.nan)
    for writer in sorted(THRESHOLD_WRITERS):
        other = writers != writer
        model = LogisticRegression(C=PENALTY, max_iter=200).fit(rows[other], names[other], sample_weight=weights[other])
        found[~other] = 1 - model.predict_proba(rows[~other])[:, list(model.classes_).index(NONE)]
    return found


def _thresholds(heard: NDArray[np.float64], names: NDArray[np.str_]) -> dict[str, float]:
    known = ~np.isnan(heard)
    calm, calls = heard[known & (names == NONE)], heard[known & (names != NONE)]
    found = {name: float(np.quantile(calm, 1 - share)) for name, share in FALSE_ALARMS.items()}
    for name, threshold in found.items():
        of_calls, of_calm = np.mean(calls >= threshold), np.mean(calm >= threshold)
        print(f"{name} {threshold:.3f}: {of_calls:.1%} of calls by unread writers, {of_calm:.1%} of look-alikes")
    return found


def _small(weights: NDArray[np.float64]) -> tuple[NDArray[np.int8], np.float32]:
    scale = np.abs(weights).max() / 127
    return np.round(weights / scale).astype(np.int8), np.float32(scale)


if __name__ == "__main__":
    main()
