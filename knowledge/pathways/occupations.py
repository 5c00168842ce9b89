"""What the name of an occupation in an offer says: which of our occupations it is, and what kind of offer that makes.

The spellings are those of `nlu_data/entities`, in every language. Edge: reads those files once.
"""

from __future__ import annotations

import re

from knowledge.entities import EntityReader, reader
from knowledge.language.characters import normalise
from knowledge.pathways.contract import Named
from knowledge.pathways.profile import OfferKind

_BY_OCCUPATION = {"apprentice": OfferKind.TRAINING, "student": OfferKind.STUDY}
_BY_PERMIT = {"vocational_training": OfferKind.TRAINING, "seasonal": OfferKind.SEASONAL, "student_visa": OfferKind.STUDY}
# Work in the fields is hired by the season and by the year: the name alone does not say which.
_EITHER = frozenset({"farm_worker", "shepherd"})
_AU_PAIR = re.compile(r"\bau[ -]?pair\b", re.I)
_HARVEST = re.compile(r"\b(season\w*|saison\w*|stagional\w*|harvest\w*|récolte|recolte|ernte\w*|vendange\w*|raccolta)\b|موسم", re.I)
_NOT_AT_WORK = frozenset({"unemployed", "homemaker", "retired", "student", "apprentice"})


def named(text: str, entities: EntityReader | None = None) -> Named:
    """Read the name of an occupation.

    >>> named("Erntehelfer").kind, sorted(named("Software developer").occupations)
    (<OfferKind.SEASONAL: 'seasonal'>, ['it_specialist'])
    """
    found = (entities or reader()).read(text).found
    occupations = frozenset(found.get("occupation", ()))
    return Named(occupations=occupations - _NOT_AT_WORK, kind=_kind(normalise(text), occupations, frozenset(found.get("permit", ()))))


def _kind(text: str, occupations: frozenset[str], permits: frozenset[str]) -> OfferKind | None:
    if _AU_PAIR.search(text):
        return OfferKind.AU_PAIR
    if _HARVEST.search(text):
        return OfferKind.SEASONAL
    for names, meanings in ((permits, _BY_PERMIT), (occupations, _BY_OCCUPATION)):
        if kinds := {meanings[name] for name in names & meanings.keys()}:
            return kinds.pop() if len(kinds) == 1 else None
    return None if occupations & _EITHER else OfferKind.JOB
