"""One rule for what any channel brings in: cleaned, cut to a bound, commands recognised. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from connectors import commands, payloads
from connectors.message import Incoming, Kind
from knowledge import panic

_HINT = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


def settle(message: Incoming, *, text_limit: int) -> Incoming:
    """The message as it is stored: PostgreSQL accepts its text, and its kind says how to answer it."""
    text = clean(message.text)
    kind = message.kind
    if kind is Kind.TEXT:
        kind, text = _read(text)
    if len(text) > text_limit:
        kind, text = Kind.TOO_LONG, text[:text_limit]
    hint = message.language_hint
    return replace(message, text=text, kind=kind, language_hint=hint if hint and _HINT.fullmatch(hint) else None)


def clean(text: str) -> str:
    """Without control characters and lone surrogates, which no database stores and nobody sees.

    >>> clean("a\\x00b\\r\\nc\\ud800 ")
    'ab\\nc'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def _read(text: str) -> tuple[Kind, str]:
    if not text:
        return Kind.EMPTY, ""
    if command := commands.payload(text):
        return Kind.COMMAND, command
    if language := panic.said(text):
        return Kind.COMMAND, payloads.write(payloads.WIPE, language=language.value)
    words = commands.as_words(text)
    return (Kind.TEXT, words) if words.strip() else (Kind.EMPTY, "")
