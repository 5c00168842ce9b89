"""What a person has told about themselves. `None` is "not told" everywhere, and nothing is ever assumed. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Education(StrEnum):
    """The highest diploma. VOCATIONAL is training of two years or more; BACHELOR a degree of three years or more."""

    NONE = "none"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    VOCATIONAL = "vocational"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


class Recognition(StrEnum):
    """Whether the country of destination has recognised the diploma, or finds it comparable."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


class Level(StrEnum):
    """Levels of a language (CEFR); NONE is "not at all", a native speaker has C2."""

    NONE = "none"
    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


RECOGNITIONS, LEVELS = tuple(Recognition), tuple(Level)  # from least to most


class OfferKind(StrEnum):
    """What somebody in the country of destination has promised; NONE is "no offer", told as such."""

    NONE = "none"
    JOB = "job"
    TRAINING = "training"
    SEASONAL = "seasonal"
    STUDY = "study"
    AU_PAIR = "au_pair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An offer, or the certainty that there is none."""

    kind: OfferKind | None = None
    # Ids of nlu_data/entities/occupation.yaml; empty: a name was told that none of our lists knows.
    occupations: frozenset[str] | None = None
    salary_eur_year: Decimal | None = None  # gross

    @property
    def is_none(self) -> bool:
        return self.kind is OfferKind.NONE


ANYWHERE = "*"  # a destination: the person wants to compare all of them
NO_OFFER = Offer(kind=OfferKind.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One person's answers. Country codes are ISO 3166; any country may be told, ours or not."""

    origin: str | None = None
    destination: str | None = None
    age: Decimal | None = None  # years
    education: Education | None = None
    recognised: Recognition | None = None
    experience_years: Decimal | None = None
    languages: Mapping[str, Level] = field(default_factory=dict)  # a language that is not there was not told
    offer: Offer | None = None
    funds_eur_month: Decimal | None = None
