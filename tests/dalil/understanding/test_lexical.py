from __future__ import annotations

from dataclasses import replace

import pytest

from dalil.understanding import finding, lexical
from knowledge.article import Article, Language
from tests.knowledge.samples import article

WAGE = {Language.FR: "salaires minimums", Language.DE: "Mindestlohn", Language.AR: "الأجور"}
HOUSE = {Language.FR: "logements sociaux", Language.DE: "Wohnung", Language.AR: "السكن"}


@pytest.fixture(scope="module")
def built() -> lexical.Lexical:
    return lexical.build(
        [_text(name, language, title) for name, titles in (("wage", WAGE), ("house", HOUSE)) for language, title in titles.items()]
    )


def _text(name: str, language: Language, title: str) -> Article:
    return replace(article(name, language), title=title, short_answer="-", body="-", phrasings=())


def _row(text: str, variety: str, article: str) -> dict[str, object]:
    return {"text": text, "variety": variety, "relevant": [article]}


def _setting(form: str, own: bool = False) -> lexical.Setting:
    return lexical.Setting(form=form, k1=1.5, b=0.75, own=own)


def test_stems_find_another_form_of_the_word_and_words_do_not(built: lexical.Lexical) -> None:
    asked = _row("logement social", "fr", "house")
    assert (built.first(asked, _setting("stems")), built.first(asked, _setting("words"))) == ("house", "wage")


def test_pieces_find_a_word_within_a_longer_one(built: lexical.Lexical) -> None:
    assert built.first(_row("Sozialwohnung", "de", "house"), _setting("pieces")) == "house"


def test_a_question_none_of_whose_words_occur_still_gets_an_answer(built: lexical.Lexical) -> None:
    assert built.first(_row("xyzzy", "en", "wage"), _setting("words")) in {"wage", "house"}
    assert built.first(_row("?!", "en", "wage"), _setting("words")) in {"wage", "house"}


def test_among_the_texts_of_its_own_language_another_language_never_wins(built: lexical.Lexical) -> None:
    asked = _row("wohnung salaires", "fr", "wage")
    assert built.first(asked, _setting("words", own=True)) == "wage"


def test_each_variety_gets_the_setting_that_finds_most_of_its_development_questions(built: lexical.Lexical) -> None:
    development = [_row("logement social", "fr", "house"), _row("Sozialwohnung", "de", "house")]
    settings = lexical.tune(built, development)
    assert (settings["fr"].form, settings["de"].form) == ("stems", "pieces")
    assert finding.ranked(development, lexical.ranking(built, settings))["all"].value == 1.0


def test_arabic_words_lose_their_article_in_stems() -> None:
    assert lexical.tokens("السكن", "fr", "stems") == lexical.tokens("سكن", "ar", "stems")
