"""What is shown without a search: an article by its button, the meaning of a term, and the last answer in simpler words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.composing import plain_related
from connectors.current_turn import CurrentTurn
from connectors.engine import engine_member
from connectors.turn import Outcome, TurnAct
from knowledge.article import Article, Language


def explained(turn: CurrentTurn) -> Outcome | None:
    """What a term means, when the message asks nothing else; its article must be live, for it vouches for the meaning."""
    languages = turn.do.base().articles.get(turn.asked.term.article) if turn.asked else None
    if not turn.asked or not languages:
        return None
    article = in_language(languages, turn.language)
    if article.is_overdue(turn.do.today()):
        return None
    reply = turn.composer().explanation(turn.asked.term, article, arabizi=turn.arabizi)
    about = {"last_article": article.id, "last_found": article.id, "last_question": turn.text[:1000]}
    return turn.end(TurnAct.ANSWER, reply, confidence=1.0, failed=0, **about)


def show(turn: CurrentTurn, article: str, fields: Mapping[str, Any]) -> Outcome:
    """An article whose button was tapped: its answer, or all of it."""
    languages = turn.do.base().articles.get(article)
    if not languages:  # withdrawn since the button was shown
        return turn.end(TurnAct.ABSTAIN, turn.composer().dont_know())
    language = engine_member(fields.get("language"), Language) or turn.language
    shown = in_language(languages, language)
    composer = turn.composer(shown.language)
    if "language" in fields or fields.get("part") == "answer" or shown.is_overdue(turn.do.today()):
        reply = composer.answer(shown, arabizi=False, feedback=not turn.caring)
    else:
        available = {key: in_language(group, language) for key, group in turn.do.base().articles.items()}
        reply = composer.more(shown, plain_related(shown, available))
    return turn.end(TurnAct.ANSWER, reply, last_article=article, last_found=article, failed=0, confidence=1.0)


def simpler(turn: CurrentTurn) -> Outcome | None:
    """The last answer again, one sentence a line and its hard words explained; a person, for whom that was not enough."""
    languages = turn.do.base().articles.get(turn.state.last_article)
    if not languages:
        return None
    composer, failed = turn.composer(), turn.state.failed + 1
    article = in_language(languages, turn.language)
    if failed > 1 or article.is_overdue(turn.do.today()):
        reply = composer.phrase("still_unclear", composer.label("button_person", "/handoff"))
        return turn.end(TurnAct.COMMAND, reply, failed=failed, confidence=1.0)
    reply = composer.simpler(article, turn.do.terms(article.short_answer))
    return turn.end(TurnAct.ANSWER, reply, failed=failed, confidence=1.0)


def in_language(languages: Mapping[Language, Article], language: Language) -> Article:
    """The article in the language, else in English, else in any."""
    return languages.get(language) or languages.get(Language.EN) or next(iter(languages.values()))
