"""What becomes of unanswered questions: a phrasing of an article, a new article, or nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from connectors.models import UnansweredQuestion
from knowledge.article import Variety
from knowledge.models import VARIETIES, Article
from staff.errors import CannotSettle
from staff.models import SettledQuestion

PHRASING_AT_MOST = 300
TITLE_AT_MOST = 100


def settle(rows: Iterable[UnansweredQuestion], outcome: SettledQuestion.Outcome, article: str, user: User) -> None:
    """Mark each; one that a colleague settled a moment ago stays as it is."""
    made = [SettledQuestion(question=row, outcome=outcome, article=article, by=user) for row in rows]
    SettledQuestion.objects.bulk_create(made, ignore_conflicts=True)


def add_phrasing(question: UnansweredQuestion, slug: str, user: User) -> Article:
    """Put the words into the draft of an article, in their own language where it is written in it. Raises CannotSettle."""
    rows = {row.locale.language_code: row for row in Article.objects.filter(slug=slug).select_related("locale")}
    if not rows:
        raise CannotSettle(_("Choose an article first."))
    row: Article = rows.get(language(question)) or rows.get("en") or next(iter(rows.values()))
    lock = row.get_lock()
    if lock and lock.for_user(user):
        raise CannotSettle(_("This article is in review, or a colleague has locked it: try again later."))
    draft: Article = row.get_latest_revision_as_object()
    draft.phrasings.append(("phrasing", phrasing(question)))
    draft.save_revision(user=user)
    return row


def started(question: UnansweredQuestion, row: Article) -> Article:
    """A new article's row with what the question gives: its words as question and as phrasing."""
    row.title = question.text_redacted[:TITLE_AT_MOST]
    row.phrasings = [("phrasing", phrasing(question))]
    return row


def phrasing(question: UnansweredQuestion) -> dict[str, str]:
    variety = question.variety if question.variety in {code.value for code in VARIETIES} else Variety.MIXED.value
    return {"variety": variety, "text": question.text_redacted[:PHRASING_AT_MOST]}


def language(question: UnansweredQuestion) -> str:
    """The language to write in: the one the person was answered in."""
    return question.language
