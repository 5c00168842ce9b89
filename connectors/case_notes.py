"""What caseworkers tell each other about a case. The only place where the words of a note are written and read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from connectors.errors import Unreadable
from connectors.models import Case, CaseNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    author: str  # the name of the account; "" when it is gone
    text: str
    at: datetime


def write(case: Case, author: int, text: str) -> None:
    """Keep a note, sealed like the conversation. It is never sent, and goes when the person deletes their data.

    Raises Unreadable when the key of the conversation is lost, or the conversation is gone.
    """
    note = CaseNote(case=case, author_id=author)
    note.text = text
    note.save()


def read(case: Case) -> list[Note]:
    """The notes of a case, oldest first; what nobody can open any more is left out."""
    rows = case.notes.select_related("author").order_by("at", "id")  # through the case, so that its key is opened once
    return [note for row in rows if (note := _read(row))]


def _read(row: CaseNote) -> Note | None:
    try:
        text = row.text
    except Unreadable:
        return None
    return Note(author=row.author.get_username() if row.author else "", text=text, at=row.at)
