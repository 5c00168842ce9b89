"""What identification learns from: messages by class, cut and mixed so that length and source tell nothing. Pure but for reading.

The base's phrasings and the examples of `nlu_data/train` speak of papers and work only, and most are of the same length; the
everyday sentences of `nlu_data/identification/train` bring the rest of a language. Held-out files are never read here.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from knowledge.article import Variety
from knowledge.content_files import ARTICLES, read_folders
from knowledge.language.characters import arabic_share, without_accents

NLU = Path(__file__).resolve().parents[2] / "nlu_data"
EVERYDAY = NLU / "identification" / "train"
# Relatives of our languages stand apart, so that each can be told from its own neighbour; their shares are added up.
OTHERS = {"romance": ("es", "pt", "ro", "ca"), "germanic": ("nl", "sv"), "persian": ("fa", "ur", "ps", "ckb")}
ELSEWHERE = "other-far"
# Languages whose stop words spaCy brings, by class; of ours too, for a class with many must not own every small word.
STOP_WORDS = {
    "fr": ("fr",), "en": ("en",), "it": ("it",), "de": ("de",), "ar": ("ar",),
    "other-romance": ("es", "pt", "ro", "ca"), "other-germanic": ("nl", "sv", "da", "nb"), "other-persian": ("fa", "ur"),
    ELSEWHERE: ("tr", "sq", "pl", "hr", "cs", "sk", "hu", "id", "tl", "yo", "lt", "fi", "sl"),
}  # fmt: skip
_MARKUP = re.compile(r"\]\([^)]*\)|\{[^}]*\}|[#*\[\]|]|https?://\S+")
_SENTENCE = re.compile(r"[.!?؟:]\s+")
ARABIC = (Variety.ARY, Variety.AEB, Variety.ARZ, Variety.AR)
ARABIZI = (Variety.ARY_LATN, Variety.AEB_LATN, Variety.ARZ_LATN)
EUROPEAN = (Variety.FR, Variety.EN, Variety.IT, Variety.DE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much of each kind; chosen on the development questions."""

    each: int = 4000  # messages and parts of messages a variety
    pages: int = 2000  # parts of the articles' own text, in the languages they are written in
    everyday: int = 8  # times a sentence of `identification/train` is seen, whole once and then in parts
    elsewhere: int = 8  # the same, for languages that are not ours
    small_words: int = 400  # made-up rows of stop words a class
    unclear_mixed: float = 0.3  # weight of a mixed example in one script: many are as much Arabizi as mixed
    bare: float = 0.25  # share of texts seen without accents, as phones write them


@dataclass(frozen=True, slots=True)
class Sample:
    text: str
    label: str  # a variety, or a class of languages that are not ours
    weight: float = 1.0


def messages() -> dict[str, list[str]]:
    """Questions and examples of nlu_data and the articles, by variety."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for folder in read_folders(ARTICLES)[0]:
        for article in folder.articles:
            for phrasing in article.phrasings:
                found[phrasing.variety.value].append(phrasing.text)
    for file in sorted((NLU / "train").glob("*/*.txt")):
        found[file.stem] += _lines(file)
    return dict(found)


def pages() -> dict[str, list[str]]:
    """The sentences of the articles, by language."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for folder in read_folders(ARTICLES)[0]:
        for article in folder.articles:
            texts = [article.short_answer, *article.body.splitlines()]
            found[article.language.value] += [
                plain for text in texts for plain in _SENTENCE.split(_MARKUP.sub(" ", text)) if len(plain) > 20
            ]
    return dict(found)


def everyday() -> dict[str, list[str]]:
    """Sentences of daily life by variety, and those of other languages by class."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted(EVERYDAY.glob("*.txt")):
        found[file.stem] += _lines(file)
    for file in sorted((EVERYDAY / "other").glob("*.txt")):
        group = next((name for name, codes in OTHERS.items() if file.stem in codes), None)
        found[f"other-{group}" if group else ELSEWHERE] += _lines(file)
    return dict(found)


def samples(amounts: Amounts, chance: random.Random) -> list[Sample]:
    """All of it, in equal amounts a variety."""
    known = messages()
    rows = [row for variety in (*ARABIC, *ARABIZI, *EUROPEAN) for row in _balanced(known[variety], variety, amounts.each, chance)]
    rows += _mixed(known, amounts, chance)
    for label, texts in everyday().items():
        times = amounts.elsewhere if label.startswith("other") else amounts.everyday
        rows += [Sample(text if n == 0 else _part(text, chance), label) for text in texts for n in range(times)]
    rows += [Sample(_part(chance.choice(texts), chance), label) for label, texts in pages().items() for _ in range(amounts.pages)]
    rows += _small_words(amounts.small_words, chance)
    return [Sample(without_accents(row.text), row.label, row.weight) if chance.random() < amounts.bare else row for row in rows]


def _balanced(texts: Sequence[str], label: str, count: int, chance: random.Random) -> Iterator[Sample]:
    """Every text, and parts of texts until there are enough."""
    for text in texts:
        yield Sample(text, label)
    for _ in range(count - len(texts)):
        yield Sample(_part(chance.choice(texts), chance), label)


def _part(text: str, chance: random.Random, least: int = 1, longest: int = 0) -> str:
    """Some words in a row; short ones as often as long ones."""
    tokens = text.split()
    size = min(len(tokens), chance.randint(least, longest or chance.choice((2, 4, 6, 10))))
    start = chance.randint(0, len(tokens) - size)
    return " ".join(tokens[start : start + size])


def _mixed(known: Mapping[str, Sequence[str]], amounts: Amounts, chance: random.Random) -> Iterator[Sample]:
    """What people wrote, and a part of one language beside a part of another."""
    for text in known[Variety.MIXED]:
        clear = 0.1 < arabic_share(text) < 0.9
        yield Sample(text, Variety.MIXED, 1.0 if clear else amounts.unclear_mixed)
    for _ in range(amounts.each - len(known[Variety.MIXED])):
        one, two = _pair(chance)
        parts = [_part(chance.choice(known[one]), chance, 2, 6), _part(chance.choice(known[two]), chance, 3, 6)]
        chance.shuffle(parts)
        yield Sample(" ".join(parts), Variety.MIXED)


def _pair(chance: random.Random) -> tuple[Variety, Variety]:
    """Two languages that meet in one message: mostly Arabic, in either script, and a European one."""
    kind = chance.random()
    if kind < 0.35:
        return chance.choice(ARABIC), chance.choice(EUROPEAN + ARABIZI)
    if kind < 0.8:
        return chance.choice(ARABIZI), chance.choice(EUROPEAN)
    one, two = chance.sample(EUROPEAN, 2)
    return one, two


def _small_words(count: int, chance: random.Random) -> Iterator[Sample]:
    for label, codes in STOP_WORDS.items():
        for code in codes:
            stop_words = sorted(import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS)
            for _ in range(count // len(codes)):
                yield Sample(" ".join(chance.sample(stop_words, chance.randint(1, 5))), label)


def _lines(file: Path) -> list[str]:
    return [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
