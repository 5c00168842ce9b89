"""What a person tells step by step: the questions, the answers so far, the report that is handed over. Pure data.

The dialogue engine decides which question comes next and what answers it; it never keeps the words. They lie in a `Draft`, in the
sealed memory of the conversation, until the person says yes, or no, or an hour has passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from knowledge.article import Country
from knowledge.triage.alarm import Category

KEPT = timedelta(hours=1)  # after the last answer; a draft that is older is wiped
LONGEST = 200  # characters of an answer in words
SKIPPED, SAID, OTHER = "skipped", "said", "other"


class Question(StrEnum):
    """In the order in which they are asked. The last one is asked under a copy of all answers."""

    KIND = "kind"
    SINCE = "since"
    WHERE = "where"
    EMPLOYER = "employer"
    NAME = "name"
    WISH = "wish"
    SURE = "sure"


class Wish(StrEnum):
    ADVICE = "advice"
    PERSON = "person"
    WRITTEN = "written"  # nobody needs to answer


KINDS = ("papers_withheld", "unpaid_wages", "abuse", "recruitment_fraud", OTHER)
SINCE = ("weeks", "months", "longer")
YES, NO = "yes", "no"
# The answers that have words of their own in the phrases; every other one is what the person wrote.
CODES: Mapping[Question, tuple[str, ...]] = MappingProxyType(
    {
        Question.KIND: KINDS,
        Question.SINCE: SINCE,
        Question.WHERE: (*(country.value for country in Country), OTHER),
        Question.EMPLOYER: (YES, NO),
        Question.NAME: (),
        Question.WISH: tuple(Wish),
        Question.SURE: (YES, NO),
    }
)
_IN_WORDS = frozenset({Question.KIND, Question.SINCE, Question.NAME})
_KIND_OF: Mapping[Category, str] = MappingProxyType(
    {
        Category.PAPERS_WITHHELD: "papers_withheld",
        Category.UNPAID_WAGES: "unpaid_wages",
        Category.RECRUITMENT_FRAUD: "recruitment_fraud",
        Category.VIOLENCE: "abuse",
        Category.SEXUAL_HARASSMENT: "abuse",
        Category.TRAFFICKING_FORCED_LABOUR: OTHER,
        Category.CONFINEMENT_THREATS: "abuse",
    }
)
_CATEGORY_OF: Mapping[str, Category] = MappingProxyType(
    {
        "papers_withheld": Category.PAPERS_WITHHELD,
        "unpaid_wages": Category.UNPAID_WAGES,
        "recruitment_fraud": Category.RECRUITMENT_FRAUD,
        "abuse": Category.VIOLENCE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was handed over: codes of `CODES`, the person's own words, or `SKIPPED`."""

    answers: Mapping[Question, str]

    @property
    def wish(self) -> str:
        return self.answers.get(Question.WISH, SKIPPED)

    @property
    def for_the_record(self) -> bool:
        """The person only wants it written down."""
        return self.wish == Wish.WRITTEN

    @property
    def category(self) -> Category | None:
        """Of triage, for the queue of the desk."""
        return _CATEGORY_OF.get(self.answers.get(Question.KIND, ""))

    def as_json(self) -> dict[str, str]:
        return {question.value: answer for question, answer in self.answers.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Report:
        return cls(answers=_answers(data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report that is being told. `turns` are the messages that said something of it, for wiping them."""

    asked: Question
    answers: Mapping[Question, str] = field(default_factory=dict)
    turns: tuple[str, ...] = ()

    @property
    def marks(self) -> dict[str, str]:
        """What the engine may know of the answers: codes, and that something was said."""
        return {
            f"report_{question}": answer if answer in (*CODES[question], SKIPPED) else SAID for question, answer in self.answers.items()
        }

    def hear(self, heard: Mapping[str, str], text: str, turn: str) -> Draft:
        """With the answers of one message; what is not an answer to its question is left out."""
        found = {question: value for question, value in _answers(heard).items() if question is not Question.SURE}
        said = {question: answer for question, value in found.items() if (answer := _answer(question, value, text))}
        return replace(self, answers=dict(self.answers) | said, turns=self.turns if turn in self.turns else (*self.turns, turn))

    def report(self) -> Report:
        """Every question, those never asked as skipped."""
        told = (question for question in Question if question is not Question.SURE)
        return Report(answers={question: self.answers.get(question, SKIPPED) for question in told})

    def as_json(self) -> dict[str, Any]:
        return {"asked": self.asked.value, "answers": self.report_so_far(), "turns": list(self.turns)}

    def report_so_far(self) -> dict[str, str]:
        """What is known, for the person's own copy."""
        return {question.value: answer for question, answer in self.answers.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draft:
        return cls(asked=Question(data["asked"]), answers=_answers(data["answers"]), turns=tuple(data["turns"]))


def next_question(answered: Mapping[Question, str]) -> Question:
    """The first one without an answer.

    >>> next_question({Question.KIND: "abuse"})
    <Question.SINCE: 'since'>
    """
    return next((question for question in Question if question not in answered), Question.SURE)


def filled(heard: Mapping[str, str]) -> dict[Question, str]:
    """The questions that a message answers, those implied by others included."""
    found = _answers(heard)
    return {**found, Question.NAME: SKIPPED} if found.get(Question.EMPLOYER) in (NO, SKIPPED) else found


def kind_of(category: str) -> str | None:
    """The kind of report that a call for help may become; None for those that are no matter of a report."""
    return _KIND_OF.get(Category(category))


def _answers(data: Mapping[str, Any]) -> dict[Question, str]:
    known = {question.value: question for question in Question}
    return {known[name]: value for name, value in data.items() if name in known and isinstance(value, str) and value}


def _answer(question: Question, value: str, text: str) -> str | None:
    if value in (*CODES[question], SKIPPED):
        return value
    if question not in _IN_WORDS:
        return None
    words = " ".join(text.split()) if value == SAID else value
    return words[:LONGEST] or None
