"""Patterns as data: sequences of words and word classes, compiled to numbered atoms. Pure besides reading the files once.

A pattern is a line: `{boss} .. took|takes .. {passport}`. Each part is a word, alternatives (`a|b`), a prefix (`threat*`)
a phrase (`call_for_help`, at most three words, as spelled), or a class of `words.yaml` or `arabic.yaml`; `{boss|agency}` mixes classes and
words. Between parts stands at most one other word; with `..` at most three, with `...` at most seven, before `^word`
none. Sequences with
` & ` between them may come in any order within sixteen words.

Arabic words match by their consonants, in Arabic and Latin letters alike, when three or more consonants are left;
`=word` only as spelled, `!word` only where it is denied ("!خلص*" is "ma khllsnich"; see `negation`);
words of European languages by their spelling without accents, or by five or more consonants in order. What `everyday.yaml`
lists is read as spelled only. A line that begins with `? ` is a hint: it alarms only beside another finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.language.arabizi import skeleton
from knowledge.language.characters import normalise, without_accents
from knowledge.triage.alarm import Alarm, Category, Urgency
from knowledge.triage.negation import MARK

FOLDER = Path(__file__).with_name("patterns")
WINDOW = 16
PHRASE_WORDS = 3
_HINT = "? "
_GAPS = {"..": 3, "...": 7}
_ARABIC = frozenset({"ar", "ary", "aeb", "arz"})  # each covers its Arabizi
_SOUNDS_FROM = {True: 3, False: 5}  # consonants needed to match by sound: Arabic, European
_PREFIX_FROM = 3
_PREFIX_SOUNDS_FROM = 4  # the beginning of a sound says less than the whole
_CHUNK = re.compile(r"\{[^}]*\}|[^|{}]+")
MARKERS = ("now", "if", "may", "ease")

Classes = Mapping[str, Mapping[str, str]]  # class -> group of languages -> words


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Atoms in order, with the number of other words allowed before each."""

    atoms: tuple[int, ...]
    gaps: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Runs that stand near each other, in any order."""

    runs: tuple[Run, ...]
    alarm: Alarm | None  # None: words that are not meant so (idioms, negations)
    calms: frozenset[Category] = frozenset()
    line: str = ""
    hint: bool = False  # alarms only beside another finding

    @property
    def atoms(self) -> tuple[int, ...]:
        return tuple(atom for run in self.runs for atom in run.atoms)


@dataclass(slots=True)
class Book:
    """Everything compiled: which atoms a spelling or a sound belongs to, and the patterns by their first atom."""

    patterns: list[Pattern] = field(default_factory=list)
    keys: dict[str, set[int]] = field(default_factory=dict)
    names: dict[frozenset[str], int] = field(default_factory=dict)
    markers: dict[str, int] = field(default_factory=dict)  # classes that are looked for by themselves
    everyday: frozenset[str] = frozenset()  # words whose sound means nothing: they are read as spelled only
    blurred: frozenset[str] = frozenset()  # sounds that too many words share to mean one of them

    def atom(self, words: Iterable[tuple[str, bool]]) -> int:
        """The number of an atom; words are (spelling, Arabic?)."""
        keys = frozenset(key for word, arabic in words for key in _keys(word, arabic=arabic))
        number = self.names.setdefault(keys, len(self.names))
        for key in keys:
            self.keys.setdefault(key, set()).add(number)
        return number


def _keys(word: str, *, arabic: bool) -> list[str]:
    """How a word of a pattern is looked up: "=spelling", "~sound", and "<" before either for a prefix."""
    prefix = "<" if word.endswith("*") else ""
    word = without_accents(normalise(word.rstrip("*").replace("_", " ")))
    if " " in word:
        return [f"{prefix}={word}"]
    if word.startswith("="):
        return [f"={word[1:]}"]
    if word.startswith(MARK):
        return [f"{prefix}~{MARK}{skeleton(word[1:])}"]
    keys = [f"{prefix}={spelling}" for spelling in _spellings(word)]
    sound = skeleton(word)
    if len(sound) >= max(_SOUNDS_FROM[arabic], _PREFIX_SOUNDS_FROM if prefix else 0) and not word.isdigit():
        keys.append(f"{prefix}~{sound}")
    return keys


def _spellings(word: str) -> list[str]:
    """With and without the article and the silent last alef, as the words of a message are read."""
    stem = word.removeprefix("ال") if len(word) > len("ال") + 2 else word
    return list(dict.fromkeys([word, stem, *(spelling[:-1] for spelling in (word, stem) if spelling.endswith("وا"))]))


def keys_of(spellings: Iterable[str], sounds: Iterable[str]) -> Iterable[str]:
    """Every key that a word of a message answers to."""
    for mark, texts in (("=", spellings), ("~", sounds)):
        for text in texts:
            yield mark + text
            for end in range(_PREFIX_FROM, len(text) + 1):
                yield f"<{mark}{text[:end]}"


def load(folder: Path = FOLDER) -> Book:
    """Read and compile all files. Raises KeyError for an unknown class, category or urgency."""
    classes: Classes = _yaml(folder / "words.yaml") | {name: {"arabic": words} for name, words in _yaml(folder / "arabic.yaml").items()}
    everyday = _yaml(folder / "everyday.yaml")
    book = Book(everyday=frozenset(everyday["words"].split()), blurred=frozenset(map(skeleton, everyday["blurred"].split())))
    for category in Category:
        for variety, by_urgency in _yaml(folder / f"{category.value}.yaml").items():
            for urgency, lines in by_urgency.items():
                alarm = Alarm(category=category, urgency=Urgency(urgency))
                book.patterns += [_pattern(book, line, variety, classes, alarm) for line in lines]
    for variety, by_category in _yaml(folder / "calm.yaml").items():
        for name, lines in by_category.items():
            calms = frozenset(Category) if name == "all" else frozenset(Category(part) for part in name.split())
            book.patterns += [_pattern(book, line, variety, classes, None, calms) for line in lines]
    book.markers = {name: book.atom(_class_words(classes[name], "any")) for name in MARKERS}
    return book


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)  # the C loader: triage must be ready at once


def _pattern(
    book: Book, line: str, variety: str, classes: Classes, alarm: Alarm | None, calms: frozenset[Category] = frozenset()
) -> Pattern:
    plain = line.removeprefix(_HINT)
    runs = tuple(run_of(book, part, variety, classes) for part in plain.split(" & "))
    return Pattern(runs=runs, alarm=alarm, calms=calms, line=line, hint=plain != line)


def run_of(book: Book, line: str, variety: str, classes: Classes) -> Run:
    """Compile one sequence; `variety` "any" reads classes in all languages."""
    atoms: list[int] = []
    gaps: list[int] = []
    gap = 1
    for part in line.split():
        if part in _GAPS:
            gap = _GAPS[part]
            continue
        atoms.append(book.atom(_part_words(part.removeprefix("^"), variety, classes)))
        gaps.append(0 if part.startswith("^") else gap)
        gap = 1
    return Run(atoms=tuple(atoms), gaps=tuple(gaps))


def _part_words(part: str, variety: str, classes: Classes) -> list[tuple[str, bool]]:
    """The words of one part; in braces, names of classes stand for their words."""
    found: list[tuple[str, bool]] = []
    for chunk in _CHUNK.findall(part):
        for word in chunk.strip("{}").split("|"):
            if chunk[0] == "{" and word in classes:
                found += _class_words(classes[word], variety)
            else:
                found.append((word, variety in _ARABIC))
    return found


def _class_words(by_group: Mapping[str, str], variety: str) -> list[tuple[str, bool]]:
    """The words of the pattern's language; people who write Arabic mix in French."""
    wanted = ("arabic", "fr") if variety in _ARABIC else tuple(by_group) if variety == "any" else (variety,)
    groups = [group for group in by_group if group in wanted]
    return [(word, group == "arabic") for group in groups for word in by_group[group].split()]
