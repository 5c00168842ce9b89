"""The boundary tests that stand beside the rules (`<route>.tests.yaml`), each as a profile, a day and what must come out."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

from knowledge.pathways.catalogue import CASES, PATHWAYS

TODAY = date(2026, 11, 22)
_CORRIDOR = (("from", "tell:from"), ("to", "tell:to"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    route: str
    name: str
    profile: dict[str, Any]
    state: str
    missing: list[str] | None  # None: only the state is stated
    today: date = TODAY


def all_cases() -> list[Case]:
    return [
        case
        for path in sorted(PATHWAYS.glob(f"*{CASES}"))
        for case in _cases(path.name.removesuffix(CASES), yaml.safe_load(path.read_text("utf-8")))
    ]


def _cases(route: str, data: dict[str, Any]) -> Iterator[Case]:
    base = data["base"]
    for changes, state, missing in data["cases"]:
        yield Case(route=route, name=f"{changes or 'base'}", profile=changed(base, changes), state=state, missing=missing)
    for origin, state in data["origins"].items():
        yield Case(route=route, name=f"from {origin}", profile=changed(base, {"from": origin}), state=state, missing=None)
    for field, missing in data.get("blank", {}).items():
        yield Case(route=route, name=f"without {field}", profile=changed(base, {field: None}), state="unknown", missing=missing)
    for field, code in _CORRIDOR:
        profile = changed(base, {field: None})
        yield Case(route=route, name=f"without {field}", profile=profile, state="unknown", missing=[code, *_rest(data, field)])
    if day := data.get("overdue"):
        yield Case(route=route, name="overdue", profile=base, state="unknown", missing=[*data["cases"][0][2], "ask:review"], today=day)
        yield Case(
            route=route, name="last day", profile=base, state=data["cases"][0][1], missing=data["cases"][0][2], today=day - timedelta(1)
        )


def _rest(data: dict[str, Any], field: str) -> list[str]:
    """What the first case misses anyway; a route that is closed by its origin says what else it needs."""
    first = data["cases"][0]
    return [] if first[1] == "closed" else first[2]


def changed(profile: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A copy with changes; `languages.de` and `offer.occupation` reach inside."""
    found = copy.deepcopy(profile)
    for path, value in changes.items():
        *outer, name = path.split(".")
        inner = found
        for step in outer:
            inner = inner.setdefault(step, {})
        inner[name] = value
    return found
