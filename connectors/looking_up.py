"""From a message to an article: search, then answer, ask back, or say honestly that there is no checked answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from connectors.composing import Composer
from connectors.current_turn import CurrentTurn
from connectors.engine import LookUp
from connectors.message import Button, Reply
from connectors.several import questions_in
from connectors.showing import in_language
from connectors.turn import Effect, Outcome, TurnAct
from knowledge.article import Article, Corridor, Language
from knowledge.language.context import Context
from knowledge.language.shorthand import spelled_out
from knowledge.retrieval.following import LEANS_FROM, LONGEST, Before, went_on
from knowledge.retrieval.ranking import Decision, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One question and what search decided about it."""

    question: str  # as it was understood
    corridor: Corridor  # known after it
    decision: Decision
    chosen: tuple[Article, ...]  # of the decision, as far as they are still published, in the person's language

    @property
    def verdict(self) -> Verdict:
        """Withdrawn since the index was built, an article answers nothing."""
        wanted = self.decision.hits[:1] if self.decision.verdict is Verdict.ANSWER else self.decision.hits
        return self.decision.verdict if len(self.chosen) == len(wanted) else Verdict.ABSTAIN


def look_up(turn: CurrentTurn, act: LookUp) -> Outcome:
    """Answer what a message asks, read with the turn before where it leans on it."""
    parts = questions_in(turn.text)
    return (len(parts) > 1 and _several(turn, parts)) or _reply(turn, _ask(turn, act, _before(turn, flagged=act.follow_up)))


def look_up_alone(turn: CurrentTurn, act: LookUp) -> Outcome:
    """The same for words that stand for themselves: a question asked again, or a call for help."""
    return _reply(turn, _ask(turn, act, None))


def _ask(turn: CurrentTurn, act: LookUp, before: Before | None) -> _Asked:
    named = _roles(act.corridor, turn.named)
    text = spelled_out(turn.text) if turn.variety == Language.FR else turn.text
    decision = turn.do.search(text, turn.variety, turn.state.corridor, named, before)
    leans = before is not None and decision.leans >= LEANS_FROM
    articles = turn.do.base().articles
    hits = decision.hits[:1] if decision.verdict is Verdict.ANSWER else decision.hits
    return _Asked(
        question=went_on(before.question, turn.text) if before and leans else turn.text[:LONGEST],
        corridor=named.over(turn.state.corridor),
        decision=decision,
        chosen=tuple(in_language(articles[hit.article], turn.language) for hit in hits if hit.article in articles),
    )


def _before(turn: CurrentTurn, *, flagged: bool) -> Before | None:
    """What the conversation was about until now; None at its start."""
    last = turn.state.last_question
    if not last:
        return None
    read = turn.do.identify(last.partition("\n")[0], Context(origin=turn.state.corridor.origin))
    return Before(question=last, variety=read.variety.value if read else turn.variety, article=turn.state.last_found, flagged=flagged)


def _remembering(turn: CurrentTurn, asked: _Asked) -> CurrentTurn:
    found = asked.decision.hits[0].article if asked.decision.hits else ""
    return replace(turn, state=replace(turn.state, corridor=asked.corridor, last_question=asked.question, last_found=found))


def _reply(turn: CurrentTurn, asked: _Asked) -> Outcome:
    heard, composer, sure = _remembering(turn, asked), turn.composer(), asked.decision.confidence
    match asked.verdict:
        case Verdict.ANSWER:
            return _answered(heard, asked, feedback=not turn.caring)
        case Verdict.CLARIFY:
            return heard.end(TurnAct.CLARIFY, _question(composer, asked.chosen, asked.corridor), confidence=sure)
        case Verdict.ABSTAIN:
            kept = (Effect.STORE_QUESTION,) if turn.state.may_learn else ()
            failed = turn.state.failed + 1
            return heard.end(TurnAct.ABSTAIN, composer.dont_know(again=failed > 1), confidence=sure, effects=kept, failed=failed)


def _answered(heard: CurrentTurn, asked: _Asked, *, feedback: bool) -> Outcome:
    article = asked.chosen[0]
    reply = heard.composer().answer(article, arabizi=heard.arabizi, feedback=feedback)
    return heard.end(TurnAct.ANSWER, reply, last_article=article.id, failed=0, confidence=asked.decision.confidence)


def _several(turn: CurrentTurn, parts: Sequence[str]) -> Outcome | None:
    """Each question answered on its own; None unless at least two are, from different articles: then it was one question."""
    asked: list[_Asked] = []
    heard = turn
    for part in parts:
        one = replace(heard, text=part, named=turn.do.countries(part))
        asked.append(_ask(one, LookUp(), _before(heard, flagged=heard is not turn)))
        heard = _remembering(heard, asked[-1])
    found = [one for one in asked if one.verdict is Verdict.ANSWER]
    if len({one.chosen[0].id for one in found}) < 2:
        return None
    return _one_after_the_other(turn, heard, asked, parts)


def _one_after_the_other(turn: CurrentTurn, heard: CurrentTurn, asked: Sequence[_Asked], parts: Sequence[str]) -> Outcome:
    composer, replies, shown = turn.composer(), list[Reply](), set[str]()
    for one, part in zip(asked, parts, strict=True):
        if one.verdict is not Verdict.ANSWER:
            replies.append(composer.phrase("part_unanswered", question=part))
        elif one.chosen[0].id not in shown:
            shown.add(one.chosen[0].id)
            last = one is asked[-1]  # one survey and one way to a person are enough
            reply = composer.answer(one.chosen[0], arabizi=turn.arabizi, feedback=last and not turn.caring)
            replies.append(reply if last else replace(reply, buttons=reply.buttons[:1]))
    if not any(_leads_to_person(button) for button in replies[-1].buttons):
        replies[-1] = replace(replies[-1], buttons=(*replies[-1].buttons, composer.label("button_person", "/handoff")))
    answered = [one for one in asked if one.verdict is Verdict.ANSWER]
    sure = min(one.decision.confidence for one in answered)
    return heard.end(TurnAct.ANSWER, *replies, last_article=answered[-1].chosen[0].id, failed=0, confidence=sure)


def _leads_to_person(button: Button) -> bool:
    return button.payload == "/handoff"


def _question(composer: Composer, choices: Sequence[Article], corridor: Corridor) -> Reply:
    """Ask for the country when the tied articles differ in it and none is known; else for the article."""
    places = [next(iter(article.destination)) for article in choices if len(article.destination) == 1]
    same_topic = len({article.topic for article in choices}) == 1
    if same_topic and not corridor.destination and len(set(places)) == len(choices):
        return composer.which_country(dict.fromkeys(places))
    return composer.which_article(choices)


def _roles(engine: Corridor, named: Corridor) -> Corridor:
    """The engine knows the part a country plays, but remembers older ones: only those named now count as named."""
    now = {c for c in (named.origin, named.destination, named.present_in) if c}
    return (
        Corridor(
            origin=engine.origin if engine.origin in now else None,
            destination=engine.destination if engine.destination in now else None,
            present_in=engine.present_in if engine.present_in in now else None,
        )
        if any(c in now for c in (engine.origin, engine.destination, engine.present_in))
        else named
    )
