"""What a person asked for, beside their words: as fields for a machine, and as a caseworker reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from connectors.errors import Unreadable
from connectors.memory import recall
from connectors.models import Case, Channel, Conversation
from connectors.turn import TurnState
from knowledge.models import VARIETIES, Article
from staff import words

VERSION = 1
_VARIETIES = {variety.value: name for variety, name in VARIETIES.items()}


def summary(row: Conversation, case: Case | None) -> dict[str, Any]:
    """The fields of a conversation, as JSON takes them: codes and times, no words of the person."""
    known = _known(row)
    return {
        "version": VERSION,
        "conversation": str(row.pk),
        "channel": row.channel,
        "language": row.language or None,
        "variety": row.variety or None,
        "category": case.category or None if case else known.alarm and known.alarm.category,
        "urgency": case.urgency or None if case else known.alarm and known.alarm.urgency,
        "origin": known.corridor.origin,
        "destination": known.corridor.destination,
        "present_in": known.corridor.present_in,
        "occupation": known.occupation or None,
        "last_article": known.last_article or None,
        "stage": row.holder,
        "asked_at": _time(case.asked_at if case else None),
        "first_answer_at": _time(case.answered_at if case else None),
    }


def shown(row: Conversation, case: Case | None, reader: str) -> list[tuple[str, str]]:
    """The same for the page: names and values in the language of the interface, what is unknown left out."""
    fields = summary(row, case)
    language = words.LANGUAGES.get(row.language, row.language)
    variety = str(_VARIETIES.get(row.variety, "")) if row.variety != row.language else ""
    found = [
        (_("About"), str(words.CATEGORIES.get(fields["category"], ""))),
        (_("Urgency"), str(words.URGENCIES.get(fields["urgency"], ""))),
        (_("Language"), " · ".join(part for part in (language, variety) if part)),
        (_("Countries"), countries(row)),
        (_("Occupation"), fields["occupation"] or ""),
        (_("Last article"), _title(fields["last_article"] or "", reader)),
        (_("Channel"), Channel(row.channel).label),
    ]
    return [(name, value) for name, value in found if value]


def countries(row: Conversation) -> str:
    """From where, to where; where the person is."""
    known = _known(row).corridor
    way = (" ← " if get_language_bidi() else " → ").join(_country(code) for code in (known.origin, known.destination) if code)
    here = _("now in %(country)s") % {"country": _country(known.present_in)} if known.present_in else ""
    return " · ".join(part for part in (way, here) if part)


def minutes_left(row: Conversation, now: datetime | None = None) -> int | None:
    """Of the time in which WhatsApp takes free words; None on other channels."""
    if row.channel != Channel.WHATSAPP:
        return None
    if row.window_expires_at is None:
        return 0
    return max(0, int((row.window_expires_at - (now or datetime.now(UTC))).total_seconds() // 60))


def _known(row: Conversation) -> TurnState:
    """What it remembers; nothing when its key is lost, so that one such row does not take the desk away from the others."""
    try:
        return recall(row)
    except Unreadable:
        return TurnState()


def _country(code: str) -> str:
    return str(words.HELPLINE_COUNTRIES.get(code, code))


def _title(slug: str, reader: str) -> str:
    """The article's question in the reader's language, else in any."""
    if not slug:
        return ""
    titles = dict(Article.objects.filter(slug=slug).values_list("locale__language_code", "title"))
    return str(titles.get(reader) or titles.get("en") or next(iter(titles.values()), slug))


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
