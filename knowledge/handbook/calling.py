"""Helplines as the handbook shows them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from knowledge import helpline_words
from knowledge.article import Language
from knowledge.handbook.rendering import isolated
from knowledge.helpline import Helpline, Via
from knowledge.phrases import say

_SCHEMES = {Via.CALL: "tel:", Via.SMS: "sms:", Via.WHATSAPP: "https://wa.me/"}
_ACTS = {Via.CALL: "web_call", Via.SMS: "helpline_sms", Via.WHATSAPP: "helpline_whatsapp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One number to call, ready to be shown in one language; texts are safe HTML."""

    name: Markup
    act: str  # call, or write by SMS or WhatsApp
    phone: str  # the form that works from anywhere, where there is one
    address: str  # what a tap on it opens
    local: str  # how it is dialled in the country, where that differs
    details: tuple[Markup, ...]
    warning: Markup
    check_first: bool


def cards(lines: Iterable[Helpline], language: Language) -> list[Card]:
    return [card(line, language) for line in lines]


def card(line: Helpline, language: Language) -> Card:
    """One line for a reader who may be in its country or not."""
    via, phone = line.reached(None)
    digits = re.sub(r"[^+\d]", "", phone)
    return Card(
        name=isolated(line.title(language), language),
        act=say(_ACTS[via], language),
        phone=phone,
        address=_SCHEMES[via] + (digits.removeprefix("+") if via is Via.WHATSAPP else digits),
        local=line.phone_local if line.phone_local != phone else "",
        details=tuple(isolated(detail, language) for detail in _details(line, language)),
        warning=isolated(helpline_words.warning(line.warning, language, say), language),
        check_first=line.check_first,
    )


def _details(line: Helpline, language: Language) -> list[str]:
    """What it is for, when it answers, in which languages, and what a call costs: what is known of these."""
    hours = helpline_words.hours(line.hours, language, say)
    languages = helpline_words.languages(line.languages, language, say)
    found = [
        helpline_words.about(line, language, say),
        say("protect_hours", language, hours=hours) if hours else "",
        say("protect_languages", language, languages=languages) if languages else "",
        helpline_words.cost(line.cost, language, say),
    ]
    return [detail for detail in found if detail]
