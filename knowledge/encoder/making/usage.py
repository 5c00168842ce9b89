"""Counts how much our languages use each piece: word frequencies of five languages, and whatever texts are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer
from wordfreq import get_frequency_dict

LANGUAGES: Final = ("ar", "fr", "en", "it", "de")
OWN_TEXT_WEIGHT: Final = 1e-6  # one sight in our texts counts as much as a word met once in a million
_SUFFIXES: Final = frozenset({".md", ".jsonl", ".yaml", ".yml", ".csv", ".txt"})


def count(tokenizer: Tokenizer, folders: Iterable[Path]) -> dict[int, float]:
    """Use of each piece id, in summed relative frequencies over the five languages and the texts in `folders`."""
    use: defaultdict[int, float] = defaultdict(float)
    for language in LANGUAGES:
        words = get_frequency_dict(language, wordlist="large")
        for form in (str.lower, str.capitalize):
            _add(use, tokenizer, [(form(word), frequency) for word, frequency in words.items()])
    _add(use, tokenizer, [(line, OWN_TEXT_WEIGHT) for folder in folders for line in _lines(folder)])
    return dict(use)


def _add(use: dict[int, float], tokenizer: Tokenizer, weighed: list[tuple[str, float]]) -> None:
    encodings = tokenizer.encode_batch([text for text, _ in weighed], add_special_tokens=False)
    for encoding, (_, weight) in zip(encodings, weighed, strict=True):
        for piece in encoding.ids:
            use[piece] += weight


def _lines(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SUFFIXES:
            yield from path.read_text(encoding="utf-8").splitlines()
