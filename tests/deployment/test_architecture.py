"""docs/architecture.md says what import-linter checks and which modules there are."""

from __future__ import annotations

import re
import tomllib

from tests.deployment.compose import ROOT

PAGE = ROOT / "docs" / "architecture.md"
ROOMS = ("dalil", "staff", "connectors", "knowledge", "bot")
# Named as a whole: their modules are of no use one by one.
AS_ONE = ("knowledge/encoder/making/",)


def _contracts() -> list[dict[str, object]]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    found: list[dict[str, object]] = linter["contracts"]
    return found


def test_the_import_contract_is_quoted_word_for_word() -> None:
    quoted = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.S)
    assert [contract for block in quoted for contract in tomllib.loads(block)["contracts"]] == _contracts()


def test_every_module_of_every_room_is_named() -> None:
    text = PAGE.read_text("utf-8")
    named = set(re.findall(r"`([a-z_/]+\.py)`", text)) | set(re.findall(r"`([a-z_/]+/)`", text))
    missing = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            unspoken = any(part in name for part in (".venv/", "migrations/", "/tests/", "__init__.py", "__main__.py", "/apps.py"))
            if not unspoken and not name.startswith(AS_ONE) and name not in named:
                missing.append(name)
    assert missing == []
    assert set(AS_ONE) <= named


def test_every_module_that_is_named_exists() -> None:
    named = re.findall(r"`((?:dalil|staff|connectors|knowledge|bot)/[a-z_/]+\.py)`", PAGE.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []
