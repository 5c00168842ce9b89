from __future__ import annotations

import numpy as np
import pytest

from knowledge.article import Corridor, Language
from knowledge.errors import IndexEmpty
from knowledge.retrieval.entries import Kind, entries
from knowledge.retrieval.index import ArticleIndex, Question, encoder_text
from knowledge.retrieval.ranking import FEATURES
from tests.knowledge.samples import WAGE, HashEncoder, article, base

KNOWN = {"de_wage": WAGE}


def built(encoder: HashEncoder | None = None) -> ArticleIndex:
    vectors = {}
    if encoder:
        vectors = {entry: encoder.encode([encoder_text(entry.text, entry.variety)])[0] for entry in entries(base(), KNOWN)}
    return ArticleIndex(base(), KNOWN, vectors)


def best(index: ArticleIndex, text: str, feature: str, encoder: HashEncoder | None = None, variety: str = "en") -> str | None:
    """The article that is strongest in one feature; None when none has any."""
    vector = encoder.encode([encoder_text(text, variety)])[0] if encoder else None
    rows = index.evidence(Question(text=text, variety=variety, named=Corridor(), profile=Corridor(), vector=vector))
    column = rows[:, FEATURES.index(feature)]
    assert rows.shape == (6, len(FEATURES)) and np.isfinite(rows).all()
    return index.articles[column.argmax()] if column.any() else None


def test_an_article_is_found_by_its_title_phrasing_answer_and_sections() -> None:
    found = entries([article(body="Intro.\n## Steps {#steps}\n1. Ask [him](tel:112).")], KNOWN)
    assert [(entry.kind, entry.text) for entry in found] == [
        (Kind.QUESTION, "Title of de-wage in en"),
        (Kind.QUESTION, "phrasing of de-wage en"),
        (Kind.ANSWER, "You get 12.82 EUR."),
        (Kind.ANSWER, "Title of de-wage in en \nIntro."),
        (Kind.ANSWER, "Title of de-wage in en Steps\n1. Ask him."),
    ]


@pytest.mark.parametrize("feature", ["lexical_question", "ngram_question", "linear"])
def test_words_and_spelling_find_the_article_without_an_encoder(feature: str) -> None:
    assert best(built(), "recognition of my degree certificate", feature) == "diploma"


@pytest.mark.parametrize("feature", ["dense_question", "dense_question_3"])
def test_meaning_finds_the_article(feature: str) -> None:
    encoder = HashEncoder()
    assert best(built(encoder), "recognition of a degree certificate", feature, encoder) == "diploma"


def test_without_vectors_the_dense_evidence_is_silent() -> None:
    assert best(built(), "recognition of a degree", "dense_question", HashEncoder()) is None
    assert best(built(HashEncoder()), "recognition of a degree", "dense_question") is None


def test_sounds_are_heard_only_where_arabic_may_be_written() -> None:
    asked = [article("money", Language.AR, title="فلوس"), article("other", Language.AR, title="شحال"), *base()[:4]]
    index = ArticleIndex(asked, KNOWN, {})
    assert best(index, "lflous", "sound_question", variety="ary-Latn") == "money"
    assert best(index, "lflous", "sound_question", variety="fr") is None


def test_an_entry_left_out_no_longer_leads_to_its_article() -> None:
    index = built()
    text = "recognition of a degree certificate"
    own = next(n for n, entry in enumerate(index.entries) if entry.text == text)
    question = Question(text=text, variety="en", named=Corridor(), profile=Corridor(), vector=None)
    row = index.articles.index("diploma")
    for feature in ("lexical_question", "linear"):
        column = FEATURES.index(feature)
        assert index.evidence(question, without=own)[row, column] < index.evidence(question)[row, column]


def test_an_index_of_nothing_is_refused() -> None:
    with pytest.raises(IndexEmpty):
        ArticleIndex([], {}, {})


def test_the_encoder_is_given_arabizi_in_arabic_letters_and_the_rest_as_written() -> None:
    assert encoder_text("flous\u200b", "ary-Latn") == "فلوس"
    assert encoder_text("  Été\u200b  2026 ", "fr") == "Été 2026"
