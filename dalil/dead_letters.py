"""`dalil dead-letters list` and `replay`: what could not be answered or delivered, and another try."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from connectors import dead_letters
from connectors.dead_letters import DeadLetter


def listed(*, as_json: bool) -> str:
    """Every one, without a word of it: a line each, or one JSON list."""
    found = dead_letters.find()
    if as_json:
        return json.dumps([asdict(letter) | {"conversation": str(letter.conversation), "at": letter.at.isoformat()} for letter in found])
    counts = Counter((letter.kind, letter.channel, letter.code or "-") for letter in found)
    lines = [f"{letter.kind:8} {letter.id:>10}  {letter.channel:9} {letter.code or '-':16} {letter.at:%Y-%m-%d %H:%M}" for letter in found]
    summed = [f"{count:6} x {kind}, {channel}, code {code}" for (kind, channel, code), count in counts.most_common()]
    return "\n".join([*lines, *([""] if lines else []), *summed, f"{len(found)} dead letters"])


def replayed(*, code: str | None, number: int | None) -> str:
    """Put back all, or those with a code, or the one with an id; one line about it."""
    count = dead_letters.replay([letter for letter in dead_letters.find() if _is_meant(letter, code, number)])
    return f"{count} put back; `dalil dead-letters list` shows what dies again."


def _is_meant(letter: DeadLetter, code: str | None, number: int | None) -> bool:
    return (code is None or letter.code == code) and (number is None or letter.id == number)
