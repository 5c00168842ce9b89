"""The language of a conversation: what is known before a message is read, and what one message changes. Pure."""

from __future__ import annotations

from connectors.turn import TurnState
from knowledge.article import Language, Variety
from knowledge.language.context import Context
from knowledge.language.identify import Identified

SWITCH_FROM = 0.8  # a confident change of language switches the conversation; an explicit choice never does
UNKNOWN_FROM = 0.8  # this sure that a message is in none of our languages, we say which ones we have


def known_before(state: TurnState, hint: str | None) -> Context:
    """What is known of the person already; a language that is none of ours says nothing about the next message."""
    before = Variety(state.variety) if state.variety in set(Variety) - {Variety.OTHER} else None
    return Context(variety=before, origin=state.corridor.origin, device=_device(hint))


def language_of(read: Identified | None, state: TurnState, hint: str | None) -> Language:
    """Sticky: an explicit choice stands, a confident message switches, then what was, the app's hint, Arabic.

    A person who writes in none of our languages is answered in English until they choose.
    """
    spoken = read.language if read else None
    if state.language and (state.language_chosen or read is None or spoken is None or read.confidence < SWITCH_FROM):
        return state.language
    return spoken or _device(hint) or (Language.EN if read else Language.AR)


def is_foreign(read: Identified | None, state: TurnState) -> bool:
    """Told once: whoever goes on in their language is searched for like anyone else, for the encoder reads many."""
    sure = read is not None and read.variety is Variety.OTHER and read.confidence >= UNKNOWN_FROM
    return sure and state.variety != Variety.OTHER


def _device(hint: str | None) -> Language | None:
    code = (hint or "")[:2].lower()
    return Language(code) if code in set(Language) else None
