"""Reading the files of the deployment."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / "docker" / "env.example"


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return loaded


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def asked_variables() -> set[str]:
    """Names that Compose fills in: `${NAME}`, `${NAME:-default}`, `${NAME:?reason}`."""
    return set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text("utf-8")))


def documented_variables() -> dict[str, str]:
    """Name and example value, of the lines that are not comments."""
    lines = [line for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def filled(value: str) -> str:
    """As Compose fills it with docker/env.example."""
    known = documented_variables()
    return re.sub(r"\$\{([A-Z_]+)[^}]*\}", lambda match: known[match[1]], value)
