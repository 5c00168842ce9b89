"""Golden questions: what must be answered, and with which article. Asked again before anything is published.

They go through the product's own conversation, once as things are and once as they would be with the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from connectors.turn import Outcome, TurnAct
from knowledge import models, repository
from knowledge.article import Article, Corridor, Country, Language
from knowledge.search import Searcher
from staff import asking
from staff.models import GoldenQuestion

NO_ANSWER = ""  # as the expected article: nothing we have answers it


class Effect(StrEnum):
    """What a draft does to a golden question whose answer changes."""

    BROKEN = "broken"  # right until now, wrong with the draft
    MENDED = "mended"
    MOVED = "moved"  # wrong before and after, differently


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a question was given: what was done, and with which article."""

    act: TurnAct
    article: str = ""

    def is_right(self, expected: str) -> bool:
        """The expected article; or, where none is expected, no article at all."""
        if expected == NO_ANSWER:
            return self.act is not TurnAct.ANSWER
        return self.article == expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A golden question, away from its row."""

    id: int
    text: str
    variety: str
    expected: str
    known: Corridor


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A golden question that would be answered otherwise."""

    asked: Asked
    before: Given
    after: Given

    @property
    def effect(self) -> Effect:
        was, will_be = self.before.is_right(self.asked.expected), self.after.is_right(self.asked.expected)
        if was and not will_be:
            return Effect.BROKEN
        return Effect.MENDED if will_be and not was else Effect.MOVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """All golden questions, asked of what is published and of the draft."""

    asked: int
    changes: tuple[Change, ...]  # the broken ones first

    @property
    def broken(self) -> int:
        return sum(change.effect is Effect.BROKEN for change in self.changes)


def questions() -> list[Asked]:
    return [_asked(row) for row in GoldenQuestion.objects.order_by("pk")]


def run(held: Searcher, asked: Sequence[Asked]) -> list[Given]:
    """What each question is given now, in order."""
    asking.embed(question.text for question in asked)
    outcomes = asking.ask_all(((question.text, question.known) for question in asked), asking.steps(held))
    return [given(outcome) for outcome in outcomes]


def given(outcome: Outcome) -> Given:
    """A call for help may bring an article too; the numbers come first, and they are what counts."""
    return Given(act=outcome.act, article=outcome.state.last_article if outcome.act is TurnAct.ANSWER else "")


def rehearse(draft: models.Article) -> Rehearsal:
    """Ask every golden question as if this row, with its unsaved words, were published."""
    asked = questions()
    if not asked:
        return Rehearsal(asked=0, changes=())
    held = asking.searcher()
    before = run(held, asked)
    after = run(held.rehearsed(_texts_with(draft)), asked)
    changes = [
        Change(asked=question, before=was, after=will_be)
        for question, was, will_be in zip(asked, before, after, strict=True)
        if was != will_be
    ]
    order = list(Effect)
    return Rehearsal(asked=len(asked), changes=tuple(sorted(changes, key=lambda change: order.index(change.effect))))


def titles(changes: Iterable[Change], reader: str) -> dict[str, str]:
    """The questions that the articles named answer, in the reader's language where there is one."""
    slugs = {slug for change in changes for slug in (change.before.article, change.after.article, change.asked.expected) if slug}
    rows = models.Article.objects.filter(slug__in=slugs).values_list("slug", "locale__language_code", "title")
    found: dict[str, str] = {}
    for slug, _language, title in sorted(rows, key=lambda row: row[1] != reader):
        found.setdefault(slug, title)
    return found


def _texts_with(draft: models.Article) -> Mapping[Language, Article]:
    """The article in all its languages as it would be served: the others take over what all have in common."""
    new = repository.to_article(draft)
    others = [article for article in repository.published([draft.slug]) if article.language is not new.language]
    shared = {name: getattr(new, name) for name in models.SHARED if name != "slug"}
    return {new.language: new, **{article.language: replace(article, **shared) for article in others}}


def _asked(row: GoldenQuestion) -> Asked:
    known = Corridor(
        origin=Country(row.origin) if row.origin else None,
        destination=Country(row.destination) if row.destination else None,
    )
    return Asked(id=row.pk, text=row.text, variety=row.variety, expected=row.expected, known=known)
