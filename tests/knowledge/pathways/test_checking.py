"""What `dalil kb check` and the reader say about a wrong route, with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.entities import load_surface_forms
from knowledge.errors import BadContent
from knowledge.pathways.catalogue import PATHWAYS, base, pathways, read_pathways
from knowledge.pathways.checking import check_pathways
from knowledge.pathways.reading import parse
from knowledge.phrases import keys

TODAY = date(2026, 11, 22)
TEXT = (PATHWAYS / "fr-talent.yaml").read_text("utf-8")
OFFER = "  - {need: offer, kind: job, source: fr-talent-card/3}"


def findings(text: str, today: date = TODAY) -> list[str]:
    occupations = load_surface_forms()["occupation"]
    return [str(finding) for finding in check_pathways([parse("fr-talent.yaml", text)], base(), keys(), occupations, today)]


def test_the_shipped_routes_have_no_error() -> None:
    occupations = load_surface_forms()["occupation"]
    assert read_pathways()[1] == []
    assert [str(each) for each in check_pathways(pathways(), base(), keys(), occupations, TODAY) if each.severity == "error"] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("at_least: fr_talent_salary", "at_least: fr_talent_pay", "figure 'fr_talent_pay' does not exist"),
        ("source: fr-talent-card/3}", "source: fr-talent-card/99}", "source fr-talent-card/99 does not exist"),
        (", source: fr-talent-card/3}", "}", "'offer' has no source: name one, or mark it unverified with the page to ask"),
        ("articles: [fr-talent-card", "articles: [fr-no-card", "its article 'fr-no-card' does not exist"),
        ("confirm: [talent_group", "confirm: [talent_show", "no words 'path_confirm_talent_show'"),
        (OFFER, "  - {need: occupation, one_of: [wizard], source: fr-talent-card/3}", "no occupation is called 'wizard'"),
        ("Talent card for qualified employees, France", "Talent card " + "x" * 60, "the en name has 72 characters, at most 60"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, said: str) -> None:
    assert old in TEXT
    assert [text for text in findings(TEXT.replace(old, new, 1)) if said in text]


def test_a_due_review_is_told_and_an_overdue_one_calls_nothing_open() -> None:
    assert findings(TEXT, date(2027, 1, 31)) == ["warning: pathways/fr-talent: its review is due on 2027-01-31"]
    assert findings(TEXT, date(2027, 2, 1)) == ["warning: pathways/fr-talent: its review was due on 2027-01-31: it calls nothing open"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: job", "kind: dream", "kind: 'dream' is not one of none job training seasonal study au_pair"),
        ("need: offer", "need: luck", "need: 'luck' is not one of age any ask"),
        ("kind: job", "kind: job, age: 3", "age: is no field of a condition 'offer'"),
        ("source: fr-talent-card/3}", "source: somewhere}", "source: 'somewhere' must name an article and the number of its source"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    number = next(n for n, line in enumerate(TEXT.splitlines(), 1) if line == OFFER)
    with pytest.raises(BadContent, match=rf"fr-talent\.yaml.*:{number}: ") as refused:
        parse("fr-talent.yaml", TEXT.replace(OFFER, OFFER.replace(old, new), 1))
    assert said in str(refused.value)


def test_a_wrong_route_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "fr-talent.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "other.yaml").write_text(TEXT, "utf-8")
    (tmp_path / "broken.yaml").write_bytes(b"\xff")
    found, refused = read_pathways(tmp_path)
    assert [path.id for path in found] == ["fr-talent"]
    assert sorted(str(bad) for bad in refused) == ["broken.yaml: not UTF-8 at byte 0", "other.yaml: id: 'fr-talent' is not the file's name"]
