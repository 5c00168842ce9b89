"""Filters of the studio's pages: names for acts, varieties and articles, and scores as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from connectors.turn import TurnAct
from staff import studio_words, words

register = template.Library()


@register.filter
def act(what: TurnAct) -> str:
    return str(studio_words.ACTS[what])


@register.filter
def variety(code: str) -> str:
    return studio_words.variety(code)


@register.filter
def language(code: str) -> str:
    return words.LANGUAGES.get(code, code)


@register.filter
def country(code: str | None) -> str:
    return str(words.HELPLINE_COUNTRIES.get(code or "", code or ""))


@register.filter
def category(code: str) -> str:
    return str(words.CATEGORIES.get(code, code))


@register.filter
def urgency(code: str) -> str:
    return str(words.URGENCIES.get(code, code))


@register.filter
def of(found: Mapping[str, str], key: str) -> str:
    """What a mapping has for a key; the key itself when it has nothing."""
    return found.get(key, key)


@register.filter
def signed(value: float) -> str:
    """With its sign, so that a loss reads as one.

    >>> signed(0.5), signed(-0.25), signed(0)
    ('+0.50', '-0.25', '0')
    """
    return f"{value:+.2f}" if value else "0"
