"""Typed access to a YAML mapping of a content file; every refusal names the file, the field and the reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from knowledge.errors import BadContent

DEEPEST = 10
_Closed = TypeVar("_Closed", bound=StrEnum)


def mapping(file: str, text: str, first_line: int = 0) -> dict[str, Any]:
    """Read YAML whose first line is line `first_line` + 1 of the file. Raises BadContent."""
    try:
        _refuse_deep(file, text)
        data = yaml.load(text, yaml.CSafeLoader)  # safe, and ten times as fast as the one in Python
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 + first_line if exc.problem_mark else None
        raise BadContent(file, line, exc.problem or "not readable as YAML") from exc
    except (yaml.YAMLError, ValueError, RecursionError) as exc:
        raise BadContent(file, None, f"not readable as YAML: {exc}") from exc
    if not isinstance(data, dict):
        raise BadContent(file, None, "must be a mapping of fields")
    return data


def _refuse_deep(file: str, text: str) -> None:
    """The C loader follows nesting without end, into a crash of the process; no content of ours is ten levels deep."""
    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise BadContent(file, event.start_mark.line + 1 if event.start_mark else None, f"nested deeper than {DEEPEST} levels")


class Fields:
    """The fields of one mapping. A value is only quoted when it is text: YAML aliases can make others enormous."""

    def __init__(self, file: str, data: Mapping[str, Any]) -> None:
        self.file, self._data = file, data

    def wrong(self, name: str, reason: str) -> BadContent:
        return BadContent(self.file, None, f"{name}: {reason}")

    def names(self) -> frozenset[str]:
        """The fields that are there."""
        return frozenset(str(name) for name in self._data)

    def get(self, name: str, *kinds: type[Any], default: Any = None) -> Any:
        """The value, of one of the kinds; true and false are no numbers, a moment is no day."""
        value = self._data.get(name, default)
        odd = (isinstance(value, bool) and bool not in kinds) or isinstance(value, datetime)
        if odd or not isinstance(value, kinds):
            raise self.wrong(name, "is missing" if value is None else f"must be {' or '.join(kind.__name__ for kind in kinds)}")
        return value

    def text(self, name: str) -> str:
        value: str = self.get(name, str).strip()
        if not value:
            raise self.wrong(name, "is empty")
        return value

    def one_line(self, name: str) -> str:
        return " ".join(self.text(name).split())

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each on one line; numbers count as texts, empty ones are left out."""
        values = self.get(name, list, default=[])
        if not all(isinstance(value, str | int | float) for value in values):
            raise self.wrong(name, "must be a list of texts")
        return tuple(text for value in values if (text := " ".join(str(value).split())))

    def address(self, name: str) -> str:
        url = self.text(name)
        if not url.startswith(("https://", "http://")):
            raise self.wrong(name, "must start with https://")
        return url

    def number(self, name: str) -> Decimal:
        try:
            value = Decimal(str(self.get(name, int, float, str)))
        except InvalidOperation as exc:
            raise self.wrong(name, "is not a number") from exc
        if not value.is_finite():
            raise self.wrong(name, "is not a number")
        return value

    def day(self, name: str) -> date:
        day: date = self.get(name, date)
        return day

    def member(self, name: str, closed_set: type[_Closed]) -> _Closed:
        return self._known(name, self.text(name), closed_set)

    def members(self, name: str, closed_set: type[_Closed]) -> frozenset[_Closed]:
        return frozenset(self._known(name, value, closed_set) for value in self.get(name, list, default=[]))

    def rows(self, name: str) -> list[Fields]:
        rows = self.get(name, list, default=[])
        if not all(isinstance(row, dict) for row in rows):
            raise self.wrong(name, "every entry must be a mapping")
        return [Fields(f"{self.file} {name}[{n}]", row) for n, row in enumerate(rows, 1)]

    def _known(self, name: str, value: Any, closed_set: type[_Closed]) -> _Closed:
        # YAML 1.1 reads a bare `NO` as false; none of our codes is one, but say it clearly.
        if not isinstance(value, str) or value not in {member.value for member in closed_set}:
            shown = f"'{value}'" if isinstance(value, str | bool | int) else "this"
            raise self.wrong(name, f"{shown} is not one of {' '.join(member.value for member in closed_set)}")
        return closed_set(value)
