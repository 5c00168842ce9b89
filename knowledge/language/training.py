"""Train the identification model: `python -m knowledge.language.training` (a minute or two; needs scikit-learn).

Learned from `samples`; the sharpness of its probabilities and the weight of the context are fitted on `nlu_data/dev`. Held-out
questions are never read here. The weights are stored as int8, with a scale a class.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from knowledge.article import Country, Variety
from knowledge.language.calibration import Calibration, expected_calibration_error, softmax
from knowledge.language.context import VARIETIES, Context, Weights, log_prior
from knowledge.language.features import BUCKETS, features, weighted
from knowledge.language.identify import MODEL, Identifier, Model
from knowledge.language.samples import NLU, Amounts, Sample, samples

STRENGTH = 6.0  # of the fit; more fits the training sources and less the others
SWITCHES = 0.1  # of the development turns come after one in another variety
LONG = 5  # words; the first words of a question are at most as many
KNOWN_ORIGIN = 0.9  # of them come from a person of the country of their dialect
ORIGINS = {"ary": Country.MA, "aeb": Country.TN, "arz": Country.EG}


def main() -> None:
    started = time.monotonic()
    chance = random.Random(7)
    rows = samples(Amounts(), chance)
    print(len(rows), dict(Counter(str(row.label) for row in rows)))
    model = fit(rows)
    turns = development(chance)
    model = replace(model, calibration=_calibrated(model, turns))
    model = replace(model, context=_context_weights(model, turns))
    save(model)
    print(model.calibration, model.context)
    _report(Identifier(model), turns)
    print(f"wrote {MODEL.name}: {MODEL.stat().st_size:,} bytes after {time.monotonic() - started:.0f} s")


def matrix(texts: Sequence[str]) -> csr_matrix:
    """Log counts, [texts, BUCKETS]."""
    columns, values, ends = [], [], [0]
    for text in texts:
        buckets, counts = features(text)
        columns.append(buckets)
        values.append(counts)
        ends.append(ends[-1] + len(buckets))
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=(len(texts), BUCKETS))


def fit(rows: Sequence[Sample]) -> Model:
    """A logistic regression over rarity-weighted counts, rounded as it will be stored."""
    counts = matrix([row.text for row in rows])
    seen = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log((1 + len(rows)) / (1 + seen)) / np.log(1 + len(rows))
    rarity = np.round(rarity * 255) / 255
    learner = LogisticRegression(C=STRENGTH, max_iter=60)
    learner.fit(normalize(counts @ diags(rarity)), [row.label for row in rows], sample_weight=_weights(rows))
    scale = np.abs(learner.coef_).max(axis=1) / 127  # [classes]
    return Model(
        weights=np.asarray(np.round(learner.coef_.T / scale) * scale, np.float32),
        bias=learner.intercept_.astype(np.float32),
        rarity=rarity.astype(np.float32),
        classes=tuple(map(str, learner.classes_)),
        calibration=Calibration(),
        context=Weights(),
    )


def _weights(rows: Sequence[Sample]) -> list[float]:
    """Varieties count the same in all; the languages that are not ours count by their number, for they are a last resort."""
    totals = Counter(row.label for row in rows)
    fair = sum(totals[variety.value] for variety in Variety) / (len(Variety) - 1)
    return [row.weight * (1.0 if row.label.startswith("other") else fair / totals[row.label]) for row in rows]


def save(model: Model) -> None:
    scale = np.abs(model.weights).max(axis=0) / 127
    np.savez_compressed(
        MODEL,
        weights=np.round(model.weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=model.bias,
        rarity=np.round(model.rarity * 255).astype(np.uint8),
        rarity_scale=np.float32(1 / 255),
        classes=np.array(model.classes),
        calibration=np.array([model.calibration.sharpness, model.calibration.per_length, model.calibration.mixed]),
        context=np.array([model.context.variety, model.context.origin, model.context.device]),
    )


def development(chance: random.Random) -> list[tuple[str, Variety, Context]]:
    """The development questions, whole and their first words, each after another turn of the same person."""
    lines = (NLU / "dev" / "questions.jsonl").read_text("utf-8").splitlines()
    asked = [(row["text"], Variety(row["variety"])) for row in map(json.loads, lines)]
    turns = []
    for text, variety in asked:
        before = chance.choice(asked)[1] if chance.random() < SWITCHES else variety
        # Whoever writes no dialect may be from anywhere: French and standard Arabic are written in all three countries.
        home = ORIGINS.get(variety.value[:3]) if chance.random() < KNOWN_ORIGIN else None
        origin = home or chance.choice(list(ORIGINS.values()))
        context = Context(variety=before, origin=origin)
        turns.append((text, variety, context))
        if variety is not Variety.MIXED:  # its first words may be one language
            turns.append((" ".join(text.split()[: chance.randint(1, LONG)]), variety, context))
    return turns


def _calibrated(model: Model, turns: Sequence[tuple[str, Variety, Context]]) -> Calibration:
    """The sharpness, by length, and the share of mixed messages under which the development questions are likeliest."""
    scores = np.array([_scores(model, text) for text, _, _ in turns], np.float64)
    lengths = np.log1p([sum(letter.isalpha() for letter in text) for text, _, _ in turns])
    truth = np.array([model.classes.index(variety.value) for _, variety, _ in turns])
    mixed = np.array(model.classes) == Variety.MIXED.value

    def surprise(chosen: NDArray[np.float64], rows: NDArray[np.bool_]) -> float:
        shares = softmax((scores[rows] + chosen[2] * mixed) * np.exp(chosen[0] + chosen[1] * lengths[rows])[:, None])
        return -float(np.log(shares[np.arange(len(shares)), truth[rows]] + 1e-9).mean())

    # How many messages are mixed is seen in whole ones only: the first words of a mixed message are left out.
    questions = {text for text, variety, _ in turns if variety is Variety.MIXED or len(text.split()) > LONG}
    whole = np.array([text in questions for text, _, _ in turns])
    shift = round(float(minimize(surprise, np.zeros(3), (whole,), method="Nelder-Mead").x[2]), 3)
    found = minimize(lambda chosen: surprise(np.append(chosen, shift), np.ones(len(turns), bool)), np.zeros(2), method="Nelder-Mead").x
    return Calibration(sharpness=round(float(found[0]), 3), per_length=round(float(found[1]), 3), mixed=shift)


def _scores(model: Model, text: str) -> NDArray[np.float32]:
    """Of each class, before calibration."""
    buckets, counts = features(text)
    return np.asarray(weighted(counts, model.rarity[buckets]) @ model.weights[buckets] + model.bias)


def _context_weights(model: Model, turns: Sequence[tuple[str, Variety, Context]]) -> Weights:
    """The weights under which the development turns are likeliest, given what was known before each."""
    reader = Identifier(model)
    alone = np.log([reader.likelihoods(text, max(1, sum(c.isalpha() for c in text))) + 1e-9 for text, _, _ in turns])
    truth = [VARIETIES.index(variety) for _, variety, _ in turns]

    def surprise(weights: Weights) -> float:
        shares = softmax(alone + np.array([log_prior(context, weights) for _, _, context in turns]))
        return -float(np.log(shares[np.arange(len(truth)), truth] + 1e-9).mean())

    steps = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    tried = [Weights(variety=variety, origin=origin, device=origin / 2) for variety, origin in product(steps, steps)]
    return min(tried, key=surprise)


def _report(reader: Identifier, turns: Sequence[tuple[str, Variety, Context]]) -> None:
    for name, known in (("alone", False), ("with what was known", True)):
        read = [reader.identify(text, context if known else Context()) for text, _, context in turns]
        right = [found is not None and found.variety is variety for found, (_, variety, _) in zip(read, turns, strict=True)]
        whole = [hit for hit, (text, _, _) in zip(right, turns, strict=True) if len(text.split()) > LONG]
        print(f"development {name}: {np.mean(right):.2%} of varieties, {np.mean(whole):.2%} of messages of more than {LONG} words")
    alone = [reader.likelihoods(text, max(1, sum(c.isalpha() for c in text))) for text, _, _ in turns]
    hits = [VARIETIES[int(shares.argmax())] is variety for shares, (_, variety, _) in zip(alone, turns, strict=True)]
    print(f"expected calibration error {expected_calibration_error([float(s.max()) for s in alone], hits):.3f}")


if __name__ == "__main__":
    main()
