from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

from dalil.paths import path_lines

TODAY = date(2026, 11, 22)
SKILLED = {
    "from": "MA",
    "to": "DE",
    "age": 30,
    "education": "bachelor",
    "recognised": True,
    "experience_years": 3,
    "languages": {"de": "B1"},
    "offer": {"occupation": "software developer", "salary_eur_year": 50700},
    "funds_eur_month": 1100,
}


def answered(*lines: str, today: date = TODAY) -> tuple[list[dict[str, Any]], str]:
    out, said = io.StringIO(), io.StringIO()
    path_lines([line + "\n" for line in lines], out, said, today)
    return [json.loads(line) for line in out.getvalue().splitlines()], said.getvalue()


def states(row: dict[str, Any]) -> dict[str, str]:
    return {route["route"]: route["state"] for route in row["routes"]}


def test_a_line_in_is_a_line_out_in_order_with_the_routes_of_the_destination() -> None:
    (first, second), said = answered(
        json.dumps({"id": 7, "profile": SKILLED}), json.dumps({"id": "b", "profile": {"from": "TN", "to": "MA"}})
    )
    assert (first["id"], second["id"], said) == (7, "b", "")
    assert {route.partition("-")[0] for route in states(first)} == {"de"}
    assert states(first)["de-blue-card"] == "open"
    assert second["routes"][0] | {"sources": []} == {"route": "ma-work", "state": "unknown", "missing": ["tell:offer"], "sources": []}


def test_every_route_cites_the_official_page_first_and_a_date() -> None:
    (row,), _ = answered(json.dumps({"id": 1, "profile": {**SKILLED, "to": None}}))
    assert len(row["routes"]) > 40
    for route in row["routes"]:
        assert len(route["sources"]) >= 2, route["route"]
        assert all(set(source) == {"article", "title", "url", "checked_on"} for source in route["sources"])
        assert all(source["url"].startswith("http") and date.fromisoformat(source["checked_on"]) for source in route["sources"])


def test_null_for_an_offer_says_there_is_none_and_no_word_about_it_says_nothing() -> None:
    without = {key: value for key, value in SKILLED.items() if key != "offer"}
    (none, untold), _ = answered(json.dumps({"id": 1, "profile": {**without, "offer": None}}), json.dumps({"id": 2, "profile": without}))
    assert states(none)["de-skilled-worker"] == "nearly"
    assert states(untold)["de-skilled-worker"] == "unknown"


def test_a_line_that_is_not_of_the_contract_is_answered_with_an_error_and_the_rest_goes_on() -> None:
    wrong = [
        {"age": "old"},
        {"age": -1},
        {"age": True},
        {"education": "wizard"},
        {"languages": {"de": "B9"}},
        {"from": "Morocco"},
        {"offer": 3},
    ]
    lines = ["not json", "[1]", '{"id": 3}', "[" * 100_000, *(json.dumps({"id": 4, "profile": profile}) for profile in wrong)]
    rows, said = answered(*lines, json.dumps({"id": 5, "profile": SKILLED}))
    assert ["error" in row for row in rows] == [True] * len(lines) + [False]
    assert [row["id"] for row in rows[2:]] == [3, None, *[4] * len(wrong), 5]
    assert "age: must be a number of 0 or more, at most 120, or null" in said
    assert "education: 'wizard' is not one of none primary secondary vocational bachelor master doctorate" in said
    assert said.startswith("line 1: ")


def test_values_are_read_as_people_write_them() -> None:
    spelled = {**SKILLED, "from": "ma", "education": "Bachelor's degree", "recognised": "yes", "languages": {"DE": "b1"}, "age": "30"}
    (plain, other), _ = answered(json.dumps({"id": 1, "profile": SKILLED}), json.dumps({"id": 1, "profile": spelled}))
    assert plain == other


def test_a_route_whose_review_is_overdue_is_no_longer_called_open() -> None:
    (row,), _ = answered(json.dumps({"id": 1, "profile": SKILLED}), today=date(2030, 1, 1))
    assert "open" not in states(row).values()
