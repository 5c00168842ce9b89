"""Find patterns in a message: by lookup and bounded steps, never by backtracking. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.triage.alarm import Category
from knowledge.triage.negation import MARK
from knowledge.triage.patterns import PHRASE_WORDS, WINDOW, Book, Pattern, Run, keys_of, load
from knowledge.triage.tokens import Word

Places = Mapping[int, Sequence[int]]  # atom -> positions, ascending


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    pattern: Pattern
    start: int
    end: int  # position of the last word


@lru_cache(maxsize=1)
def book() -> Book:
    """The committed patterns."""
    return load()


@lru_cache(maxsize=1)
def _by_rarest() -> dict[int, list[Pattern]]:
    """Each pattern under the atom that fewest patterns use, so that few are looked at."""
    counts: dict[int, int] = {}
    for pattern in book().patterns:
        for atom in pattern.atoms:
            counts[atom] = counts.get(atom, 0) + 1
    found: dict[int, list[Pattern]] = {}
    for pattern in book().patterns:
        found.setdefault(min(pattern.atoms, key=counts.__getitem__), []).append(pattern)
    return found


@lru_cache(maxsize=20_000)
def _atoms(spellings: tuple[str, ...], sounds: tuple[str, ...]) -> frozenset[int]:
    keys = book().keys
    if spellings[0] in book().everyday:
        sounds = tuple(sound for sound in sounds if sound.startswith(MARK))
    sounds = tuple(sound for sound in sounds if sound not in book().blurred)
    return frozenset(atom for key in keys_of(spellings, sounds) if key in keys for atom in keys[key])


def places(words: Sequence[Word]) -> dict[int, list[int]]:
    """Where each atom stands in the message; a phrase stands at its first and at its last word."""
    found: dict[int, set[int]] = {}
    for number, word in enumerate(words):
        for atom in _atoms(word.spellings, word.sounds):
            found.setdefault(atom, set()).add(word.position)
        for size in range(2, PHRASE_WORDS + 1):
            part = words[number : number + size]
            if len(part) == size and part[-1].position - word.position == size - 1:
                for atom in _phrase_atoms(part):
                    found.setdefault(atom, set()).update((word.position, part[-1].position))
    return {atom: sorted(where) for atom, where in found.items()}


def _phrase_atoms(words: Sequence[Word]) -> Iterator[int]:
    rest = " ".join(word.spellings[0] for word in words[1:])
    for spelling in words[0].spellings:
        yield from book().keys.get(f"={spelling} {rest}", ())


def matches(where: Places) -> Iterator[Match]:
    """Every alarming match outside of words that are not meant so."""
    present = [p for atom in where for p in _by_rarest().get(atom, ()) if all(part in where for part in p.atoms)]
    calm: dict[Category, set[int]] = {}
    for pattern in present:
        if pattern.alarm is None:
            for match in find(pattern, where):
                for category in pattern.calms:
                    calm.setdefault(category, set()).update(range(match.start, match.end + 1))
    for pattern in present:
        if pattern.alarm is not None:
            yield from find(pattern, _without(where, pattern, calm.get(pattern.alarm.category)))


def _without(where: Places, pattern: Pattern, calm: set[int] | None) -> Places:
    if not calm:
        return where
    return {atom: [place for place in where[atom] if place not in calm] for atom in pattern.atoms}


def find(pattern: Pattern, where: Places) -> Iterator[Match]:
    """Slide over the ends of the runs; a match is a window that holds each run, on words of its own."""
    events = sorted((end, number, start) for number, run in enumerate(pattern.runs) for start, end in _spans(run, where))
    last: dict[int, tuple[int, int]] = {}
    for end, number, start in events:
        last[number] = (start, end)
        if len(last) == len(pattern.runs) and len(set(last.values())) == len(last):
            first = min(begin for begin, _ in last.values())
            if len(last) == 1 or end - first < WINDOW:
                yield Match(pattern=pattern, start=first, end=end)


def _spans(run: Run, where: Places) -> Iterator[tuple[int, int]]:
    """First and last positions of a run: step through its atoms with the starts that reach each place."""
    reached = {place: place for place in where[run.atoms[0]]}
    for atom, gap in zip(run.atoms[1:], run.gaps[1:], strict=True):
        following: dict[int, int] = {}
        for place in where[atom]:
            for before in range(place - 1, place - 2 - gap, -1):
                if before in reached:
                    following[place] = reached[before]
                    break
        reached = following
    for end, start in reached.items():
        yield start, end
