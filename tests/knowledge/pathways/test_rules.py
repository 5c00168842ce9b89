"""Every route against the fact sheets: the cases stand beside the rules, and their numbers are written out, not read from the figures."""

from __future__ import annotations

import pytest

from knowledge.pathways.catalogue import PATHWAYS, base, pathways
from knowledge.pathways.contract import read_profile
from knowledge.pathways.judging import assess
from knowledge.pathways.occupations import named
from tests.knowledge.pathways.cases import Case, all_cases

ROUTES = {path.id: path for path in pathways()}


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.route}: {case.name}")
def test_a_route_is_what_the_fact_sheets_say(case: Case) -> None:
    found = assess(ROUTES[case.route], read_profile(case.profile, named), base().figures, case.today)
    assert found.state.value == case.state, [str(missing) for missing in found.missing]
    if case.missing is not None:
        assert [str(missing) for missing in found.missing] == case.missing


def test_every_route_has_tests_beside_it_and_there_are_at_least_400() -> None:
    assert {case.route for case in all_cases()} == ROUTES.keys() == {path.name.partition(".")[0] for path in PATHWAYS.glob("*.yaml")}
    assert len(all_cases()) >= 400
