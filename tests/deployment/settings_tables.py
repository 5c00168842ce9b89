"""The settings tables of README.md, drawn from the settings classes. `python -m tests.deployment.settings_tables` writes them.

A table stands between `<!-- settings:NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic_core import PydanticUndefined
from pydantic_settings import BaseSettings

from dalil.home import set_up_django

set_up_django()  # the web chat's settings lie in a package that knows the models

from connectors.channels.web.settings import WebSettings  # noqa: E402
from connectors.settings import Settings  # noqa: E402
from staff.settings import StaffSettings  # noqa: E402
from tests.deployment.compose import ROOT  # noqa: E402

README = ROOT / "README.md"
TABLES: dict[str, type[BaseSettings]] = {"gateway": Settings, "web": WebSettings, "staff": StaffSettings}
HEAD = "| Variable | Default | What it is |\n|---|---|---|\n"


def table(settings: type[BaseSettings]) -> str:
    """Head and one row a field, in the order of the class."""
    prefix = settings.model_config.get("env_prefix", "")
    rows = []
    for name, field in settings.model_fields.items():
        rows.append(f"| `{prefix}{name.upper()}` |{_shown(field.default)}| {field.description} |")
    return HEAD + "\n".join(rows)


def _shown(default: object) -> str:
    """A default as one writes it into the environment."""
    if default is None or default in ("", PydanticUndefined):
        return " "
    return f" `{json.dumps(default) if isinstance(default, bool | list) else default}` "


def written(name: str, readme: str) -> str:
    """The table as README has it. Raises ValueError when the marks are missing."""
    found = re.search(rf"<!-- settings:{name} -->\n(.*?)\n<!-- end -->", readme, re.S)
    if found is None:
        raise ValueError(f"README.md has no settings:{name}")
    return found[1]


def dalil_variables() -> set[str]:
    """Every `DALIL_…` variable that code reads: the string literals of that form, in files that are not tests."""
    folders = [ROOT / name for name in ("dalil", "knowledge", "connectors", "staff", "bot/components", "docker")]
    files = [path for folder in folders for path in folder.rglob("*.py")] + list((ROOT / "bot").glob("*.py"))
    return {name for path in files for name in _literals(path)}


def _literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"DALIL_[A-Z_]+", node.value):
            yield node.value


def main() -> None:
    text = README.read_text("utf-8")
    for name, settings in TABLES.items():
        mark = f"<!-- settings:{name} -->\n"
        text = text.replace(f"{mark}{written(name, text)}\n", f"{mark}{table(settings)}\n")
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
