"""What caseworkers tell each other about a case. The only place where the words of a note are written and read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from connectors.models import Case, CaseNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    author: str  # the name of the account; "" when it is gone
    text: str
    at: datetime


def write(case: Case, author: int, text: str) -> None:
    """Keep a note. It is never sent, and goes when the person deletes their data."""
    CaseNote.objects.create(case=case, author_id=author, text=text)


def read(case: Case) -> list[Note]:
    """The notes of a case, oldest first."""
    rows = CaseNote.objects.filter(case=case).select_related("author").order_by("at", "id")
    return [Note(author=row.author.get_username() if row.author else "", text=row.text, at=row.at) for row in rows]
