"""Sources and helplines of a reply as lines of text, the same on every channel. Pure."""

from __future__ import annotations

from datetime import date

from connectors.message import Citation, HelplineCard, Reply
from connectors.phrasing import Say
from knowledge.article import Language
from knowledge.helpline import Via

_DATE_FORMATS = {Language.DE: "{0.day:02}.{0.month:02}.{0.year}"}
_DAY_FIRST = "{0.day:02}/{0.month:02}/{0.year}"


def source_line(citation: Citation, language: Language, say: Say) -> str:
    """Where the answer comes from, with a link, and when that was checked, or that nobody has confirmed it yet."""
    key = "source_line" if citation.confirmed else "source_line_unconfirmed"
    source = f"[{_label(citation.title)}]({citation.url})" if citation.url else citation.title
    return say(key, language, source=source, date=day(citation.checked_on, language))


def helpline_lines(card: HelplineCard, language: Language, say: Say) -> str:
    """A number to call: name and number, then what else is known of it, then what to know before calling."""
    check = say("protect_check_first", language) if card.check_first else ""
    details = " · ".join(part for part in (card.about, card.hours, card.languages, card.cost, check) if part)
    name = f"**{card.name.replace('*', '')}**"
    first = f"{name}: {number_line(card, language, say)}" if card.phone else name
    return "\n".join(part for part in (first, details, card.warning) if part)


def number_line(card: HelplineCard, language: Language, say: Say) -> str:
    """The number; one that only takes messages after the word for them."""
    return card.phone if card.via == Via.CALL else f"{say(f'helpline_{card.via}', language)} {card.phone}"


def whole_text(reply: Reply, say: Say) -> str:
    """The reply with its helplines and sources, still with marks."""
    language = Language(reply.language)
    blocks = [reply.text.strip(), *(helpline_lines(card, language, say) for card in reply.helplines)]
    sources = "\n".join(dict.fromkeys(source_line(citation, language, say) for citation in reply.citations))
    return "\n\n".join(block for block in [*blocks, sources] if block)


def day(iso: str, language: Language) -> str:
    """An ISO date as people of the language write it, in digits.

    >>> day("2026-11-05", Language.DE), day("2026-11-05", Language.FR), day("", Language.FR)
    ('05.11.2026', '05/11/2026', '')
    """
    try:
        return _DATE_FORMATS.get(language, _DAY_FIRST).format(date.fromisoformat(iso))
    except ValueError:
        return iso


def _label(title: str) -> str:
    return title.replace("[", "(").replace("]", ")").replace("\n", " ")
