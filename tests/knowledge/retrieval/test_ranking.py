from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Corridor, Country
from knowledge.retrieval.ranking import (
    CONFIDENCE_FEATURES,
    FEATURES,
    PROFILE_SHARE,
    WEIGHTS,
    Evidence,
    Hit,
    Scope,
    Verdict,
    Weights,
    confidence_features,
    corridor_features,
    decide,
    rank,
    shipped_weights,
)

NOBODY: frozenset[Country] = frozenset()
country = st.none() | st.sampled_from(Country)
corridor = st.builds(Corridor, origin=country, destination=country, present_in=country)
scope = st.builds(
    Scope, destination=st.frozensets(st.sampled_from(Country)), origin=st.frozensets(st.sampled_from(Country)), protection=st.booleans()
)


def weights(bias: float = 0.0) -> Weights:
    """The dense evidence alone decides; confidence is the logistic of `bias`."""
    return Weights(
        ranking=tuple(float(name == "dense_question") for name in FEATURES),
        confidence=(0.0,) * len(CONFIDENCE_FEATURES),
        confidence_bias=bias,
        answer_from=0.6,
        clarify_from=0.3,
        tie_within=0.5,
    )


def hits(*probabilities: float) -> list[Hit]:
    return [Hit(article=str(n), score=0.0, probability=p, evidence=(0.0,) * len(FEATURES)) for n, p in enumerate(probabilities)]


def logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


@given(scope, corridor)
def test_nothing_remembered_ever_speaks_against_a_protection_article(scope: Scope, profile: Corridor) -> None:
    found = corridor_features(Scope(destination=scope.destination, origin=scope.origin, protection=True), Corridor(), profile, "ar")
    assert (found[1], found[3]) == (0, 0)


def test_a_country_named_speaks_against_the_numbers_of_another() -> None:
    belgian = Scope(destination=frozenset({Country.BE}), origin=NOBODY, protection=True)
    assert corridor_features(belgian, Corridor(present_in=Country.FR), Corridor(), "ar")[1] == 1


@given(scope, corridor, corridor)
def test_a_corridor_says_named_or_missed_but_never_both(scope: Scope, named: Corridor, profile: Corridor) -> None:
    found = corridor_features(scope, named, profile, "it")
    assert found[0] * found[1] == found[2] * found[3] == 0 and all(0 <= value <= 1 for value in found)


@pytest.mark.parametrize(
    ("named", "profile", "expected"),
    [
        (Corridor(), Corridor(), (0, 0, 0, 0, 1, 1)),
        (Corridor(destination=Country.DE, origin=Country.MA), Corridor(), (1, 0, 1, 0, 0, 0)),
        (Corridor(destination=Country.IT, origin=Country.TN), Corridor(), (0, 1, 0, 1, 0, 0)),
        (Corridor(), Corridor(destination=Country.DE, origin=Country.MA), (PROFILE_SHARE, 0, PROFILE_SHARE, 0, 0, 0)),
        (Corridor(), Corridor(destination=Country.IT), (0, PROFILE_SHARE, 0, 0, 1, 0)),
        (Corridor(destination=Country.DE), Corridor(destination=Country.IT), (1, 0, 0, 0, 1, 0)),
        (Corridor(present_in=Country.DE), Corridor(), (1, 0, 0, 0, 1, 0)),
        (Corridor(), Corridor(destination=Country.IT, present_in=Country.DE), (PROFILE_SHARE, 0, 0, 0, 1, 0)),
    ],
)
def test_what_is_named_weighs_more_than_what_is_remembered(named: Corridor, profile: Corridor, expected: tuple[float, ...]) -> None:
    article = Scope(destination=frozenset({Country.DE}), origin=frozenset({Country.MA}), protection=False)
    assert corridor_features(article, named, profile, "ar") == (*expected, 0, 0)


def test_whoever_names_no_country_most_often_means_the_one_whose_language_they_write() -> None:
    italian = Scope(destination=frozenset({Country.IT}), origin=NOBODY, protection=False)
    assert corridor_features(italian, Corridor(), Corridor(), "it")[-2:] == (1, 0)
    assert corridor_features(italian, Corridor(), Corridor(), "fr")[-2:] == (0, 1)
    assert corridor_features(italian, Corridor(), Corridor(), "ary")[-2:] == (0, 0)
    assert corridor_features(italian, Corridor(origin=Country.TN), Corridor(), "fr")[-2:] == (0, 0)
    assert corridor_features(italian, Corridor(), Corridor(present_in=Country.BE), "fr")[-2:] == (0, 0)


def test_an_article_for_everybody_fits_every_corridor_alike() -> None:
    everywhere = Scope(destination=NOBODY, origin=NOBODY, protection=False)
    assert corridor_features(everywhere, Corridor(destination=Country.IT, origin=Country.TN), Corridor(), "it") == (0,) * 8


def test_hits_come_best_first_and_ties_keep_the_order_of_ids() -> None:
    rows = np.zeros((3, len(FEATURES)))
    rows[2, 0] = 1
    evidence = Evidence(articles=("a", "b", "c"), rows=rows)
    ranked = rank(evidence, weights())
    assert [hit.article for hit in ranked] == ["c", "a", "b"]
    assert sum(hit.probability for hit in ranked) == pytest.approx(1)
    assert len(rank(evidence, weights(), limit=2)) == 2


@pytest.mark.parametrize(
    ("sure", "probabilities", "verdict", "shown"),
    [
        (0.61, (0.5, 0.49, 0.01), Verdict.ANSWER, 3),
        (0.59, (0.5, 0.25, 0.24), Verdict.CLARIFY, 2),
        (0.59, (0.4, 0.3, 0.3), Verdict.CLARIFY, 3),
        (0.59, (0.25, 0.25, 0.25, 0.25), Verdict.CLARIFY, 3),
        (0.59, (0.9, 0.1), Verdict.ABSTAIN, 2),
        (0.59, (1.0,), Verdict.ABSTAIN, 1),
        (0.29, (0.5, 0.5), Verdict.ABSTAIN, 2),
    ],
)
def test_the_thresholds_decide(sure: float, probabilities: tuple[float, ...], verdict: Verdict, shown: int) -> None:
    decision = decide(hits(*probabilities), weights(logit(sure)))
    assert (decision.verdict, len(decision.hits)) == (verdict, shown)
    assert decision.confidence == pytest.approx(sure)


def test_without_a_hit_there_is_no_answer() -> None:
    assert decide([], weights(5)).verdict is Verdict.ABSTAIN


def test_the_confidence_model_sees_the_lead_over_the_second() -> None:
    one = Hit(article="a", score=3.0, probability=0.9, evidence=tuple(map(float, range(len(FEATURES)))))
    two = Hit(article="b", score=1.0, probability=0.1, evidence=(5.0,) * len(FEATURES))
    seen = dict(zip(CONFIDENCE_FEATURES, confidence_features([one, two]), strict=True))
    alone = dict(zip(CONFIDENCE_FEATURES, confidence_features([one]), strict=True))
    assert (seen["score"], seen["margin"], alone["margin"]) == (3.0, 2.0, 3.0)
    assert (seen["lexical_question"], seen["ngram_question"], seen["linear"]) == (3.0, 5.0, 7.0)


@pytest.mark.parametrize("vectors", [True, False])
def test_the_shipped_weights_are_whole_and_in_order(vectors: bool) -> None:
    shipped = shipped_weights().fitting(vectors=vectors)
    for learned in json.loads(WEIGHTS.read_text("utf-8")).values():
        assert set(learned["ranking"]) == set(FEATURES)
    assert 0 < shipped.clarify_from < shipped.answer_from < 1 and 0 < shipped.tie_within <= 1
