"""Why an article was found: the same order as the ranking, and what countries did to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge.retrieval.explaining import explain
from knowledge.retrieval.ranking import FEATURES, Evidence, rank, shipped_weights

WEIGHTS = shipped_weights().with_vectors


def evidence(**rows: dict[str, float]) -> Evidence:
    values = np.array([[row.get(name, 0.0) for name in FEATURES] for row in rows.values()])
    return Evidence(articles=tuple(rows), rows=values)


def test_the_order_is_that_of_the_ranking() -> None:
    generator = np.random.default_rng(3)
    found = Evidence(articles=tuple("abcdef"), rows=generator.random((6, len(FEATURES))))
    reasons = explain(found, WEIGHTS, 4)
    assert [reason.article for reason in reasons] == [hit.article for hit in rank(found, WEIGHTS, 4)]
    assert [reason.fused.rank for reason in reasons] == [1, 2, 3, 4]
    assert sum(reason.probability for reason in reasons) == pytest.approx(1)


def test_meaning_and_words_have_places_of_their_own() -> None:
    weights = replace(WEIGHTS, ranking=tuple(float(name == "dense_question") for name in FEATURES))
    reasons = explain(evidence(near={"dense_question": 0.9}, same={"lexical_answer": 0.4}), weights)
    assert [(reason.article, reason.dense.rank, reason.lexical.rank) for reason in reasons] == [("near", 1, 2), ("same", 2, 1)]


def test_countries_move_an_article_by_what_they_add() -> None:
    weights = replace(WEIGHTS, ranking=tuple({"dense_question": 1.0, "destination_named": 2.0}.get(name, 0.0) for name in FEATURES))
    first, second = explain(evidence(far={"dense_question": 0.3, "destination_named": 1.0}, near={"dense_question": 0.9}), weights)
    assert (first.article, first.corridor, first.without_corridor, first.moved) == ("far", 2.0, 2, 1)
    assert (second.article, second.corridor, second.moved) == ("near", 0.0, -1)
