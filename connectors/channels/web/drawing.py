"""A reply as the browser shows it: layout, sources, numbers to call, buttons. Pure."""

from __future__ import annotations

import re
from typing import Any

from connectors import cards
from connectors.channels.web.shapes import Span, blocks, is_safe, spans
from connectors.channels.web.tongue import direction
from connectors.message import Button, HelplineCard, Reply
from connectors.phrasing import Say
from knowledge.article import Country, Language
from knowledge.helpline import Via

Shown = dict[str, Any]

_NUMBER = re.compile(r"\+?\d[\d\s().-]*")


def draw(seq: int, reply: Reply, say: Say) -> Shown:
    """The reply as JSON for script and template, in words and directions of its own language."""
    try:
        return _whole(seq, reply, say)
    except Exception:  # whatever is wrong with one reply must not hold up the ones behind it, nor keep its words back
        bare = [{"k": "p", "lines": [[line]]} for line in reply.text.splitlines() if line.strip()]
        return {**_frame(seq, reply), "blocks": bare, "cards": [], "sources": [], "buttons": []}


def dial(phone: str) -> str:
    """The address that calls the first number of a text; "" when there is none.

    >>> dial("+49 30 263 911 76 (office)"), dial("website")
    ('tel:+493026391176', '')
    """
    match = _NUMBER.search(phone)
    return f"tel:{re.sub(r'[^+0-9]', '', match[0])}" if match else ""


def label_of(payload: str, offered: list[Button]) -> str:
    """What stood on the button that a person pressed; the latest offer counts. A typed command shows as typed.

    A command with fields comes from the page itself, its language menu, and shows as nothing.

    >>> label_of('/menu', [Button(label="Menu", payload="/menu")]), label_of("/menu", [])
    ('Menu', '/menu')
    """
    labels = [button.label for button in offered if button.payload == payload]
    return labels[-1] if labels else "" if "{" in payload else payload


def _whole(seq: int, reply: Reply, say: Say) -> Shown:
    language = Language(reply.language)
    sources = dict.fromkeys(cards.source_line(citation, language, say) for citation in reply.citations)
    return {
        **_frame(seq, reply),
        "blocks": blocks(reply.text, language.value),
        "cards": [_card(card, language, say) for card in reply.helplines],
        "sources": [spans(line, language.value) for line in sources],
        "buttons": [_button(button) for button in reply.buttons if button.payload or is_safe(button.url)],
    }


def _frame(seq: int, reply: Reply) -> Shown:
    return {"seq": seq, "language": str(reply.language), "dir": direction(reply.language)}


def _card(card: HelplineCard, language: Language, say: Say) -> Shown:
    country = say(f"country_{card.country}", language) if card.country in set(Country) else ""
    check = say("protect_check_first", language) if card.check_first else ""
    written = cards.number_line(card, language, say) if card.via == Via.SMS else ""
    return {
        "name": card.name,
        "phone": card.phone,
        "tel": _address(card),
        "call": say("helpline_whatsapp" if card.via == Via.WHATSAPP else "web_call", language),
        "details": _details(language, country, written, card.about, card.hours, card.languages, card.cost),
        "note": ". ".join(part for part in (check, card.warning) if part),
    }


def _address(card: HelplineCard) -> str:
    """What a tap opens: the telephone, or WhatsApp; a text message is written by hand."""
    match card.via:
        case Via.CALL:
            return dial(card.phone)
        case Via.WHATSAPP:
            return f"https://wa.me/{re.sub('[^0-9]', '', card.phone)}"
    return ""


def _details(language: Language, *parts: str) -> list[Span]:
    """What else is known of a number, in one line; terms in Latin script stay in one piece."""
    return spans(" · ".join(part for part in parts if part), language.value)


def _button(button: Button) -> dict[str, str]:
    if button.payload:
        return {"label": button.label, "payload": button.payload}
    return {"label": button.label, "url": button.url}
