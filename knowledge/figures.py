"""Figures in texts: `{id}` becomes the number as the language writes it, `{id:year}` its year. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from knowledge import arabic_counting
from knowledge.article import Figure, Language

_PLACE = re.compile(r"\{(?P<id>[a-z][a-z0-9_]*)(?P<year>:year)?\}")
_COUNTED = re.compile(rf"{_PLACE.pattern}(?:{arabic_counting.NOUN.pattern})?")

# (thousands, decimal): French uses U+202F, which never breaks; Arabic texts keep Western digits.
_SEPARATORS = {
    Language.AR: (",", "."),
    Language.EN: (",", "."),
    Language.FR: ("\u202f", ","),
    Language.DE: (".", ","),
    Language.IT: (".", ","),
}


def is_id(text: str) -> bool:
    """Whether a text can stand as `{text}`."""
    match = _PLACE.fullmatch(f"{{{text}}}")
    return match is not None and match["id"] == text


def places(text: str) -> set[str]:
    """The ids of the figures a text uses.

    >>> sorted(places("{a} EUR in {b:year}"))
    ['a', 'b']
    """
    return {match["id"] for match in _PLACE.finditer(text)}


def number(value: Decimal, unit: str, language: Language) -> str:
    """A number with the language's separators, without idle zeros; cents of a currency always have two digits.

    >>> number(Decimal("50700.0000"), "EUR/year", Language.DE), number(Decimal("14.6"), "EUR/hour", Language.EN)
    ('50.700', '14.60')
    >>> number(Decimal("14.60"), "percent", Language.EN)
    '14.6'
    """
    thousands, point = _SEPARATORS[language]
    cents = 2 if unit.partition("/")[0].isupper() else 0
    digits = 0 if value == value.to_integral_value() else max(cents, -int(value.normalize().as_tuple().exponent))
    text = f"{value:,.{digits}f}" if value >= 10_000 or digits else f"{value:.0f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def fill(text: str, figures: Mapping[str, Figure], language: Language) -> str:
    """Put the figures in; in Arabic the noun after one takes the form of the number.

    An unknown id stays as it stands: `kb check` reports it, and it is never guessed.
    """

    def replace(match: re.Match[str]) -> str:
        figure = figures.get(match["id"])
        if figure is None:
            return match[0]
        noun = match.groupdict().get("noun")
        if match["year"]:
            return f"{figure.year} {noun}" if noun else str(figure.year)
        digits = number(figure.value, figure.unit, language)
        return arabic_counting.counted(figure.value, digits, noun) if noun else digits

    return (_COUNTED if language is Language.AR else _PLACE).sub(replace, text)
