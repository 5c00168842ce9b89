"""Figures in texts: `{id}` becomes the number as the language writes it, `{id:year}` its year. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from knowledge.article import Figure, Language

_PLACE = re.compile(r"\{(?P<id>[a-z][a-z0-9_]*)(?P<year>:year)?\}")

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


def number(value: Decimal, language: Language) -> str:
    """A number with the language's separators, without idle zeros; cents always have two digits.

    >>> number(Decimal("50700.0000"), Language.DE), number(Decimal("14.6"), Language.EN)
    ('50.700', '14.60')
    """
    thousands, point = _SEPARATORS[language]
    digits = 0 if value == value.to_integral_value() else max(2, -int(value.normalize().as_tuple().exponent))
    text = f"{value:,.{digits}f}" if value >= 10_000 or digits else f"{value:.0f}"
    return text.replace(",", "\0").replace(".", point).replace("\0", thousands)


def fill(text: str, figures: Mapping[str, Figure], language: Language) -> str:
    """Put the figures in. An unknown id stays as it stands: `kb check` reports it, and it is never guessed."""

    def replace(match: re.Match[str]) -> str:
        figure = figures.get(match["id"])
        if figure is None:
            return match[0]
        return str(figure.year) if match["year"] else number(figure.value, language)

    return _PLACE.sub(replace, text)
