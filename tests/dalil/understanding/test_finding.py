from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dalil.understanding import finding
from knowledge.article import Corridor, Country
from knowledge.encoder.encoding import Vectors, normalise
from knowledge.retrieval.following import Before
from knowledge.retrieval.ranking import Decision, Hit, Verdict
from tests.knowledge.samples import article


@dataclass
class Scripted:
    """A searcher that gives what is written down for a text, and remembers what it was asked."""

    answers: dict[str, tuple[Verdict, str]]
    asked: list[tuple[str, str, Corridor, Corridor, Before | None]] = field(default_factory=list)

    def search(self, text: str, variety: str, profile: Corridor, named: Corridor, before: Before | None = None) -> Decision:
        self.asked.append((text, variety, profile, named, before))
        verdict, found = self.answers[text]
        return Decision(verdict=verdict, confidence=0.5, hits=(Hit(article=found, score=1.0, probability=1.0, evidence=()),))


def test_right_first_and_confidently_wrong_are_counted_by_variety() -> None:
    searcher = Scripted({"one": (Verdict.ANSWER, "a"), "two": (Verdict.ANSWER, "b"), "three": (Verdict.CLARIFY, "b")})
    rows = [{"text": text, "variety": "en", "relevant": ["a"]} for text in ("one", "two", "three")]
    found = finding.questions(rows, searcher)["all"]  # type: ignore[arg-type]
    assert (found.first.right, found.answered.right, found.wrong.right, found.first.n) == (1, 2, 1, 3)


def test_an_article_ranked_first_but_not_answered_with_is_no_right_answer() -> None:
    searcher = Scripted({"sure": (Verdict.ANSWER, "a"), "unsure": (Verdict.ABSTAIN, "a")})
    rows = [{"text": text, "variety": "en", "relevant": ["a"]} for text in ("sure", "unsure")]
    found = finding.questions(rows, searcher)["all"]  # type: ignore[arg-type]
    assert (found.first.right, found.right.right) == (2, 1)


def test_a_follow_up_is_searched_with_the_turn_before_and_what_that_one_named() -> None:
    searcher = Scripted({"minimum wage in Germany?": (Verdict.ANSWER, "b"), "and in Italy?": (Verdict.ANSWER, "a")})
    rows = [{"turns": ["minimum wage in Germany?", "and in Italy?"], "variety": "en", "relevant": ["a"]}]
    assert finding.follow_ups(rows, searcher)["en"].first.value == 1.0  # type: ignore[arg-type]
    _, variety, profile, named, before = searcher.asked[1]
    assert (variety, profile.destination, named.destination) == ("en", Country.DE, Country.IT)
    assert before is not None and (before.question, before.article) == ("minimum wage in Germany?", "b")


def test_silence_is_counted_where_no_article_answers() -> None:
    searcher = Scripted({"rain?": (Verdict.ABSTAIN, "a"), "goal?": (Verdict.ANSWER, "a")})
    rows = [{"text": text, "variety": "en"} for text in ("rain?", "goal?")]
    assert finding.silent(rows, searcher)["all"].value == 0.5  # type: ignore[arg-type]


class Letters:
    """An encoder that counts a few letters; `z` marks a language and nothing else."""

    identity = "letters"

    def encode(self, texts: Sequence[str]) -> Vectors:
        return normalise(np.array([[text.count(letter) for letter in "abz"] for text in texts], np.float32))


def test_an_encoder_alone_finds_the_nearest_title_and_short_answer() -> None:
    known = [replace(article("one"), title="aaa", short_answer="a"), replace(article("two"), title="bbb", short_answer="b")]
    rows = [{"text": "b", "variety": "en", "relevant": ["two"]}, {"text": "a", "variety": "fr", "relevant": ["two"]}]
    found = finding.ranked(rows, finding.nearest(known, Letters(), centred=False))
    assert {name: share.right for name, share in found.items()} == {"en": 1, "fr": 0, "all": 1}
