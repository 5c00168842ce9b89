"""Asking as a person would, on the staff site: the product's own conversation, in this process, with nothing sent or kept.

The dialogue engine is not asked, so that no trial stays in its memory: a message is treated as a question, as on the day
the engine is away. Encoder and index are loaded with the first question and then kept, up to date.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

import httpx

from connectors.conversation import respond
from connectors.current_turn import Steps
from connectors.engine import Act
from connectors.errors import EngineUnavailable
from connectors.steps import build_steps, load_encoder
from connectors.turn import Outcome, TurnState
from knowledge.article import Corridor, Language, Variety
from knowledge.encoder import Encoder, EncoderUnavailable
from knowledge.encoder.remembering import RememberingEncoder
from knowledge.entities import reader
from knowledge.errors import IndexEmpty
from knowledge.language.context import Context
from knowledge.language.identify import identify
from knowledge.language.shorthand import spelled_out
from knowledge.retrieval.entries import encoder_text
from knowledge.retrieval.ranking import shipped_weights
from knowledge.search import Searcher


@cache
def encoder() -> Encoder | None:
    """The product's encoder, which remembers what it was asked; None when it cannot be had."""
    found = load_encoder()
    return RememberingEncoder(found) if found else None


@cache
def _searcher() -> Searcher:
    return Searcher(encoder(), reader(), shipped_weights())


def searcher() -> Searcher:
    """What is published now. An empty base is searched too, and finds nothing."""
    held = _searcher()
    with suppress(IndexEmpty):
        held.refresh()
    return held


def steps(held: Searcher) -> Steps:
    """A turn's collaborators around one searcher, the engine left out."""
    return replace(build_steps(held, _client()), engine=_no_engine)


@cache
def _client() -> httpx.AsyncClient:
    """`build_steps` wants one; it is never used."""
    return httpx.AsyncClient()


async def _no_engine(text: str, **_: Any) -> list[Act]:
    raise EngineUnavailable


def ask(text: str, do: Steps, known: Corridor, language: Language | None = None) -> Outcome:
    """One message of a person of whom only the countries are known, and the language if they chose one."""
    state = TurnState(corridor=known, language=language, language_chosen=language is not None)
    return asyncio.run(respond(text, state, do, turn_id="try", sender="try"))


def ask_all(questions: Iterable[tuple[str, Corridor]], do: Steps) -> list[Outcome]:
    """Each as a conversation of its own, in order."""

    async def one_by_one() -> list[Outcome]:
        return [await respond(text, TurnState(corridor=known), do, turn_id="try", sender="try") for text, known in questions]

    return asyncio.run(one_by_one())


def embed(texts: Iterable[str]) -> None:
    """Have the vectors of some messages ready: many at once cost a fraction of one by one."""
    held, wanted = encoder(), [given for text in texts for given in _given(text)]
    if held and wanted:
        with suppress(EncoderUnavailable):
            held.encode(wanted)


def _given(text: str) -> set[str]:
    """What the encoder will be given for a message: for triage as it stands, for search with its shorthand spelled out."""
    read = identify(text, Context())
    variety = read.variety.value if read else Variety.AR.value
    searched = spelled_out(text) if variety == Variety.FR else text
    return {encoder_text(text, variety), encoder_text(searched, variety)}
