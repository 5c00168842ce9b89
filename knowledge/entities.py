"""Countries, permits, documents and occupations in a message, in every language and spelling.

The spellings are data (`nlu_data/entities/*.yaml`, also read by the dialogue engine); spaCy's phrase matcher finds them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import spacy
import yaml
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from knowledge.article import Corridor, Country
from knowledge.language.arabizi import words
from knowledge.language.characters import normalise, without_accents

DIRECTORY = Path(__file__).resolve().parents[1] / "nlu_data" / "entities"
KINDS = ("country", "permit", "document", "occupation")
ORIGINS = frozenset({Country.EG, Country.MA, Country.TN})

# Arabic writes "and", "to", "in", "from the" … as part of the next word; Maghrebi and French elide the article.
_JOINED = ("", "ال", "ل", "لل", "ب", "بال", "ف", "فال", "ك", "م", "مال", "ع")
_PREFIXES = tuple(f"{and_}{joined}" for and_ in ("", "و") for joined in _JOINED)
_ELIDED = ("l'", "d'", "dell'", "all'", "nell'", "dall'", "l", "el", "f", "fl", "b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities:
    """Canonical values found in one message, by kind."""

    found: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def countries(self) -> frozenset[Country]:
        return frozenset(Country(code) for code in self.found.get("country", ()))

    def corridor(self) -> Corridor:
        """The plain reading: one country of origin is where from, one of destination is where to.

        The dialogue engine reads the cue words ("from", "rani f"); this is what stands when it is silent.
        """
        origins = self.countries & ORIGINS
        destinations = self.countries - ORIGINS
        return Corridor(
            origin=next(iter(origins)) if len(origins) == 1 else None,
            destination=next(iter(destinations)) if len(destinations) == 1 else None,
        )


class EntityReader:
    """Finds entities in a message. Built once (about 50 ms), then read-only."""

    def __init__(self, surface_forms: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self._nlp = spacy.blank("xx")
        self._matcher = PhraseMatcher(self._nlp.vocab)
        for kind, values in surface_forms.items():
            for value, forms in values.items():
                patterns = {tuple(words(without_accents(normalise(form)))) for form in forms} - {()}
                self._matcher.add(f"{kind}\0{value}", [self._document(p) for p in sorted(with_prefixes(patterns))])

    def read(self, text: str) -> Entities:
        """Everything found; a longer match does not hide a shorter one of another kind."""
        document = self._document(words(without_accents(normalise(text))))
        found: dict[str, set[str]] = {}
        for match, _, _ in self._matcher(document):
            kind, value = self._nlp.vocab.strings[match].split("\0")
            found.setdefault(kind, set()).add(value)
        return Entities(found={kind: frozenset(values) for kind, values in found.items()})

    def without_countries(self, text: str, countries: Set[Country]) -> str:
        """The text without the words that name these countries, so that another one can be put in their place."""
        kept = text.split()
        if not countries & self.read(text).countries:
            return " ".join(kept)
        for length in (1, 2):  # most names are one word, few are two ("le caire")
            start = 0
            while start + length <= len(kept):
                named = self.read(" ".join(kept[start : start + length])).countries
                if named and named <= countries:
                    del kept[start : start + length]
                else:
                    start += 1
        return " ".join(kept)

    def _document(self, tokens: Iterable[str]) -> Doc:
        return Doc(self._nlp.vocab, words=list(tokens))


def with_prefixes(patterns: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Each form also as it stands behind a joined preposition or article.

    "ال" may be the article ("المغرب", "للمغرب") or part of the name ("المانيا", "لالمانيا"): both are tried.
    """
    found = set(patterns)
    for first, *rest in patterns:
        prefixes = _PREFIXES if "\u0600" <= first[0] <= "\u06ff" else _ELIDED
        stems = {first, first.removeprefix("ال")} if len(first) > 3 else set()
        found |= {(prefix + stem, *rest) for prefix in prefixes for stem in stems}
    return found


def load_surface_forms(directory: Path = DIRECTORY) -> dict[str, dict[str, list[str]]]:
    """kind -> canonical value -> spellings, from the data files."""
    found = {}
    for kind in KINDS:
        data = yaml.safe_load((directory / f"{kind}.yaml").read_text("utf-8"))
        found[kind] = {str(value): [str(form) for form in forms] for value, forms in data.items()}
    return found


@lru_cache(maxsize=1)
def reader() -> EntityReader:
    """The reader over the shipped data."""
    return EntityReader(load_surface_forms())
