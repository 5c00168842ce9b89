"""A conversation with scripted collaborators: what the engine says and what search decides are given by the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import anyio

from connectors.conversation import respond
from connectors.current_turn import Base, Steps
from connectors.engine import Act, LookUp
from connectors.errors import EngineUnavailable
from connectors.turn import Outcome, Suspicion, Triaged, TurnState
from knowledge.article import Article, Corridor, Country, Language, Topic, Variety
from knowledge.glossary import Term
from knowledge.helpline import Area, Helpline, HelplineTopic
from knowledge.language.context import Context
from knowledge.language.identify import Identified
from knowledge.retrieval.following import Before
from knowledge.retrieval.ranking import Decision, Hit, Verdict
from knowledge.unclear import is_unclear
from tests.connectors.speaking import say
from tests.knowledge.samples import TODAY, WAGE, article

ARTICLES = [
    *(article("de-wage", language) for language in (Language.AR, Language.FR, Language.EN)),
    article("fr-wage", destination=frozenset({Country.FR}), related=("de-wage",)),
    article("de-visa", topic=Topic.WORK_VISA),
]
POLICE = Helpline(country=Area.DE, topics=(HelplineTopic.POLICE,), name="Police", phone_local="110")
EN = Identified(variety=Variety.EN, language=Language.EN, confidence=0.95)
ARABIZI = Identified(variety=Variety.ARY_LATN, language=Language.AR, confidence=0.95)


def decided(verdict: Verdict, *ids: str, confidence: float = 0.7) -> Decision:
    hits = tuple(Hit(article=id, score=1.0, probability=1 / len(ids), evidence=()) for id in ids)
    return Decision(verdict=verdict, confidence=confidence, hits=hits)


ANSWER = decided(Verdict.ANSWER, "de-wage", "fr-wage")
TIE = decided(Verdict.CLARIFY, "de-wage", "fr-wage", confidence=0.4)
NOTHING = decided(Verdict.ABSTAIN, confidence=0.1)


@dataclass
class Talk:
    """One person and the assistant. `acts` is what the engine says, None while it is down."""

    acts: Sequence[Act] | None = (LookUp(),)
    decision: Decision = ANSWER
    decisions: list[Decision] = field(default_factory=list)  # of the next searches, before `decision`
    terms: Sequence[Term] = ()
    read: Identified | None = EN
    alarm: Triaged | None = None
    named: Corridor = field(default_factory=Corridor)
    articles: Sequence[Article] = tuple(ARTICLES)
    state: TurnState = field(default_factory=TurnState)
    searched: list[tuple[str, str, Corridor, Corridor, Before | None]] = field(default_factory=list)
    suspicion: Suspicion | Exception | None = None  # an exception is raised
    engine_heard: list[dict[str, str]] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)

    def says(self, text: str, **about: Any) -> Outcome:
        """One turn; what it makes the conversation remember is kept for the next."""

        async def turn() -> Outcome:
            return await respond(text, self.state, self._steps(), turn_id="1", sender="s", **about)

        outcome = anyio.run(turn)
        self.state = outcome.state
        return outcome

    def _identify(self, text: str, context: Context) -> Identified | None:
        self.contexts.append(context)
        return self.read

    def _suspects(self, text: str, variety: str) -> Suspicion | None:
        if isinstance(self.suspicion, Exception):
            raise self.suspicion
        return self.suspicion

    def _steps(self) -> Steps:
        async def engine(text: str, **about: str) -> Sequence[Act]:
            self.engine_heard.append({"text": text, **about})
            if self.acts is None:
                raise EngineUnavailable
            return self.acts

        def search(*asked: Any) -> Decision:
            self.searched.append(asked)
            return self.decisions.pop(0) if self.decisions else self.decision

        by_id: dict[str, dict[Language, Article]] = {}
        for found in self.articles:
            by_id.setdefault(found.id, {})[found.language] = found
        return Steps(
            identify=self._identify,
            triage=lambda text: self.alarm,
            suspects=self._suspects,
            topics=lambda alarm: ("police",),
            lines=lambda topics, country: [POLICE] if country is Country.DE else [],
            countries=lambda text: self.named,
            engine=engine,
            search=search,
            base=lambda: Base(articles=by_id, figures={"de_wage": WAGE}),
            say=say,
            today=lambda: TODAY,
            terms=lambda text: self.terms,
            unclear=is_unclear,
        )


def keys(outcome: Outcome) -> list[str]:
    """The phrases an outcome says, by key; an answer by its text."""
    return [reply.text.partition("[")[0] for reply in outcome.replies]


def payloads_of(outcome: Outcome) -> list[str]:
    return [button.payload for reply in outcome.replies for button in reply.buttons]
