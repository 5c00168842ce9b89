from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieval.documents import METHODS, OVERLAP_WORDS, PASSAGE_WORDS, Document, DocumentIndex, passages
from tests.knowledge.samples import HashEncoder

DOCUMENTS = [
    Document(id="1", language="en", title="Wage", text="the minimum wage per hour"),
    Document(id="2", language="en", title="Visa", text="apply for a visa at the embassy"),
    Document(id="3", language="fr", title="Salaire", text="le salaire minimum par heure"),
    Document(id="4", language="fr", title="Visa", text="demander un visa à l'ambassade " * 40),
]


@given(st.integers(0, 400))
def test_the_passages_of_a_document_hold_every_word_and_overlap(count: int) -> None:
    words = [f"w{n}" for n in range(count)]
    found = [passage.split()[1:] for passage in passages(Document(id="1", language="en", title="T", text=" ".join(words)))]
    assert found and all(len(passage) <= PASSAGE_WORDS for passage in found)
    assert {word for passage in found for word in passage} == set(words)
    assert all(a[-OVERLAP_WORDS:] == b[:OVERLAP_WORDS] for a, b in pairwise(found))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("learnt", [False, True])
def test_each_method_finds_the_document_that_holds_the_words(method: str, learnt: bool) -> None:
    index = DocumentIndex(DOCUMENTS, HashEncoder())
    if learnt:
        index.learn_queries([("minimum wage per hour", "en"), ("visa embassy", "en")])
    scores = index.scores("minimum wage per hour", "en", method)
    assert scores.shape == (4,) and scores.argmax() == 0


def test_across_languages_words_have_no_vote() -> None:
    index = DocumentIndex(DOCUMENTS, HashEncoder())
    dense, hybrid = (index.scores("visa", "de", method) for method in ("dense", "hybrid"))
    assert dense.argsort().tolist() == hybrid.argsort().tolist()
