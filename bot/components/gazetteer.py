"""Find the countries, permits, documents and occupations that a message names. Pure.

One list per entity holds canonical values and their surface forms in every language and script. What grammar
glues to a name is taken off here, so that the lists stay short: Arabic one-letter prepositions and the article
("لألمانيا", "وبالمغرب"), and the same ones in Latin letters ("falmanya", "litalia").
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from components.text import Word, words_of

EntityLists = Mapping[str, Mapping[str, Sequence[str]]]  # entity -> value -> surface forms

_ARTICLE = "ال"
_ARABIC_LETTERS = frozenset("وفبلكعمده")
_LATIN_CLITICS = ("fel", "lel", "bel", "fil", "lil", "f", "l", "b", "d", "w")
_SHORTEST_ARABIC_STEM = 3
_SHORTEST_LATIN_STEM = 5
_LONGEST_NAME = 5  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One named thing: words `first` to `last` (inclusive), and the preposition glued to the first of them."""

    entity: str
    value: str
    first: int
    last: int
    glued: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Every surface form as a sequence of word forms; "french" is a country's and a language's."""

    names: Mapping[tuple[str, ...], Sequence[tuple[str, str]]]  # -> (entity, value) pairs


def gazetteer_of(lists: EntityLists) -> Gazetteer:
    """Index the lists; within an entity, the first value that claims a form keeps it."""
    names: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for entity, values in lists.items():
        for value, forms in values.items():
            for form in forms:
                key = tuple(word.form for word in words_of(form))
                claims = names.setdefault(key, [])
                if key and entity not in {claimed for claimed, _ in claims}:
                    claims.append((entity, value))
    return Gazetteer(names=names)


def find(words: Sequence[Word], gazetteer: Gazetteer) -> list[Mention]:
    """All mentions from left to right; of two that overlap, the one that starts first, at its longest."""
    mentions: list[Mention] = []
    position = 0
    while position < len(words):
        found = _longest_at(position, words, gazetteer)
        mentions.extend(found)
        position = found[0].last + 1 if found else position + 1
    return mentions


def _longest_at(first: int, words: Sequence[Word], gazetteer: Gazetteer) -> list[Mention]:
    for length in range(min(_LONGEST_NAME, len(words) - first), 0, -1):
        rest = tuple(word.form for word in words[first + 1 : first + length])
        for glued, stem in _readings(words[first].form):
            for tail in _tails(rest):
                if claims := gazetteer.names.get((stem, *tail)):
                    last = first + length - 1
                    return [Mention(entity=entity, value=value, first=first, last=last, glued=glued) for entity, value in claims]
    return []


def _tails(rest: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words after the first, as typed, then with the article of the last one taken off or put on."""
    yield rest
    if rest:
        last = rest[-1]
        yield (*rest[:-1], last[2:] if last.startswith(_ARTICLE) else _ARTICLE + last)


def _readings(form: str) -> Iterator[tuple[str, str]]:
    """(glued letters, stem) pairs, most literal first."""
    yield "", form
    if form[:1] >= "\u0600":
        yield from _arabic_readings(form)
    else:
        for clitic in _LATIN_CLITICS:
            stem = form.removeprefix(clitic)
            if stem != form and len(stem) >= _SHORTEST_LATIN_STEM:
                yield clitic, stem


def _arabic_readings(form: str) -> Iterator[tuple[str, str]]:
    yield from _with_and_without_article("", form)
    glued, stem = "", form
    while stem[:1] in _ARABIC_LETTERS and len(glued) < 2 and len(stem) > _SHORTEST_ARABIC_STEM:
        glued, stem = glued + stem[0], stem[1:]
        yield glued, stem
        yield from _with_and_without_article(glued, stem)


def _with_and_without_article(glued: str, stem: str) -> Iterator[tuple[str, str]]:
    if stem.startswith(_ARTICLE) and len(stem) > len(_ARTICLE) + 1:
        yield glued, stem[len(_ARTICLE) :]
    elif stem.startswith("ل") and glued.endswith("ل"):  # "للمغرب": the article loses its alef after "ل"
        yield glued + "ل", stem[1:]
        yield glued + "ل", _ARTICLE + stem[1:]
    else:
        yield glued, _ARTICLE + stem
