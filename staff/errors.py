"""Errors of this room; each type tells the caller what to do.

StaffError
├── BadAccount           refuse: the name, password or address cannot be used; says why
│   └── AccountExists    refuse: choose another name, or change that account's password
├── CannotSettle         show the page again: what was chosen for a group of questions cannot be done; says why
└── Overtaken            show the conversation again: it went on since the page was opened
"""

from __future__ import annotations

from collections.abc import Sequence


class StaffError(Exception):
    """Root of the tree."""


class BadAccount(StaffError):
    """An account that cannot be made as asked; `reasons` are sentences in the active language."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


class AccountExists(BadAccount):
    """Somebody already signs in with this name."""


class Overtaken(StaffError):
    """The conversation changed hands or went on, so that the step no longer fits."""


class CannotSettle(StaffError):
    """The step does not fit the article that was chosen; the message is a sentence in the active language."""
