from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import content_format
from knowledge.article import ArticleFolder, Country, Figure, Language, Phrasing, Variety
from knowledge.errors import BadContent
from tests.knowledge.samples import ENGLISH, METADATA, article, files, folder

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
lines = st.lists(words, min_size=1, max_size=5).map(" ".join)


def refusal(given_files: dict[str, str], name: str = "de-wage") -> BadContent:
    with pytest.raises(BadContent) as caught:
        content_format.parse(name, given_files)
    return caught.value


def test_a_folder_is_read_with_its_figures_and_languages() -> None:
    parsed = content_format.parse("de-wage", files(fr=ENGLISH.replace("en:", "fr:")))
    assert [a.language for a in parsed.articles] == [Language.EN, Language.FR]
    english = parsed.articles[0]
    assert english.short_answer == "You get {de_wage} EUR an hour in {de_wage:year}."
    assert english.phrasings == (Phrasing(variety=Variety.EN, text="minimum wage germany"), Phrasing(variety=Variety.EN, text="2026"))
    assert english.destination == {Country.DE} and english.origin == frozenset()
    assert parsed.figures == (Figure(id="de_wage", value=Decimal("12.82"), unit="EUR/hour", year=2026, source=1),)


def test_what_is_rendered_is_read_back_as_it_was() -> None:
    assert content_format.parse("de-wage", content_format.render(folder())) == folder()


@given(title=lines, answer=lines, phrasing=lines, publisher=lines)
def test_any_words_survive_the_round_trip(title: str, answer: str, phrasing: str, publisher: str) -> None:
    source = article().sources[0].__class__(number=1, url="https://a.b", publisher=publisher, title=title, date=None, official=False)
    asked = (Phrasing(variety=Variety.ARY_LATN, text=phrasing),)
    given_folder = ArticleFolder(id="x", articles=(article("x", title=title, short_answer=answer, phrasings=asked, sources=(source,)),))
    assert content_format.parse("x", content_format.render(given_folder)) == given_folder


@given(value=st.decimals(0, 10_000_000, places=2), year=st.integers(1990, 2100))
def test_any_figure_survives_the_round_trip(value: Decimal, year: int) -> None:
    figure = Figure(id="a_1", value=value, unit="EUR", year=year, source=1)
    given_folder = ArticleFolder(id="x", articles=(article("x"),), figures=(figure,))
    assert content_format.parse("x", content_format.render(given_folder)) == given_folder


def test_a_line_of_dashes_inside_a_phrasing_does_not_end_the_front_matter() -> None:
    text = ENGLISH.replace('["minimum wage germany", 2026]', "\n    - |\n      first\n      ---\n      second")
    assert content_format.parse("de-wage", files(english=text)).articles[0].phrasings[0].text == "first --- second"


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert content_format.parse("de-wage", files(english="\ufeff" + ENGLISH)).articles[0].language is Language.EN


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (ENGLISH.replace('title: "What', 'title: "What" is'), 2, "did not find expected key"),
        (ENGLISH.replace("  en: [", "  en: [[\n]"), 8, ""),
        (ENGLISH.replace("1. Ask", "1. <script>alert(1)</script> Ask"), 10, "HTML is not allowed"),
        (ENGLISH.replace("{#steps}", "{#recipe}"), 9, "unknown section key 'recipe'"),
        (ENGLISH.replace("tel:112", "javascript:alert(1)"), 11, "links start with"),
        ("no front matter", 1, "must begin with front matter"),
        ("", 1, "must begin with front matter"),
        ("---\ntitle: x\n", 2, "no closing '---'"),
    ],
)
def test_a_wrong_text_is_refused_with_file_line_and_reason(text: str, line: int, reason: str) -> None:
    wrong = refusal(files(english=text))
    assert (wrong.file, wrong.line) == ("de-wage/en.md", line) and reason in wrong.reason
    assert str(wrong).startswith(f"de-wage/en.md:{line}: ")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("id: de-wage\n", "id: other\n", "id: 'other' is not the folder's name"),
        ("topic: rights-at-work", "topic: cooking", "topic: 'cooking' is not one of"),
        ("topic: rights-at-work", "topic: ''", "topic: is empty"),
        ("topic: rights-at-work", "topic: 7", "topic: must be str"),
        ("[DE]", "[XX]", "destination: 'XX' is not one of"),
        ("[DE]", "[NO]", "destination: 'False' is not one of"),
        ("[DE]", "[[DE]]", "destination: this is not one of"),
        ("[DE]", "DE", "destination: must be list"),
        ("value: 12.82", "value: plenty", "value: is not a number"),
        ("value: 12.82", "value: .nan", "value: is not a number"),
        ("value: 12.82", "value: [1]", "value: must be int or float or str"),
        ("year: 2026", "year: true", "year: must be int"),
        ("id: de_wage", "id: DE-Wage", "figures: 'DE-Wage' must be lower case"),
        ('url: "https:', 'url: "ftp:', "url: must start with https://"),
        ('page: "https:', 'page: "javascript:', "official_page: must start with https://"),
        ("date: 2026-01-01", "date: January", "date: must be date or NoneType"),
        ("reviewed_on: 2026-11-01", "reviewed_on: 2026-11-01 10:00:00", "reviewed_on: must be date"),
        ("reviewed_on: 2026-11-01\n", "", "reviewed_on: is missing"),
        ("reviewed_on: 2026-11-01", "reviewed_on: 2026-13-41", "not readable as YAML: month"),
        ("figures:\n", "related: [{a: b}]\nfigures:\n", "related: must be a list of texts"),
        ("figures:\n", "figures:\n  - 5\n", "figures: every entry must be a mapping"),
    ],
)
def test_wrong_metadata_is_refused_by_name_of_the_field(old: str, new: str, reason: str) -> None:
    assert old in METADATA
    wrong = refusal(files(METADATA.replace(old, new)))
    assert wrong.file.startswith("de-wage/article.yaml") and reason in wrong.reason


def test_a_figure_or_a_source_that_stands_there_twice_is_refused() -> None:
    rows = METADATA.splitlines()
    for number, name in ((5, "figures: 'de_wage' stands there twice"), (7, "sources: '1' stands there twice")):
        assert refusal(files("\n".join([*rows[: number + 1], *rows[number:]]))).reason == name


def test_an_article_needs_a_source() -> None:
    without = METADATA.partition("figures:")[0] + METADATA[METADATA.index("official_page") :]
    assert refusal(files(without)).reason == "sources: at least one is needed"


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b", "a: !!python/object:os.system x", "[" * 100_000])
def test_metadata_that_is_no_mapping_is_refused(text: str) -> None:
    assert refusal(files(text)).file == "de-wage/article.yaml"


def test_aliases_that_would_grow_to_gigabytes_are_refused_at_once() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert "destination: this is not one of" in refusal(files(bomb + METADATA.replace("[DE]", "*a11"))).reason


def test_a_broken_line_of_metadata_is_named() -> None:
    assert refusal(files(METADATA.replace("[DE]", "[DE"))).line == 4


def test_missing_and_unknown_files_are_refused() -> None:
    assert refusal({"en.md": ENGLISH}).reason == "article.yaml is missing"
    assert refusal({"article.yaml": METADATA, "notes.txt": "x"}).reason == "no language file"
    assert refusal(files(es=ENGLISH)).reason == "unknown language 'es'"
    assert refusal(files(english=ENGLISH + "x" * 1_000_000)).reason == "larger than 200,000 bytes"
    assert refusal(files(english=ENGLISH.replace("  en:", "  es:"))).reason.startswith("phrasings: 'es' is not one of")
    assert refusal(files(english=ENGLISH.replace('["minimum wage germany", 2026]', "words"))).reason == "phrasings.en: must be list"


def test_dates_are_days() -> None:
    assert content_format.parse("de-wage", files()).articles[0].reviewed_on == date(2026, 11, 1)
