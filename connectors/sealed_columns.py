"""Attributes of a row that lie sealed in one of its columns: read and set like any other, opened when they are looked at.

A column holds one JSON object under the key of the row's conversation. `row.text` opens it with `row.box()`, which asks the
conversation for its key once for as long as that object lives; rows read through `conversation.inbox` share it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, Protocol, cast

from django.db import models

from connectors import sealing
from connectors.sealing import Box


class SealedRow(Protocol):
    """What a model with sealed columns offers."""

    def box(self) -> Box: ...

    def place_of(self, column: str) -> bytes: ...


class SealedColumn(models.BinaryField):  # type: ignore[type-arg]
    """Bytes of `connectors.sealing`; empty means that nothing was said, or that it was erased."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": b"", "blank": True, **options})


def _opened(row: SealedRow, column: str) -> Mapping[str, Any]:
    sealed = bytes(getattr(row, column))
    if not sealed:
        return {}
    known = row.__dict__.get(f"_opened_{column}")
    if known is None or known[0] != sealed:
        known = row.__dict__[f"_opened_{column}"] = (sealed, row.box().open(row.place_of(column), sealed))
    return cast(Mapping[str, Any], known[1])


def _seal(row: SealedRow, column: str, name: str, value: object) -> None:
    before = _opened(row, column)
    if before.get(name) == value or (not value and name not in before):
        return
    said = {**before, name: value}
    sealed = row.box().seal(row.place_of(column), said, secrets.token_bytes(sealing.NONCE_BYTES))
    setattr(row, column, sealed)
    row.__dict__[f"_opened_{column}"] = (sealed, said)


def seal_all(row: SealedRow, column: str, said: Mapping[str, object]) -> None:
    """Replace all that a column holds, also when it could not be opened; values that say nothing are left out."""
    kept = {name: value for name, value in said.items() if value}
    sealed = row.box().seal(row.place_of(column), kept, secrets.token_bytes(sealing.NONCE_BYTES)) if kept else b""
    setattr(row, column, sealed)
    row.__dict__[f"_opened_{column}"] = (sealed, kept)


class _SealedItem(property):
    """A property, because Django's constructors accept those by keyword."""

    def __init__(self, column: str, empty: object) -> None:
        super().__init__(lambda row: _opened(row, column).get(self.name, empty), lambda row, value: _seal(row, column, self.name, value))

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name


def sealed_text(column: str) -> Any:
    return _SealedItem(column, "")


def sealed_number(column: str) -> Any:
    return _SealedItem(column, 0)


def sealed_flag(column: str) -> Any:
    return _SealedItem(column, False)


def sealed_json(column: str) -> Any:
    return _SealedItem(column, None)
