"""From a question to an article: search, then answer, ask back, or say honestly that there is no checked answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from connectors.composing import Composer, plain_related
from connectors.current_turn import CurrentTurn
from connectors.engine import LookUp, engine_member
from connectors.message import Reply
from connectors.turn import Effect, Outcome, TurnAct
from knowledge.article import Article, Corridor, Language
from knowledge.language.context import Context
from knowledge.language.shorthand import spelled_out
from knowledge.retrieval.ranking import Verdict


def look_up(turn: CurrentTurn, act: LookUp) -> Outcome:
    """Search, then answer, ask back, or say honestly that there is no checked answer."""
    named = _roles(act.corridor, turn.named)
    question, variety = _question_of(turn, follow_up=act.follow_up)
    decision = turn.do.search(question, variety, turn.state.corridor, named)
    corridor = named.over(turn.state.corridor)
    last = turn.state.last_question if act.follow_up and turn.state.last_question else turn.text[:1000]
    asked = replace(turn, state=replace(turn.state, corridor=corridor, last_question=last))
    base, composer = turn.do.base(), turn.composer()
    needed = decision.hits[:1] if decision.verdict is Verdict.ANSWER else decision.hits
    chosen = [_in_language(base.articles[hit.article], turn.language) for hit in needed if hit.article in base.articles]
    withdrawn = len(chosen) < len(needed)  # since the index was built
    match Verdict.ABSTAIN if withdrawn else decision.verdict:
        case Verdict.ANSWER:
            reply = composer.answer(chosen[0], arabizi=turn.arabizi, feedback=not turn.caring)
            return asked.end(TurnAct.ANSWER, reply, last_article=chosen[0].id, confidence=decision.confidence)
        case Verdict.CLARIFY:
            return asked.end(TurnAct.CLARIFY, _question(composer, chosen, corridor), confidence=decision.confidence)
        case Verdict.ABSTAIN:
            kept = (Effect.STORE_QUESTION,) if turn.state.may_learn else ()
            return asked.end(TurnAct.ABSTAIN, composer.dont_know(), confidence=decision.confidence, effects=kept)


def _question_of(turn: CurrentTurn, *, follow_up: bool) -> tuple[str, str]:
    """What to search for, and its variety: a follow-up leans on the question before, in that one's own spelling."""
    last = turn.state.last_question
    text, variety = turn.text, turn.variety
    if follow_up and last:
        read = turn.do.identify(last, Context(origin=turn.state.corridor.origin))
        text, variety = f"{last} {text}", read.variety.value if read else variety
    return (spelled_out(text) if variety == Language.FR else text), variety


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


def explained(turn: CurrentTurn) -> Outcome | None:
    """What a term means, when the message asks nothing else; its article must be live, for it vouches for the meaning."""
    languages = turn.do.base().articles.get(turn.asked.term.article) if turn.asked else None
    if not turn.asked or not languages:
        return None
    article = _in_language(languages, turn.language)
    if article.is_overdue(turn.do.today()):
        return None
    reply = turn.composer().explanation(turn.asked.term, article, arabizi=turn.arabizi)
    return turn.end(TurnAct.ANSWER, reply, last_article=article.id, last_question=turn.text[:1000], confidence=1.0)


def show(turn: CurrentTurn, article: str, fields: Mapping[str, Any]) -> Outcome:
    languages = turn.do.base().articles.get(article)
    if not languages:  # withdrawn since the button was shown
        return turn.end(TurnAct.ABSTAIN, turn.composer().dont_know())
    language = engine_member(fields.get("language"), Language) or turn.language
    shown = _in_language(languages, language)
    composer = turn.composer(shown.language)
    if "language" in fields or fields.get("part") == "answer" or shown.is_overdue(turn.do.today()):
        reply = composer.answer(shown, arabizi=False, feedback=not turn.caring)
    else:
        available = {key: _in_language(group, language) for key, group in turn.do.base().articles.items()}
        reply = composer.more(shown, plain_related(shown, available))
    return turn.end(TurnAct.ANSWER, reply, last_article=article, confidence=1.0)


def _in_language(languages: Mapping[Language, Article], language: Language) -> Article:
    """The article in the language, else in English, else in any."""
    return languages.get(language) or languages.get(Language.EN) or next(iter(languages.values()))
