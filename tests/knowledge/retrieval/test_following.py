from __future__ import annotations

import numpy as np
import pytest

from knowledge.article import Corridor, Country
from knowledge.entities import EntityReader
from knowledge.retrieval.following import (
    FOLLOWING_FEATURES,
    LEAN_FEATURES,
    SURE_FEATURES,
    Before,
    FollowingWeights,
    Readings,
    decide_following,
    following_rows,
    lean_features,
    priors,
    rank_following,
    sure_features,
    went_on,
)
from knowledge.retrieval.index import Question
from knowledge.retrieval.joining import join
from knowledge.retrieval.ranking import CONFIDENCE_FEATURES, FEATURES, Evidence, Scope, Verdict, Weights

READER = EntityReader({"country": {"DE": ["germany"], "IT": ["italy"], "MA": ["morocco"], "TN": ["tunisia"]}})
ITALY = Corridor(destination=Country.IT)
SINGLE = Weights(
    ranking=(1.0,) * len(FEATURES),
    confidence=(1.0,) * len(CONFIDENCE_FEATURES),
    confidence_bias=-2.0,
    answer_from=0.5,
    clarify_from=0.2,
    tie_within=0.5,
)


def asked(text: str, named: Corridor) -> Question:
    return Question(text=text, variety="en", named=named, profile=Corridor(), vector=None)


@pytest.mark.parametrize(
    ("before", "text", "named", "joined", "corridor"),
    [
        ("wage in germany", "and italy", ITALY, "wage in and italy", ITALY),
        ("wage in germany", "how much", Corridor(), "wage in germany how much", Corridor(destination=Country.DE)),
        ("from morocco to germany", "and italy", ITALY, "from morocco to and italy", Corridor(origin=Country.MA, destination=Country.IT)),
        (
            "from morocco to germany",
            "no tunisia",
            Corridor(origin=Country.TN),
            "from to germany no tunisia",
            Corridor(origin=Country.TN, destination=Country.DE),
        ),
    ],
)
def test_a_country_named_now_takes_the_place_of_the_one_of_its_kind_named_before(
    before: str, text: str, named: Corridor, joined: str, corridor: Corridor
) -> None:
    found = join(asked(text, named), Before(question=before, variety="fr"), READER, lambda given: None)
    assert (found.text, found.named, found.variety) == (joined, corridor, "fr")


def test_each_piece_is_encoded_in_its_own_letters() -> None:
    given: list[str] = []

    def encode(text: str) -> None:
        given.append(text)

    question = Question(text="w merati", variety="arz-Latn", named=Corridor(), profile=Corridor(), vector=np.ones(3, np.float32))
    join(question, Before(question="wage in germany", variety="en"), READER, encode)
    assert given == ["wage in germany و مراتي"]


def test_what_is_remembered_does_not_grow_with_the_conversation() -> None:
    remembered = "a"
    for text in ("b", "c", "d" * 2000):
        remembered = went_on(remembered, text)
    assert remembered.startswith("a\nc\nddd") and len(remembered) == 1000


def test_the_article_before_speaks_for_itself_its_relatives_and_its_topic_in_the_country_named_now() -> None:
    def scope(country: Country, *related: str, topic: str = "wage") -> Scope:
        return Scope(destination=frozenset({country}), origin=frozenset(), protection=False, topic=topic, related=frozenset(related))

    scopes = {"de": scope(Country.DE, "de-visa"), "de-visa": scope(Country.DE, topic="visa"), "it": scope(Country.IT)}
    before = Before(question="", variety="en", article="de")
    named = priors(tuple(scopes), scopes, before, ITALY)
    assert named.tolist() == [[1, 0, 0, 0, 1], [0, 1, 0, 0, 0], [0, 0, 1, 0, 1]]
    unnamed = priors(tuple(scopes), scopes, before, Corridor())
    assert unnamed[:, 3].tolist() == [1, 1, 0]
    assert not priors(tuple(scopes), scopes, Before(question="", variety="en", article="gone"), ITALY).any()


def readings(text: str = "and italy") -> Readings:
    alone, joined = np.zeros((2, len(FEATURES))), np.zeros((2, len(FEATURES)))
    alone[0, 0], joined[1, 0] = 1.0, 2.0
    return Readings(
        text=text, named=ITALY, alone=Evidence(articles=("new", "same"), rows=alone), joined=Evidence(articles=("new", "same"), rows=joined)
    )


def weights(answer_from: float = 0.5) -> FollowingWeights:
    ranking = dict.fromkeys(FOLLOWING_FEATURES, 0.0) | {"alone_new": 1.0, "joined": 1.0}
    confidence = dict.fromkeys(SURE_FEATURES, 0.0) | {"margin": 1.0}
    return FollowingWeights(
        lean=(0.0,) * len(LEAN_FEATURES),
        lean_bias=0.0,
        ranking=tuple(ranking.values()),
        confidence=tuple(confidence.values()),
        confidence_bias=0.0,
        answer_from=answer_from,
        clarify_from=0.1,
        tie_within=0.01,
    )


@pytest.mark.parametrize(("lean", "first"), [(0.0, "new"), (1.0, "same")])
def test_how_far_a_message_leans_decides_which_reading_counts(lean: float, first: str) -> None:
    rows = following_rows(readings(), np.zeros((2, 5)), lean, SINGLE)
    assert rows.shape == (2, len(FOLLOWING_FEATURES))
    assert rank_following(readings(), rows, weights())[0].article == first


@pytest.mark.parametrize(("answer_from", "verdict"), [(0.5, Verdict.ANSWER), (0.99, Verdict.CLARIFY)])
def test_it_answers_when_sure_and_asks_back_when_not(answer_from: float, verdict: Verdict) -> None:
    both, prior = readings(), np.zeros((2, 5))
    message = lean_features(both, SINGLE)
    hits = rank_following(both, following_rows(both, prior, 1.0, SINGLE), weights())
    features = sure_features(both, hits, prior, 1.0, message)
    assert (len(message), len(features)) == (len(LEAN_FEATURES), len(SURE_FEATURES))
    decision = decide_following(hits, features, weights(answer_from))
    assert (decision.verdict, decision.hits[0].article) == (verdict, "same")


def test_a_short_message_that_goes_on_and_names_only_a_country_shows_it() -> None:
    told = dict(zip(LEAN_FEATURES, lean_features(readings("w italy"), SINGLE), strict=True))
    assert (told["goes_on"], told["few_words"], told["only_country"], told["same_first"]) == (1, 1, 1, 0)
