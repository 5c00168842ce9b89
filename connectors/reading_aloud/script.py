"""What is read of a reply: its words and its numbers to call, not its sources or buttons. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from connectors import payloads
from connectors.message import Button, Reply
from connectors.phrasing import Say
from knowledge.aloud import spoken
from knowledge.article import Language

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Where replies can be read aloud, and how much of one."""

    channels: frozenset[str]
    longest: int  # characters of what is said; about 15 of them a second

    def script(self, reply: Reply, say: Say) -> str:
        """The words of the voice message, ready for an engine."""
        language = Language(reply.language)
        numbers = "\n".join(f"{card.name}: {card.phone}" for card in reply.helplines if card.phone)
        said = spoken("\n".join(part for part in (reply.text, numbers) if part), language)
        return shortened(said, self.longest, say("listen_rest", language))

    def offered(self, reply: Reply, say: Say) -> Reply:
        """An answer with the button that reads it; other replies as they are."""
        if not reply.citations:
            return reply
        button = Button(label=say("button_listen", Language(reply.language)), payload=payloads.write(payloads.READ_ALOUD))
        return replace(reply, buttons=(*reply.buttons, button))


def shortened(said: str, longest: int, rest: str) -> str:
    """Whole sentences up to the limit, and then where the rest is.

    >>> shortened("One. Two three. Four.", 12, "More in the text.")
    'One. More in the text.'
    """
    if len(said) <= longest:
        return said
    kept = ""
    for sentence in _SENTENCE_END.split(said):
        if len(kept) + len(sentence) + 1 > longest:
            break
        kept = f"{kept} {sentence}".strip()
    return f"{kept or said[:longest].rpartition(' ')[0]} {rest}"
