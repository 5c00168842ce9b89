"""What the command line and the Makefile know, for tests that compare files with them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from typer import Typer

from dalil.cli import app
from tests.deployment.compose import ROOT


def dalil_commands() -> set[str]:
    """Every command as one types it: `run`, `staff create`, …"""
    return set(_commands(app, ""))


def _commands(typer_app: Typer, prefix: str) -> list[str]:
    own = [f"{prefix}{command.name or command.callback.__name__}" for command in typer_app.registered_commands if command.callback]
    groups = [(group.name or "", group.typer_instance) for group in typer_app.registered_groups]
    return own + [name for group, inner in groups if inner for name in _commands(inner, f"{prefix}{group} ")]


def is_dalil_command(words: str, known: set[str]) -> bool:
    """Whether the words after `dalil` begin with a command."""
    return any(words == command or words.startswith(f"{command} ") for command in known)


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def environment(service: Mapping[str, object]) -> dict[str, str]:
    found = service.get("environment") or {}
    assert isinstance(found, dict)
    return found
