"""What README and docs promise exists: settings, commands, make targets, files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deployment.commands import dalil_commands, is_dalil_command, make_targets
from tests.deployment.compose import ROOT
from tests.deployment.generated import README, TABLES, dalil_variables, table, written

PAGES = sorted([README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
# Commands stand in blocks of shell or in backticks.
_CODE = re.compile(r"```(?:sh|console|bash)?\n(.*?)```|`([^`\n]+)`", re.S)
_PICTURE_LATER = {"docs/pictures/chat-arabic.png"}


def _words(page: Path) -> str:
    """The page without the lines that are copied from docstrings."""
    return re.sub(r"<!-- modules -->.*?<!-- end -->", "", page.read_text("utf-8"), flags=re.S)


def _commands(page: Path) -> Iterator[str]:
    for block, span in _CODE.findall(_words(page)):
        for line in (block or span).splitlines():
            yield line.strip().removeprefix("$ ")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_settings_table_is_the_settings_class(name: str) -> None:
    assert written(f"settings:{name}", README.read_text("utf-8")) == table(TABLES[name])


def test_the_table_of_shared_variables_names_those_the_code_reads() -> None:
    rows = re.findall(r"^\| `(DALIL_[A-Z_]+)` \|", README.read_text("utf-8"), re.M)
    assert len(rows) == len(set(rows))
    assert set(rows) == dalil_variables()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_dalil_command_that_a_page_names_exists(page: Path) -> None:
    known = dalil_commands()
    named = [line for line in _commands(page) if re.match(r"(\.venv/bin/)?dalil [a-z]", line)]
    assert [line for line in named if not is_dalil_command(re.sub(r"^\S*dalil ", "", line), known)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    named = {target for line in _commands(page) for target in re.findall(r"^make ([a-z]+)", line)}
    assert named - make_targets() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_a_page_links_exists(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?://|#|mailto:|tel:|article:)([^)#\s]+)", _CODE.sub("", _words(page)))
    missing = {target for target in targets if not (page.parent / target).exists()}
    assert missing - _PICTURE_LATER == set()


def test_readme_names_the_commands_a_newcomer_needs() -> None:
    text = README.read_text("utf-8")
    assert all(words in text for words in ("make run", "make test", "dalil ask", "dalil staff create"))
