"""The words that wipe a conversation at once, in every language and spelling. Pure, on data read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from knowledge.article import Language
from knowledge.language.characters import normalise, without_accents

DATA = Path(__file__).with_name("panic_words.yaml")
LONGEST = 60  # characters; a longer message is never one of them
_NO_LETTER = re.compile(r"[\W_]+")
_REPEATED = re.compile(r"([^\W\d])\1+")


@cache
def words() -> Mapping[str, Language]:
    """Every word in the form of `key`, with the language of the answer."""
    rows = yaml.safe_load(DATA.read_text("utf-8"))
    return MappingProxyType({key(str(word)): Language(code) for code, listed in rows.items() for word in listed})


def key(text: str) -> str:
    """One form for every way to type the same words in a hurry.

    >>> key("  Effacer TOUT !!! ") == key("éffacer tout")
    True
    >>> key("mse7 kolchiiii") == key("Mse7 kolchi 🙏")
    True
    """
    plain = without_accents(normalise(text).replace("ß", "ss"))
    return _REPEATED.sub(r"\1", _NO_LETTER.sub(" ", plain)).strip()


def said(text: str) -> Language | None:
    """The language to answer in when the whole message is a panic word, else None.

    >>> said("Efface tout"), said("comment effacer tout mon casier ?")
    (<Language.FR: 'fr'>, None)
    """
    return words().get(key(text)) if 0 < len(text) <= LONGEST else None
