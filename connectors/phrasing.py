"""The shape of the phrase catalogue, so that channels can be tested without it."""

from __future__ import annotations

from typing import Protocol

from knowledge.article import Language


class Say(Protocol):
    """`knowledge.phrases.say`: the sentence for a key in a language, with its values put in."""

    def __call__(self, key: str, language: Language, /, **values: str) -> str: ...
