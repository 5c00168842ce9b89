"""Offers are checked: what worries is found with its reason, what is sound is left alone."""

from __future__ import annotations

import json
import time
from decimal import Decimal

import pytest

from benchmarks.offers import DEV, measure, report
from knowledge.article import Figure
from knowledge.content_files import read_figures
from knowledge.offers import Indicator, Level, check, principles

FIGURES = read_figures()


def indicators(text: str) -> set[str]:
    return {code.value for code in check(text, FIGURES).indicators}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You must pay 500 EUR for the contract before you travel.", {"fee"}),
        ("No fee is charged. The employer pays the visa and the flight.", set()),
        ("The employer keeps your passport in the office until the end of the season.", {"passport"}),
        ("You keep your passport, we only need a copy.", set()),
        ("Tu entres avec un visa touristique et tu travailles ensuite.", {"visa_trick"}),
        ("Avec un visa touristique vous n'avez pas le droit de travailler.", set()),
        ("Manda 300 euro con Western Union per il visto.", {"fee", "payment"}),
        ("Überweisen Sie nie Geld per Western Union.", set()),
        ("صيفط ليا 3000 درهم فكاش بلوس باش نحجز ليك الموعد", {"fee", "payment"}),
        ("el passport mte3ek yo93od 3and el patron 7atta toufa el mouda", {"passport"}),
        ("لما توصل هنغير العقد، ده بس عشان السفارة.", {"substitution"}),
    ],
)
def test_what_is_asked_of_the_worker_is_told_from_what_is_denied(text: str, expected: set[str]) -> None:
    assert indicators(text) == expected


@pytest.mark.parametrize(("hour", "expected"), [("13.89", True), ("12.50", True), ("13.90", False), ("15", False)])
def test_pay_is_compared_with_the_minimum_of_the_country_in_the_knowledge_base(hour: str, expected: bool) -> None:
    text = f"Warehouse work in Germany at Nordlog GmbH, {hour} EUR gross per hour."
    lowered = {**FIGURES, "de_min_wage_hour": Figure(id="de_min_wage_hour", value=Decimal("14.20"), unit="EUR/hour", year=2026, source=1)}
    assert (Indicator.WAGE in check(text, lowered).indicators) is (float(hour) < 14)
    assert (Indicator.WAGE in check(text, FIGURES).indicators) is (expected and float(hour) < 13.7)


def test_a_net_sum_is_not_called_low_because_taxes_are_off_it() -> None:
    assert "wage" not in indicators("Job in Germany at Nordlog GmbH: 1,750 EUR net per month, 40 hours per week.")
    assert "wage" in indicators("Job in Germany at Nordlog GmbH: 1,750 EUR gross per month, 40 hours per week.")


def test_pay_of_a_trainee_or_of_part_time_is_not_compared_with_a_full_month() -> None:
    assert "wage" not in indicators("Ausbildung bei Bäckerei Hoffmann in Kassel: 1.080 Euro brutto im Monat.")
    assert "wage" not in indicators("Teilzeit bei Hotel Adler in Bonn: 900 Euro brutto im Monat.")


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("www.make-it-in-germany.com", None),
        ("karriere@charite.de", None),
        ("https://france-visas.gouv.fr/web", None),
        ("anapec-europe.com", Level.DANGER),
        ("hr@charite-jobs.net", Level.DANGER),
        ("bit.ly/visa", Level.DANGER),
        ("german.embassy@gmail.com", Level.DANGER),
        ("maria.rossi@gmail.com", Level.CAUTION),
    ],
)
def test_addresses_that_imitate_are_told_from_official_ones_and_from_free_mail(address: str, level: Level | None) -> None:
    found = {finding.indicator: finding.level for finding in check(f"Please write to {address} today.", FIGURES).findings}
    assert found.get(Indicator.DOMAIN) is level


@pytest.mark.parametrize(("text", "expected"), [("48 hours per week", False), ("49 hours per week", True), ("60 Stunden pro Woche", True)])
def test_hours_over_the_limit_of_the_week_are_found(text: str, expected: bool) -> None:
    assert ("hours" in indicators(f"Work in Germany, {text}.")) is expected


def test_every_finding_has_a_principle_with_a_level_and_an_article() -> None:
    assert {code.value for code in Indicator} <= set(principles())
    assert all(row.level is not Level.NO_SIGNS and row.article and row.says for row in principles().values())


def test_the_development_set_stays_as_well_read_as_it_is() -> None:
    rows = [json.loads(line) for line in DEV.read_text("utf-8").splitlines()]
    pairs, _ = measure(rows)
    result = report(rows, pairs)
    assert len(rows) >= 400
    assert result["all"]["precision"][0] >= 0.93
    assert result["all"]["recall"][0] >= 0.93
    assert result["sound_left_alone"][0] >= 0.95


def test_a_hostile_text_takes_time_in_proportion_to_its_length() -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        check(text, FIGURES)
        return time.process_time() - started

    check("warm", FIGURES)
    for piece in ("pay 500 euro for the visa passport ", "1 000 ", "a.b", "9 to 9 "):
        short, long = seconds(piece * (4_000 // len(piece))), seconds(piece * (16_000 // len(piece)))
        assert long < 12 * short + 0.3, piece
