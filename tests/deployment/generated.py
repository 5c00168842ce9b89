"""The parts of README.md, docs/architecture.md and docs/pathways.md that code and data know. `python -m tests.deployment.generated` writes them.

A part stands between `<!-- NAME -->` and `<!-- end -->`: settings tables, the import contract, the modules of each room, the rules of the routes.
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
from connectors.vault import VaultSettings  # noqa: E402
from dalil.paths import rules_table  # noqa: E402
from staff.settings import StaffSettings  # noqa: E402
from tests.deployment.compose import ROOT  # noqa: E402

README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
PATHWAYS = ROOT / "docs" / "pathways.md"
TABLES: dict[str, type[BaseSettings]] = {"gateway": Settings, "web": WebSettings, "staff": StaffSettings, "vault": VaultSettings}
ROOMS = {
    "knowledge": "(what Dalil knows and how it finds it)",
    "connectors": "(the public edge)",
    "staff": "(the site of the people behind it)",
    "dalil": "(the command line and the root)",
    "bot": "(the dialogue engine, an environment of its own)",
}
_UNSPOKEN = {"__init__", "__main__", "apps"}
_SKIPPED = {".venv", "__pycache__", "migrations", "tests", "making", "node_modules"}
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


def contract() -> str:
    """The import contract of pyproject.toml, word for word, as a code block."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    blocks = re.findall(r"^\[\[tool\.importlinter\.contracts\]\]\n(?:(?!\[).*\n?)*", text, re.M)
    return "```toml\n" + "\n".join(block.strip() + "\n" for block in blocks) + "```"


def modules() -> str:
    """Every module of every room with the first sentence of its docstring."""
    return "\n\n".join(f"### `{room}/` {what}\n\n{_room(room)}" for room, what in ROOMS.items())


def _room(room: str) -> str:
    listed = {folder: [path for path in sorted(folder.glob("*.py")) if path.stem not in _UNSPOKEN] for folder in _folders(ROOT / room)}
    parts = []
    for folder, files in listed.items():
        head = [] if folder == ROOT / room else [f"**{folder.relative_to(ROOT / room).as_posix()}**", ""]
        lines = [f"- `{path.relative_to(ROOT).as_posix()}`: {_said(path)}" for path in files]
        parts += ["\n".join(head + lines)] if lines else []
    return "\n\n".join(parts)


def _folders(folder: Path) -> Iterator[Path]:
    yield folder
    for inner in sorted(folder.iterdir()):
        if inner.is_dir() and inner.name not in _SKIPPED:
            yield from _folders(inner)


def _said(path: Path) -> str:
    """The first paragraph of the docstring, as one line."""
    first = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n\n")[0]
    return " ".join(first.split())


def parts() -> dict[Path, dict[str, str]]:
    """What stands in which page, by the name of its mark."""
    settings = {f"settings:{name}": table(found) for name, found in TABLES.items()}
    return {README: settings, ARCHITECTURE: {"contract": contract(), "modules": modules()}, PATHWAYS: {"pathways": rules_table()}}


def written(name: str, page: str) -> str:
    """The part as the page has it. Raises ValueError when the marks are missing."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- end -->", page, re.S)
    if found is None:
        raise ValueError(f"no mark {name}")
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
    for page, known in parts().items():
        text = page.read_text("utf-8")
        for name, part in known.items():
            mark = f"<!-- {name} -->\n"
            text = text.replace(f"{mark}{written(name, text)}\n", f"{mark}{part}\n")
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
