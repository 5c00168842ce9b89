"""The words by which the search box finds an article."""

from __future__ import annotations

import json

from knowledge.article import ArticleFolder, Language, Phrasing, Variety
from knowledge.handbook.edition import Edition, edition
from knowledge.handbook.searchable import ANSWER, PHRASING, PHRASINGS, TITLE, search_data, terms
from tests.knowledge.samples import TODAY, article


def known(*phrasings: tuple[Variety, str]) -> Edition:
    asked = tuple(Phrasing(variety=variety, text=text) for variety, text in phrasings)
    texts = (
        article("a", Language.AR, title="الأجر", phrasings=asked),
        article("a", Language.DE, title="Der Lohn", short_answer="Das Geld", phrasings=()),
    )
    return edition([ArticleFolder(id="a", articles=texts)], (), TODAY)


def indexed(of: Edition, language: Language) -> dict[str, list[int]]:
    data = json.loads(search_data(of, language).removeprefix("DALIL_SEARCH=").removesuffix(";\n"))
    return {word: [int(n, 36) for n in numbers.split(" ")] for word, numbers in (entry.split(":") for entry in data["words"].split("|"))}


def test_a_word_counts_by_the_best_place_it_stands_in() -> None:
    found = indexed(known((Variety.ARY_LATN, "ch7al flous"), (Variety.AEB_LATN, "flous lohn"), (Variety.ARZ, "فلوس")), Language.DE)
    assert (found["lohn"], found["flous"], found["ch7al"], found["geld"]) == ([TITLE], [PHRASINGS], [PHRASING], [ANSWER])
    assert found["فلوس"] == [PHRASING]


def test_spellings_of_the_same_letters_are_one_word() -> None:
    assert terms("الأَجْــر أجر") == ["اجر", "اجر"]
    assert terms("Prud’hommes ÉTÉ Straße ٣٠") == ["prud", "hommes", "ete", "strasse", "30"]


def test_an_overdue_answer_is_not_searched() -> None:
    old = edition([ArticleFolder(id="a", articles=(article("a", review_by=TODAY.replace(day=1), short_answer="secretword"),))], (), TODAY)
    assert "secretword" not in indexed(old, Language.EN)


def test_the_words_of_a_language_stay_below_400_kilobytes(shipped_pages: dict[str, str]) -> None:
    assert max(len(shipped_pages[f"{language.value}/search-data.js"].encode()) for language in Language) < 400_000
