"""docs/architecture.md says what import-linter checks and which modules there are."""

from __future__ import annotations

import re
import tomllib

from dalil.paths import rules_table
from tests.deployment.compose import ROOT
from tests.deployment.generated import ARCHITECTURE, PATHWAYS, contract, modules, written

TEXT = ARCHITECTURE.read_text("utf-8")


def test_the_import_contract_is_quoted_word_for_word() -> None:
    assert written("contract", TEXT) == contract()


def test_the_quotation_says_what_import_linter_reads() -> None:
    quoted = tomllib.loads(contract().removeprefix("```toml").removesuffix("```"))
    assert quoted["tool"]["importlinter"]["contracts"] == _linter()["contracts"]
    assert len(_linter()["contracts"]) >= 2


def _linter() -> dict[str, list[object]]:
    found: dict[str, list[object]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    return found


def test_every_module_stands_there_with_what_its_docstring_says() -> None:
    """After a change: `python -m tests.deployment.generated`."""
    assert written("modules", TEXT) == modules()
    assert [line for line in modules().splitlines() if line.endswith(": ")] == []


def test_the_table_of_rules_is_the_rules() -> None:
    """After a change of a route or a figure: `python -m tests.deployment.generated`."""
    assert written("pathways", PATHWAYS.read_text("utf-8")) == rules_table()


def test_every_module_that_the_text_names_exists() -> None:
    named = re.findall(r"`((?:dalil|staff|connectors|knowledge|bot)/[a-z_/]+\.py)`", TEXT)
    assert named and [name for name in named if not (ROOT / name).exists()] == []
