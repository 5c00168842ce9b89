from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge.article import Article, Corridor, Language
from knowledge.errors import IndexEmpty
from knowledge.retrieval.entries import Kind, encoder_text, entries
from knowledge.retrieval.index import BY_MEANING, BY_WORDS, ArticleIndex, Question
from knowledge.retrieval.part import Texts
from knowledge.retrieval.ranking import FEATURES, Scope
from tests.knowledge.samples import WAGE, HashEncoder, article, base

KNOWN = {"de_wage": WAGE}


def texts_of(articles: list[Article], encoder: HashEncoder | None = None) -> dict[str, Texts]:
    vectors = {e: encoder.encode([encoder_text(e.text, e.variety)])[0] for e in entries(articles, KNOWN)} if encoder else {}
    return {a: Texts.of([e for e in entries(articles, KNOWN) if e.article == a], vectors) for a in {article.id for article in articles}}


def scopes_of(articles: list[Article]) -> dict[str, Scope]:
    return {a.id: Scope(destination=a.destination, origin=a.origin, protection=a.protection) for a in articles}


def built(encoder: HashEncoder | None = None, articles: list[Article] | None = None) -> ArticleIndex:
    articles = articles or base()
    return ArticleIndex.built(scopes_of(articles), texts_of(articles, encoder))


def asking(text: str, variety: str = "en", encoder: HashEncoder | None = None) -> Question:
    vector = encoder.encode([encoder_text(text, variety)])[0] if encoder else None
    return Question(text=text, variety=variety, named=Corridor(), profile=Corridor(), vector=vector)


def best(index: ArticleIndex, text: str, feature: str, encoder: HashEncoder | None = None, variety: str = "en") -> str | None:
    """The article that is strongest in one feature; None when none has any."""
    evidence = index.evidence(asking(text, variety, encoder))
    column = evidence.rows[:, FEATURES.index(feature)]
    assert evidence.rows.shape == (6, len(FEATURES)) and np.isfinite(evidence.rows).all()
    return evidence.articles[column.argmax()] if column.any() else None


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
    index = built(None, asked)
    assert best(index, "lflous", "sound_question", variety="ary-Latn") == "money"
    assert best(index, "lflous", "sound_question", variety="fr") is None


def test_an_index_of_nothing_is_refused() -> None:
    with pytest.raises(IndexEmpty):
        ArticleIndex.built({}, {})
    with pytest.raises(IndexEmpty):
        built().changed({}, {a.id: None for a in base()})


def test_a_changed_index_finds_what_came_and_not_what_went_and_the_old_one_stays() -> None:
    old = built()
    new = article("tax", title="declare my yearly tax")
    changed = old.changed(scopes_of([*base(), new]), {**texts_of([new]), "diploma": None})
    assert best(changed, "when must I declare tax", "linear") == "tax"
    assert "diploma" not in changed.articles and "diploma" in old.articles


def test_changing_an_article_there_and_back_leaves_the_classifier_as_it_was() -> None:
    encoder = HashEncoder()
    old = built(encoder)
    other = replace(base()[0], title="Something else entirely")
    there = old.changed(scopes_of(base()), texts_of([other], encoder))
    back = there.changed(scopes_of(base()), texts_of([base()[0]], encoder))
    assert np.abs(there.linear.of_vectors - old.linear.of_vectors).max() > 1e-3
    assert np.allclose(back.linear.of_vectors, old.linear.of_vectors, atol=1e-4)


def test_in_a_large_base_only_likely_articles_are_looked_at_closely() -> None:
    many = [article(f"filler-{n}", title=f"subject number {n} about nothing") for n in range(200)]
    index = built(None, [*many, *base()])
    evidence = index.evidence(asking("recognition of my degree certificate"))
    assert "diploma" in evidence.articles
    assert len(evidence.articles) <= BY_MEANING + BY_WORDS < len(index.articles)


def test_the_memory_an_index_takes_grows_with_its_articles() -> None:
    assert 0 < built(None, base()[:3]).nbytes < built().nbytes


def test_the_encoder_is_given_arabizi_in_arabic_letters_and_the_rest_as_written() -> None:
    assert encoder_text("flous\u200b", "ary-Latn") == "فلوس"
    assert encoder_text("  Été\u200b  2026 ", "fr") == "Été 2026"
