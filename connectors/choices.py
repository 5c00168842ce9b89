"""Choosing by number when a channel could not show every option as a button. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from connectors.message import Button

REFERENCE_LIMIT = 64  # bytes; Telegram's callback_data
_ABOUT_ITS_REPLY = frozenset({"/read_aloud"})  # payloads that mean nothing without the reply they stand under

_REFERENCE = re.compile(r"~(\d{1,18}):(\d{1,3})")
_NUMBER = re.compile(r"[\s(#]*(\d{1,3})[\s.)،。:]*")


def options(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """The buttons that come back to us; the others open a page."""
    return tuple(button for button in buttons if not button.url)


def numbered(buttons: Sequence[Button]) -> str:
    """
    >>> print(numbered([Button(label="Germany", payload="/a"), Button(label="Italy", payload="/b")]))
    1. Germany
    2. Italy
    """
    return "\n".join(f"{number}. {button.label}" for number, button in enumerate(options(buttons), start=1))


def pick(buttons: Sequence[Button], text: str) -> str | None:
    """The payload a bare number stands for, in the digits of any script; None when the text is anything else.

    >>> pick([Button(label="Germany", payload="/a"), Button(label="Italy", payload="/b")], " ٢. ")
    '/b'
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    number = int("".join(str(unicodedata.digit(digit)) for digit in match[1]))
    shown = options(buttons)
    return shown[number - 1].payload if 1 <= number <= len(shown) else None


def references(buttons: Sequence[Button], reply: int) -> dict[int, str]:
    """What each button that comes back carries, by its index: its payload, or where to find it.

    The latter when the payload is over 64 bytes, is about the reply itself, or the same as an earlier button's: WhatsApp refuses
    equal ids.
    """
    carried: dict[int, str] = {}
    for index, button in enumerate(buttons):
        fits = len(button.payload.encode()) <= REFERENCE_LIMIT and button.payload not in {*carried.values(), *_ABOUT_ITS_REPLY}
        if not button.url:
            carried[index] = button.payload if fits else f"~{reply}:{index}"
    return carried


def read_reference(text: str) -> tuple[int, int] | None:
    """The reply and the index of its button, from `references`."""
    match = _REFERENCE.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None
