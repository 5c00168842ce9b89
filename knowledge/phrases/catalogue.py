"""Phrases by key and language, from the `<language>.yaml` files beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import yaml

from knowledge.article import Language
from knowledge.errors import KnowledgeError

FOLDER = Path(__file__).parent


class UnknownPhrase(KnowledgeError):
    """No language has the key, or a placeholder got no value: a fault of the caller, never of a person."""


class Say(Protocol):
    """The shape of `say`, so that what speaks can be tested without the catalogue."""

    def __call__(self, key: str, language: Language, /, **values: str) -> str: ...


@lru_cache(maxsize=len(Language))
def catalogue(language: Language) -> Mapping[str, str]:
    """The phrases of one language, by key; trailing line ends removed."""
    rows = yaml.safe_load((FOLDER / f"{language.value}.yaml").read_text("utf-8"))
    return MappingProxyType({str(key): str(text).strip() for key, text in rows.items()})


def keys() -> frozenset[str]:
    """Every key there is; English is the source of the others."""
    return frozenset(catalogue(Language.EN))


def say(key: str, language: Language, /, **values: str) -> str:
    """The phrase in the language, else in English, with its values put in. Raises UnknownPhrase.

    Values are inserted as they are: braces in them mean nothing.

    >>> say("country_DE", Language.FR)
    'Allemagne'
    """
    text = catalogue(language).get(key) or catalogue(Language.EN).get(key)
    if text is None:
        raise UnknownPhrase(key)
    try:
        return text.format_map(values)
    except KeyError as exc:
        raise UnknownPhrase(f"{key}: no value for {exc}") from exc
