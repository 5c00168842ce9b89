"""The words of a report that is being told: questions with their buttons, the copy, and how it ends. Pure.

Every question can be skipped, and the whole stopped, with one tap. Nothing here keeps anything: the store does what the effects say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from connectors import payloads
from connectors.composing import Composer
from connectors.message import Button, Reply
from connectors.phrasing import Say
from connectors.report import CODES, NO, OTHER, SKIPPED, YES, Draft, Question, Report, filled
from connectors.turn import Effect
from knowledge.article import Country, Language

_OFFERED: Mapping[Question, tuple[str, ...]] = MappingProxyType(
    {**CODES, Question.WHERE: tuple(country.value for country in Country), Question.SURE: ()}
)
_ABOUT = tuple(question for question in Question if question is not Question.SURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What follows one step: what is said, what is still being told, what the store must do."""

    replies: tuple[Reply, ...]
    draft: Draft | None
    effects: tuple[Effect, ...] = ()
    report: Report | None = None  # to keep
    forget: tuple[str, ...] = ()  # turns whose words go


def begin(heard: Mapping[str, str], asked: Question, text: str, turn: str, composer: Composer) -> Told:
    """The first question, after what this is and that nothing is kept before a yes."""
    draft = replace(Draft(asked=asked).hear(heard, text, turn), asked=asked)
    first = _question(draft, composer)
    intro = composer.phrase("report_intro").text
    return Told(replies=(replace(first, text=f"{intro}\n\n{first.text}"),), draft=draft)


def go_on(draft: Draft, heard: Mapping[str, str], asked: Question, text: str, turn: str, composer: Composer) -> Told:
    """The next question, with what this message answered."""
    told = draft.hear({question.value: value for question, value in filled(heard).items()}, text, turn) if heard else draft
    told = replace(told, asked=asked, turns=_with(told.turns, turn) if asked is Question.SURE else told.turns)
    return Told(replies=(_question(told, composer),), draft=told)


def resume(draft: Draft, turn: str, composer: Composer) -> Told:
    """The open question again, after something else was answered."""
    told = replace(draft, turns=_with(draft.turns, turn)) if draft.asked is Question.SURE else draft
    again = _question(told, composer)
    return Told(replies=(replace(again, text=f"{composer.phrase('report_resume').text}\n\n{again.text}"),), draft=told)


def change(draft: Draft, what: object, composer: Composer) -> Told:
    """One answer anew: which one, then its question."""
    known = {question.value: question for question in _ABOUT}
    if not isinstance(what, str) or what not in known:
        choices = [composer.label(f"button_about_{q}", payloads.write(payloads.REPORT_CHANGE, what=q.value)) for q in _ABOUT]
        return Told(replies=(composer.phrase("report_what_to_change", *choices),), draft=draft)
    changing = replace(draft, asked=known[what])
    return Told(replies=(_question(changing, composer),), draft=changing)


def hand_over(draft: Draft) -> Told:
    """Yes. What is said about the team is for `connectors.reaching_person`."""
    return Told(replies=(), draft=None, effects=(Effect.KEEP_REPORT,), report=draft.report())


def stop(draft: Draft | None, turn: str, composer: Composer) -> Told:
    """No, or stop: nothing stays of it."""
    if draft is None:
        return Told(replies=(composer.phrase("report_none"),), draft=None)
    reply = composer.phrase("report_stopped")
    return Told(replies=(reply,), draft=None, effects=(Effect.DROP_REPORT,), forget=_with(draft.turns, turn))


def unsafe(draft: Draft | None, turn: str, composer: Composer) -> Told:
    """Somebody is near: over at once, one neutral line, the way to erase everything."""
    reply = composer.phrase("report_unsafe", composer.label("button_delete_sure", payloads.write("delete_data", sure=True)))
    turns = _with(draft.turns, turn) if draft else ()
    return Told(replies=(reply,), draft=None, effects=(Effect.DROP_REPORT,) if draft else (), forget=turns)


def offer(kind: str, composer: Composer) -> Button:
    """The way into it, with the kind that is known already."""
    return composer.label("button_report", payloads.write(payloads.REPORT, report_kind=kind))


def lines(answers: Mapping[Question, str], language: Language, say: Say) -> list[str]:
    """The answers as one reads them, a line each; nothing about a name that was not asked for."""
    named = answers.get(Question.EMPLOYER) == YES
    asked = [question for question in _ABOUT if question in answers and (question is not Question.NAME or named)]
    return [f"**{say(f'button_about_{question}', language)}**: {_shown(question, answers[question], language, say)}" for question in asked]


def _shown(question: Question, answer: str, language: Language, say: Say) -> str:
    if answer == SKIPPED:
        return say("report_no_answer", language)
    return say(_label(question, answer), language) if answer in CODES[question] else answer


def _question(draft: Draft, composer: Composer) -> Reply:
    if draft.asked is Question.SURE:
        return _copy(draft, composer)
    question = draft.asked
    options = [composer.label(_label(question, code), _answering(question, code)) for code in _OFFERED[question]]
    return composer.phrase(
        f"report_ask_{question}", *options, composer.label("button_skip", _answering(question, SKIPPED)), *_ways_out(composer)
    )


def _copy(draft: Draft, composer: Composer) -> Reply:
    """What would be handed over, and whether to."""
    text = "\n".join(lines(draft.report().answers, composer.language, composer.say))
    buttons = (
        composer.label("button_report_yes", _answering(Question.SURE, YES)),
        composer.label("button_report_change", payloads.write(payloads.REPORT_CHANGE)),
        composer.label("button_report_no", _answering(Question.SURE, NO)),
    )
    ask = composer.phrase("report_ask_sure", *buttons)
    return replace(ask, text=f"{composer.phrase('report_copy').text}\n\n{text}\n\n{ask.text}")


def _ways_out(composer: Composer) -> tuple[Button, Button]:
    stopping, leaving = payloads.write(payloads.REPORT_STOP), payloads.write(payloads.REPORT_UNSAFE)
    return composer.label("button_stop", stopping), composer.label("button_unsafe", leaving)


def _answering(question: Question, code: str) -> str:
    answered = filled({question.value: code})
    return payloads.write(payloads.REPORT_ANSWER, **{f"report_{name}": value for name, value in answered.items()})


def _label(question: Question, code: str) -> str:
    if question is Question.WHERE and code != OTHER:
        return f"country_{code}"
    return f"button_{question}_{code}"


def _with(turns: tuple[str, ...], turn: str) -> tuple[str, ...]:
    return turns if turn in turns else (*turns, turn)
