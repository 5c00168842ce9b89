"""Find the patterns of an offer in its words: by lookup and bounded steps, never by backtracking. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.offers.indicator import Indicator
from knowledge.offers.patterns import WHOLE_SENTENCE, Rules
from knowledge.offers.reading import Token
from knowledge.triage.matching import Match, find
from knowledge.triage.patterns import Book, Pattern, keys_of

PHRASE_WORDS = 4
SOUND_REACH = 6  # words around a sound finding, in its segment, that a denial covers too

Places = Mapping[int, Sequence[int]]


def places(tokens: Sequence[Token], book: Book) -> dict[int, list[int]]:
    """Where each atom stands; a phrase stands at its first and at its last word."""
    found: dict[int, set[int]] = {}
    for number, token in enumerate(tokens):
        for key in keys_of(token.spellings, token.sounds):
            for atom in book.keys.get(key, ()):
                found.setdefault(atom, set()).add(token.position)
        for size in range(2, PHRASE_WORDS + 1):
            part = tokens[number : number + size]
            if len(part) == size and part[-1].position - token.position == size - 1:
                for atom in _phrase_atoms(part, book):
                    found.setdefault(atom, set()).update((token.position, part[-1].position))
    return {atom: sorted(where) for atom, where in found.items()}


def _phrase_atoms(tokens: Sequence[Token], book: Book) -> Iterator[int]:
    rest = " ".join(token.spellings[0] for token in tokens[1:])
    for spelling in tokens[0].spellings:
        yield from book.keys.get(f"={spelling} {rest}", ())


def matches(patterns: Iterable[Pattern], where: Places) -> Iterator[Match]:
    """Every match of the patterns whose atoms all stand in the text."""
    for pattern in patterns:
        if all(atom in where for atom in pattern.atoms):
            yield from find(pattern, where)


def first(indicator: Indicator, tokens: Sequence[Token], where: Places, rules: Rules) -> Match | None:
    """The first worrying match of an indicator outside of what is said to be sound."""
    calm = _calm(matches(rules.sound[indicator], where), tokens)
    patterns = rules.found[indicator]
    if calm:
        used = {atom for pattern in patterns for atom in pattern.atoms}
        where = {atom: [place for place in where[atom] if place not in calm] for atom in used if atom in where}
    return min(matches(patterns, where), key=lambda match: (match.start, match.end), default=None)


def _calm(found: Iterable[Match], tokens: Sequence[Token]) -> frozenset[int]:
    """The positions that sound matches cover: their own, and a few on each side within their segments."""
    segment = {token.position: token.segment for token in tokens}
    covered: set[int] = set()
    for match in found:
        if segment[match.start] != segment[match.end] and not match.pattern.line.startswith(WHOLE_SENTENCE):
            continue  # a denial says nothing about the next part of the sentence
        own = {segment[match.start], segment[match.end]}
        near = range(match.start - SOUND_REACH, match.end + SOUND_REACH + 1)
        covered.update(place for place in near if match.start <= place <= match.end or segment.get(place) in own)
    return frozenset(covered)
