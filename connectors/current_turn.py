"""A message as it is understood so far, and the collaborators of its turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from connectors.composing import Composer
from connectors.engine import Act
from connectors.message import Reply
from connectors.opening import DeskNow
from connectors.phrasing import Say as SayPhrase
from connectors.protecting import Lines
from connectors.turn import Outcome, Suspicion, Triaged, TurnAct, TurnState
from knowledge.article import Article, Corridor, Figure, Language
from knowledge.glossary import Asked, Term
from knowledge.language.context import Context
from knowledge.language.identify import Identified
from knowledge.offers import Checked
from knowledge.retrieval.following import Before
from knowledge.retrieval.ranking import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What is published now: articles by id and language, and the figures in them."""

    articles: Mapping[str, Mapping[Language, Article]]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The collaborators of a turn. Only `engine` waits for the network."""

    identify: Callable[[str, Context], Identified | None]
    triage: Callable[[str], Triaged | None]
    topics: Callable[[Triaged], Sequence[str]]
    lines: Lines
    countries: Callable[[str], Corridor]
    engine: Callable[..., Awaitable[list[Act]]]
    search: Callable[[str, str, Corridor, Corridor, Before | None], Decision]
    base: Callable[[], Base]
    say: SayPhrase
    today: Callable[[], date]
    article_for: Callable[[Triaged], str | None] = lambda _: None  # what to do about a kind of alarm
    asked: Callable[[str], Asked | None] = lambda _: None  # the term whose meaning a message asks for
    terms: Callable[[str], Sequence[Term]] = lambda _: ()  # the terms of law in a text of ours
    unclear: Callable[[str], bool] = lambda _: False  # whether a message only says that it did not understand
    suspects: Callable[[str, str], Suspicion | None] = lambda _text, _variety: None  # a second opinion where triage heard nothing
    check_offer: Callable[[str], Checked] = lambda _: Checked(findings=())  # what worries in an offer of work
    desk: Callable[[], DeskNow | None] = lambda: None  # when somebody of the team is there; None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentTurn:
    """A message as it is understood so far."""

    text: str
    state: TurnState
    language: Language
    variety: str
    named: Corridor
    do: Steps
    asked: Asked | None = None
    id: str = ""
    caring: bool = False  # soon after a call for help
    awaited_offer: bool = False  # the person was asked for the text of an offer
    foreign: bool = False  # surely in none of our languages, and not told so yet
    degraded: bool = False

    @property
    def arabizi(self) -> bool:
        return self.variety.endswith("-Latn")

    def composer(self, language: Language | None = None) -> Composer:
        return Composer(language or self.language, self.do.say, self.do.base().figures, self.do.today())

    def end(self, act: TurnAct, *replies: Reply, **changes: Any) -> Outcome:
        """The outcome, with the state changed as said; `state` fields and outcome fields share one namespace."""
        of_state = {name: changes.pop(name) for name in tuple(changes) if name in TurnState.__slots__}
        state = replace(self.state, **of_state)
        language = changes.pop("language_now", self.language)
        return Outcome(act=act, replies=replies, state=state, language=language, variety=self.variety, degraded=self.degraded, **changes)
