"""One question tried: what was understood, what was weighed against what, and the reply in every language on every channel."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.current_turn import Steps
from connectors.message import Reply
from connectors.turn import Outcome, TurnAct
from knowledge import triage
from knowledge.article import Article, Corridor, Language, Variety
from knowledge.language.context import Context
from knowledge.language.identify import Identified
from knowledge.language.shorthand import spelled_out
from knowledge.retrieval.entries import entries
from knowledge.retrieval.explaining import Reason, explain
from knowledge.search import Look, Searcher
from knowledge.triage.opinion import Opinion, listener
from staff import bubbles
from staff.asking import ask
from staff.bubbles import Bubble

SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An article that was weighed, and its text nearest to the question."""

    reason: Reason
    title: str
    text: str
    variety: str  # of that text


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What triage made of it."""

    alarm: triage.Alarm | None  # believed
    doubted: triage.Alarm | None  # found by patterns and not believed
    opinion: Opinion | None  # the learned second opinion; asked only where there is no alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One reply on each channel."""

    reply: Reply
    whatsapp: tuple[Bubble, ...]
    telegram: tuple[Bubble, ...]
    web: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a person is told who reads that language."""

    language: Language
    act: TurnAct
    sent: tuple[Sent, ...]
    borrowed: str  # the language the text is in, when it is another one


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    question: str
    read: Identified | None
    named: Corridor
    heard: Heard
    look: Look | None
    passages: tuple[Passage, ...]
    outcome: Outcome
    answers: tuple[Answered, ...]  # the person's own language first


def attempt(question: str, known: Corridor, held: Searcher, do: Steps) -> Trial:
    """Try a question of a person who comes from, goes to or is in the countries of `known`."""
    read = do.identify(question, Context(origin=known.origin))
    outcome = ask(question, do, known)
    variety = outcome.variety
    searched = spelled_out(question) if variety == Variety.FR else question
    look = held.look(searched, variety, known, do.countries(question))
    order = sorted(Language, key=lambda language: language is not outcome.language)
    return Trial(
        question=question,
        read=read,
        named=do.countries(question),
        heard=_heard(question, variety, held),
        look=look,
        passages=_passages(look, outcome.language) if look else (),
        outcome=outcome,
        answers=tuple(_answered(language, ask(question, do, known, language), do) for language in order),
    )


def _heard(question: str, variety: str, held: Searcher) -> Heard:
    alarm = triage.triage(question)
    if alarm:
        return Heard(alarm=alarm, doubted=None, opinion=None)
    doubted, vector = triage.doubted(question), held.vector(question, variety)
    opinion = listener().opinion(question, vector, doubted=doubted is not None) if vector is not None else None
    return Heard(alarm=None, doubted=doubted, opinion=opinion)


def _passages(look: Look, language: Language) -> tuple[Passage, ...]:
    return tuple(_passage(reason, look, language) for reason in explain(look.evidence, look.weights, SHOWN))


def _passage(reason: Reason, look: Look, language: Language) -> Passage:
    texts = look.snapshot.articles.get(reason.article, {})  # none when it was withdrawn a moment ago
    held = entries(texts.values(), look.snapshot.figures)
    nearest = look.snapshot.index.nearest_text(reason.article, look.question)
    entry = held[nearest] if nearest < len(held) else None
    title = _title(texts.get(language) or texts.get(Language.EN) or next(iter(texts.values()), None), reason.article)
    return Passage(reason=reason, title=title, text=entry.text if entry else "", variety=entry.variety if entry else "")


def _title(article: Article | None, slug: str) -> str:
    return article.title if article else slug


def _answered(language: Language, outcome: Outcome, do: Steps) -> Answered:
    sent = tuple(
        Sent(
            reply=reply,
            whatsapp=bubbles.on_whatsapp(reply, do.say),
            telegram=bubbles.on_telegram(reply, do.say),
            web=bubbles.on_web(reply, do.say),
        )
        for reply in outcome.replies
    )
    other = next((reply.language for reply in outcome.replies if reply.language != language), "")
    return Answered(language=language, act=outcome.act, sent=sent, borrowed=other)
