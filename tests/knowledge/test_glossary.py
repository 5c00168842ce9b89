from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge import glossary
from knowledge.article import Country, Language, Variety
from knowledge.content_files import ARTICLES
from knowledge.errors import BadContent
from knowledge.glossary import FILE, Glossary, Term, check, parse

SHIPPED = glossary.glossary()
IDS = {path.name for path in ARTICLES.iterdir()}
TWO = """\
asking: {en: [what, is, a], ary-Latn: [chno, howa]}
terms:
  - id: patronato
    term: "Patronato"
    language: it
    country: IT
    spellings: [باتروناتو]
    explanation: {ar: "مكتب", fr: "Bureau", en: "Office", it: "Ufficio", de: "Büro"}
    article: it-help-at-work
  - id: apostille
    term: Apostille
    language: fr
    explanation: {ar: "ختم", fr: "Cachet", en: "Stamp", it: "Timbro", de: "Stempel"}
    article: prepare-papers
"""


def read(text: str = TWO) -> list[Term]:
    return parse("glossary.yaml", text)[0]


def small(text: str = TWO) -> Glossary:
    return Glossary(*parse("glossary.yaml", text))


def asked(text: str) -> str | None:
    found = SHIPPED.asked(text)
    return found.term.id if found else None


def named(text: str) -> list[str]:
    return [term.id for term in SHIPPED.find(text)]


def reasons(*terms: Term) -> list[str]:
    return [str(finding) for finding in check(terms, {"it-help-at-work", "prepare-papers"})]


def explained(**texts: str) -> Mapping[Language, str]:
    return {language: texts.get(language.value, "Text") for language in Language}


@pytest.mark.parametrize("term", SHIPPED.terms.values(), ids=lambda term: term.id)
def test_a_term_is_found_in_each_of_its_spellings_alone_and_in_a_sentence(term: Term) -> None:
    forms = (term.term, *term.spellings)
    assert [form for form in forms if asked(form) != term.id] == []
    assert [form for form in forms if named(f"xyz {form.upper()}؟ xyz") != [term.id]] == []


@pytest.mark.parametrize(
    ("text", "term", "cue"),
    [
        ("chnowa nulla osta?", "nulla-osta", "chnowa"),
        ("c'est quoi une apostille", "apostille", "c'est quoi une"),
        ("شنو هي لابوستيل", "apostille", "شنو هي"),
        ("was ist anmeldung", "anmeldung", "was ist"),
        ("Was bedeutet eigentlich „Kündigungsschutzklage“?", "kuendigungsschutzklage", "was bedeutet eigentlich"),
        ("Anmeldung?", "anmeldung", ""),
        ("NULA OSTA", "nulla-osta", ""),
        ("نولا أوستا", "nulla-osta", ""),
        ("كارط سيجور", "titre-de-sejour", ""),
        ("what does OQTF mean?", "oqtf", "what does mean"),
        ("cos'è il codice fiscale", "codice-fiscale", "cos'e il"),
        ("che vuol dire CCNL", "ccnl", "che vuol dire"),
        ("ما معنى busta paga؟", "busta-paga", "ما معني"),
        ("يعني ايه شنغن", "visa-c", "يعني ايه"),
        ("ya3ni eh sperrkonto", "sperrkonto", "ya3ni eh"),
        ("شنية الريسيبيسي", "recepisse", "شنيه"),
        ("chniya el carte vitale", "carte-vitale", "chniya el"),
        ("achno hiya lanapec 3afak", "anapec", "achno hiya 3afak"),
        ("c koi la caf svp", "fr-caf", "c koi svp"),
        ("cos'è un caf?", "it-caf", "cos'e"),
    ],
)
def test_a_message_that_asks_for_the_meaning_is_understood_in_every_variety(text: str, term: str, cue: str) -> None:
    found = SHIPPED.asked(text)
    assert found is not None and (found.term.id, found.cue) == (term, cue)


@pytest.mark.parametrize(
    "text",
    [
        "how long does the nulla osta take",
        "ch7al kaygless nulla osta",
        "combien coûte une apostille",
        "où faire l'anmeldung à Berlin",
        "was kostet der Rundfunkbeitrag",
        "quanto dura il permesso di soggiorno",
        "what is the difference between SMIC and net",
        "nulla osta e permesso di soggiorno",
        "my boss has my titre de séjour",
        "à la préfecture",
        "what is the OQTF " + "please " * 20,
        "what is",
        "chnowa",
        "?",
        "",
    ],
)
def test_a_message_that_asks_for_more_or_names_no_term_is_left_to_search(text: str) -> None:
    assert asked(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "il cane",  # a dog
        "c'est quoi le patronat",  # the employers of France
        "che brutto",  # ugly, not gross pay
        "è vitale",
        "c'est quoi une lame",  # a blade, not the AME
        "was ist groß",
        "j'ai la flemme",
        "una nonna",
        "sanno che cosa è la costa",
        "wach baqi lcaf",
        "شنو هي القيمة",
        "بلادي",
        "caf",  # French or Italian? The article "la" or "il" would tell
    ],
)
def test_a_look_alike_is_no_term(text: str) -> None:
    assert (asked(text), named(text)) == (None, [])


@pytest.mark.parametrize(
    ("text", "term"), [("chno hiya lanmildung", "anmeldung"), ("شنو هي انملدنڭ", "anmeldung"), ("الباترونات", "patronato")]
)
def test_arabic_letters_and_arabizi_may_leave_out_vowels(text: str, term: str) -> None:
    assert asked(text) == term


def test_european_words_that_only_sound_alike_are_different_words() -> None:
    assert small().find("patronat patrinato") == ()
    assert [term.id for term in small().find("chno howa patrinato")] == ["patronato"]


def test_the_longest_of_the_spellings_that_overlap_counts() -> None:
    assert named("contratto di soggiorno") == ["contratto-di-soggiorno"]
    assert named("thamm, thamm plus") == ["thamm", "thamm-plus"]


def test_a_term_is_read_with_everything_it_says() -> None:
    term = read()[0]
    assert (term.id, term.term, term.language, term.country, term.spellings, term.article) == (
        "patronato",
        "Patronato",
        Language.IT,
        Country.IT,
        ("باتروناتو",),
        "it-help-at-work",
    )
    assert term.explanation == {
        Language.AR: "مكتب",
        Language.FR: "Bureau",
        Language.EN: "Office",
        Language.IT: "Ufficio",
        Language.DE: "Büro",
    }
    assert (read()[1].country, read()[1].spellings) == (None, ())
    assert parse("g", TWO)[1][Variety.EN] == ("what", "is", "a")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    language: fr\n", "", "glossary.yaml:10: language: is missing"),
        ("    country: IT", "    country: XX", "glossary.yaml:3: country: 'XX' is not one of"),
        (', it: "Timbro"', "", "glossary.yaml:10: it: is missing"),
        ('en: "Office"', 'en: " "', "glossary.yaml:3: en: is empty"),
        ("    term: Apostille\n", "    term: [A]\n", "glossary.yaml:10: term: must be str"),
        ("asking:", "asked:", "glossary.yaml: asking: is missing"),
        ("    term: Apostille\n", '    term: "Apostille\n', "glossary.yaml:"),
        ("terms:\n", "terms: [1]\nothers:\n", "glossary.yaml: terms: every entry must be a mapping"),
    ],
)
def test_a_wrong_term_is_refused_with_its_line(old: str, new: str, message: str) -> None:
    with pytest.raises(BadContent) as refused:
        read(TWO.replace(old, new))
    assert str(refused.value).startswith(message)


def test_the_shipped_glossary_has_no_error() -> None:
    assert [str(finding) for finding in check(list(SHIPPED.terms.values()), IDS)] == []
    assert len(SHIPPED.terms) == len(parse(FILE.name, FILE.read_text("utf-8"))[0]) >= 70


def test_the_check_names_every_fault() -> None:
    one, two = read()
    assert reasons(one, two) == []
    assert reasons(replace(one, article="gone")) == ["error: glossary/patronato: its article 'gone' does not exist"]
    assert reasons(two, two) == ["error: glossary/apostille: is defined twice"]
    assert reasons(one, replace(two, spellings=("PATRONATO",))) == ["error: glossary/apostille: 'PATRONATO' already means patronato"]
    assert reasons(replace(one, explanation=explained(fr="x" * 301))) == ["error: glossary/patronato: fr: has 301 characters, at most 300"]
    assert reasons(replace(one, explanation=explained(ar="رقم ٣", en="no 3", fr="3", it="3", de="3"))) == [
        "error: glossary/patronato: ar: digits must be 0-9"
    ]
    assert reasons(replace(one, explanation=explained(de="{fee}"))) == [
        "error: glossary/patronato: de: neither figures nor direction marks are written here"
    ]
    assert reasons(replace(one, explanation=explained(it="Chiama il 112"))) == [
        "error: glossary/patronato: it: its numbers differ from the English text"
    ]


def test_a_message_is_read_in_well_under_a_millisecond() -> None:
    messages = ["chnowa nulla osta?", "salam, ch7al kaygless nulla osta w chno khassni f sportello unico?", "was ist eine Anmeldung"]
    started = time.process_time()
    for message in messages * 100:
        SHIPPED.asked(message)
    assert (time.process_time() - started) / 300 < 0.001


def test_no_spelling_hides_in_another_line_of_the_file() -> None:
    rows = yaml.load(FILE.read_text("utf-8"), yaml.CSafeLoader)["terms"]
    assert [row["id"] for row in rows if len(set(row["spellings"])) != len(row["spellings"])] == []


@given(st.text())
def test_no_message_breaks_the_glossary(text: str) -> None:
    SHIPPED.find(text)
    SHIPPED.asked(text)
