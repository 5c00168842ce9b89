from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import ArticleFolder, Language, Variety
from knowledge.checks import Severity, check_article, check_base, readability
from knowledge.content_files import ARTICLES, read_folders
from tests.knowledge.samples import TODAY, WAGE, article, folder

KNOWN = {"de_wage": WAGE}


def reasons(**changes: Any) -> list[str]:
    return [finding.reason for finding in check_article(article(**changes), KNOWN, {"de-wage"}, TODAY)]


def test_a_right_article_in_all_languages_has_no_finding() -> None:
    assert check_base([folder()], TODAY) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"short_answer": "It is {fr_wage}, really {fr_wage}."}, "figure '{fr_wage}' does not exist"),
        ({"body": "See [a](article:gone) and [b](article:gone)."}, "links to 'gone', which does not exist"),
        ({"related": ("gone",)}, "is related to 'gone', which does not exist"),
        ({"sources": ()}, "no source"),
        ({"phrasings": ()}, "no phrasing"),
        ({"short_answer": "You get ١٢ EUR."}, "digits must be 0-9"),
        ({"title": "Wage ٢٠٢٦"}, "digits must be 0-9"),
        ({"title": "Wage {de_wage}"}, "the title cannot hold a figure"),
        ({"body": "Call \u202a112\u202c."}, "direction marks are added by the channels, not written"),
        ({"language": Language.AR, "short_answer": "[a](https://b.c)"}, "the short answer is plain text, without links (1)"),
        ({"short_answer": "a b. " * 130}, "the short answer has 650 characters, at most 600"),
        ({"title": "a" * 101}, "the title has 101 characters, at most 100"),
        ({"body": "a b. " * 900}, "the body has 4500 characters: more than one message of 4000"),
        ({"review_by": date(2026, 11, 21)}, "its review was due on 2026-11-21"),
        ({"review_by": date(2026, 12, 22)}, "its review is due on 2026-12-22"),
        (
            {"body": "Notwithstanding aforementioned administrative jurisdictional incompatibilities whatsoever"},
            "hard to read: 66, at most 50",
        ),
    ],
)
def test_what_is_wrong_with_one_language_is_found_once(changes: dict[str, Any], reason: str) -> None:
    assert reasons(**changes) == [reason]


def test_a_review_due_in_more_than_thirty_days_is_no_finding() -> None:
    assert reasons(review_by=date(2026, 12, 23)) == []


def test_a_length_is_counted_as_it_is_sent() -> None:
    assert reasons(short_answer="You get {de_wage}. " * 39) == []  # 741 characters as written, 585 with the figure in it


def test_a_missing_language_is_an_error_and_comes_first() -> None:
    whole = folder(review_by=date(2026, 11, 30))
    found = check_base([replace(whole, articles=whole.articles[1:])], TODAY)
    assert str(found[0]) == "error: de-wage: the ar text is missing"
    assert [finding.severity for finding in found[1:]] == [Severity.WARNING] * 4


@pytest.mark.parametrize(
    ("body", "differing"),
    [
        ("## Cost {#cost}\n1. Ask.\n2. Call [112](tel:112).", "sections"),
        ("## Steps {#steps}\n1. Call [112](tel:112).", "list items"),
        ("## Steps {#steps}\n1. Ask.\n2. Call [110](tel:110).", "phone numbers"),
        ("## Steps {#steps}\n1. Ask [a](https://a.b).\n2. Call [112](tel:112).", "links"),
    ],
)
def test_a_language_that_says_something_else_is_found(body: str, differing: str) -> None:
    whole = folder()
    other = [replace(a, body=body) if a.language is Language.IT else a for a in whole.articles]
    found = check_base([replace(whole, articles=tuple(other))], TODAY)
    errors = [str(finding) for finding in found if finding.severity is Severity.ERROR]
    assert errors == [f"error: de-wage/it: {differing} differ from the English text"]


def test_figures_that_differ_between_languages_are_found() -> None:
    whole = folder()
    other = [replace(a, short_answer="No number.") if a.language is Language.IT else a for a in whole.articles]
    assert [f.reason for f in check_base([replace(whole, articles=tuple(other))], TODAY)] == [
        "figures of the short answer differ from the English text"
    ]


def test_an_unused_figure_and_one_without_its_source_are_told() -> None:
    spare = replace(WAGE, id="spare", source=9)
    found = check_base([replace(folder(), figures=(WAGE, spare))], TODAY)
    assert [str(finding) for finding in found] == [
        "warning: de-wage: figure 'spare' names source 9, which does not exist",
        "warning: spare: no text uses this figure",
    ]


def in_all_languages(**texts: Any) -> list[str]:
    articles = tuple(replace(a, **{name: value[a.language] for name, value in texts.items()}) for a in folder().articles)
    return [str(f) for f in check_base([replace(folder(), articles=articles)], TODAY) if "phrasing" not in f.reason]


def test_numbers_that_differ_between_languages_are_told() -> None:
    bodies = {language: "Within 8 days." for language in Language} | {Language.DE: "In 80 Tagen."}
    assert in_all_languages(body=bodies) == ["warning: de-wage/de: numbers differ from the English text: 8, 80"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("اذهب. You must ask for this card at the office.", 1),
        ("برنامج Towards a Holistic Approach to Labour Migration مفتوح.", 0),
        ("انظر [the page for you and them](https://the.and/for/with-you).", 1),
        ("انظر https://make-it-in-germany.com/the/and", 0),
    ],
)
def test_english_left_in_an_arabic_text_is_found_and_names_are_not(text: str, found: int) -> None:
    assert sum(reason.startswith("English left over") for reason in reasons(language=Language.AR, body=text)) == found


def test_a_phrasing_that_leads_to_two_articles_is_told() -> None:
    other = replace(folder(), id="fr-wage", figures=(), articles=tuple(replace(a, id="fr-wage") for a in folder().articles))
    assert "also leads to de-wage" in " ".join(f.reason for f in check_base([folder(), other], TODAY))


def test_a_folder_without_articles_misses_every_language_and_nothing_more() -> None:
    assert len(check_base([ArticleFolder(id="x", articles=())], TODAY)) == 5


def test_readability_is_the_lix_formula() -> None:
    assert readability("") == readability("123 !") == 0.0
    assert readability("One two three. Four five sixsixsix.") == pytest.approx(3 + 100 / 6)
    assert readability("كلمة طويلةجدا هنا") == pytest.approx(3 + 100 / 3)


@given(st.text())
def test_readability_is_never_negative(text: str) -> None:
    assert readability(text) >= 0


def test_the_shipped_content_has_no_error() -> None:
    folders, refused = read_folders(ARTICLES)
    assert refused == [] and len(folders) >= 230
    assert [str(f) for f in check_base(folders, TODAY) if f.severity is Severity.ERROR] == []


def test_every_shipped_article_is_asked_for_in_every_variety() -> None:
    for folder_ in read_folders(ARTICLES)[0]:
        count = Counter(p.variety for a in folder_.articles for p in a.phrasings)
        for variety in set(Variety) - {Variety.OTHER}:
            fewest = 3 if variety is Variety.MIXED else 5
            assert count[variety] >= fewest, f"{folder_.id}: {count[variety]} phrasings in {variety.value}"
