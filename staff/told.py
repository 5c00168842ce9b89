"""What a person told step by step and handed over, as a caseworker reads it: codes in the interface's language, words as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from connectors import case_reports
from connectors.models import Case
from connectors.report import NO, OTHER, SKIPPED, YES, Question, Wish
from knowledge.article import Country
from staff import words
from staff.words import Label

QUESTIONS: Mapping[Question, Label] = {
    Question.KIND: gettext_lazy("What happened"),
    Question.SINCE: gettext_lazy("Since when"),
    Question.WHERE: gettext_lazy("Country"),
    Question.EMPLOYER: gettext_lazy("Employer or agency known"),
    Question.NAME: gettext_lazy("Name given"),
    Question.WISH: gettext_lazy("What they want"),
}
ANSWERS: Mapping[Question, Mapping[str, Label]] = {
    Question.KIND: {
        "papers_withheld": gettext_lazy("Papers withheld"),
        "unpaid_wages": gettext_lazy("Unpaid wages"),
        "abuse": gettext_lazy("Violence or abuse"),
        "recruitment_fraud": gettext_lazy("Recruitment fraud"),
        OTHER: gettext_lazy("Something else"),
    },
    Question.SINCE: {
        "weeks": gettext_lazy("Less than a month"),
        "months": gettext_lazy("One to six months"),
        "longer": gettext_lazy("More than six months"),
    },
    Question.WHERE: {**{country.value: words.COUNTRIES[country] for country in Country}, OTHER: gettext_lazy("Another country")},
    Question.EMPLOYER: {YES: gettext_lazy("Yes"), NO: gettext_lazy("No")},
    Question.NAME: {},
    Question.WISH: {
        Wish.ADVICE: gettext_lazy("Advice"),
        Wish.PERSON: gettext_lazy("An answer from a person"),
        Wish.WRITTEN: gettext_lazy("Only to have it written down: nobody needs to answer"),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One report: its rows of question and answer."""

    at: datetime
    rows: tuple[tuple[str, str], ...]


def tables(case: Case) -> list[Table]:
    """The reports of a case, oldest first."""
    return [Table(at=kept.at, rows=tuple(_rows(kept.report.answers))) for kept in case_reports.of_case(case)]


def _rows(answers: Mapping[Question, str]) -> list[tuple[str, str]]:
    return [(str(name), _shown(question, answers.get(question, SKIPPED))) for question, name in QUESTIONS.items()]


def _shown(question: Question, answer: str) -> str:
    return _("Not said") if answer == SKIPPED else str(ANSWERS[question].get(answer, answer))
