"""What people will say, and which answer each message must get. Pure; chance is an argument.

The n-th message of a conversation asks for the n-th pair of phrases, so that the words that arrive tell which message they
answer: nothing has to be looked up in the product that is measured.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge import phrases
from knowledge.article import Language

CHANNELS = ("whatsapp", "telegram", "whatsapp", "telegram", "web")  # two, two and one in five conversations
# Short, without placeholders, markup or buttons of their own; each answer has two parts. No two of them share a text.
PARTS = (
    ("feedback_thanks", "handoff_cancelled"),
    ("language_changed", "learn_yes"),
    ("form_cancelled", "delete_kept"),
    ("unsupported_message", "learn_no"),
    ("too_long", "ask_occupation"),
    ("edited_message", "ask_language"),
    ("empty_message", "dont_understand"),
    ("link_not_opened", "handoff_none"),
)
_ASKED = re.compile(r"message (\w+)")
_NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit")
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069\\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One message: the `number`-th of its conversation, with what happens to it on its way."""

    number: int
    repeats: int  # times the provider sends it again
    overtaken: bool  # the next message of the conversation is delivered before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    person: int
    channel: str
    messages: tuple[Planned, ...]

    def in_delivery_order(self) -> list[Planned]:
        order = list(self.messages)
        for place in range(len(order) - 1):
            if order[place].overtaken:
                order[place], order[place + 1] = order[place + 1], order[place]
        return order


def plan(messages: int, chance: random.Random, *, doubled: float = 0.3, overtaken: float = 0.1) -> list[Conversation]:
    """Conversations of at most eight messages each, that many messages in all."""
    conversations = []
    for person, first in enumerate(range(0, messages, len(PARTS))):
        count = min(len(PARTS), messages - first)
        planned = tuple(
            Planned(number=n, repeats=chance.randint(1, 2) if chance.random() < doubled else 0, overtaken=chance.random() < overtaken)
            for n in range(count)
        )
        conversations.append(Conversation(person=person, channel=CHANNELS[person % len(CHANNELS)], messages=planned))
    return conversations


def words(number: int) -> str:
    """What the n-th message says: ordinary words, in one language, that no rule of the product answers by itself."""
    return f"Bonjour, je vous envoie ici mon message {_NUMBERS[number]} pour cette conversation"


def asked(text: str) -> int:
    """Which message this is. Raises ValueError for other words."""
    found = _ASKED.search(text)
    if found is None:
        raise ValueError("not a message of the script")
    return _NUMBERS.index(found[1])


def part_of(text: str) -> tuple[int, int] | None:
    """Number and part that a delivered text answers; None for any other sentence, the kind fallback for one.

    >>> part_of(phrases.say("delete_kept", Language.FR))
    (2, 1)
    """
    return _texts().get(_plain(text))


def _texts() -> Mapping[str, tuple[int, int]]:
    if not _known:
        for language in Language:
            for number, keys in enumerate(PARTS):
                for part, key in enumerate(keys):
                    _known[_plain(phrases.say(key, language))] = (number, part)
    return _known


_known: dict[str, tuple[int, int]] = {}


def _plain(text: str) -> str:
    """Without direction marks and spacing, which each channel draws in its own way."""
    return _MARKS.sub(" ", text).strip()
