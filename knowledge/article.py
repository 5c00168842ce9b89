"""The words of the knowledge base: article, figure, source, phrasing, corridor. Pure data, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Language(StrEnum):
    """The five languages an article is written in and a reply is given in."""

    AR = "ar"
    FR = "fr"
    EN = "en"
    IT = "it"
    DE = "de"


class Variety(StrEnum):
    """How people write; `-Latn` is Arabizi, `mixed` two languages in one message, `other` none of ours (of messages only)."""

    ARY = "ary"
    ARY_LATN = "ary-Latn"
    AEB = "aeb"
    AEB_LATN = "aeb-Latn"
    ARZ = "arz"
    ARZ_LATN = "arz-Latn"
    AR = "ar"
    FR = "fr"
    EN = "en"
    IT = "it"
    DE = "de"
    MIXED = "mixed"
    OTHER = "other"


class Country(StrEnum):
    """ISO 3166 codes of the countries of our corridors."""

    EG = "EG"
    MA = "MA"
    TN = "TN"
    DE = "DE"
    BE = "BE"
    FR = "FR"
    IT = "IT"


class Topic(StrEnum):
    WORK_VISA = "work-visa"
    JOB_SEARCH = "job-search"
    TRAINING = "training"
    STUDY = "study"
    FAMILY = "family"
    VISA_PROCEDURE = "visa-procedure"
    RECOGNITION = "recognition"
    LANGUAGE = "language"
    MONEY = "money"
    RIGHTS_AT_WORK = "rights-at-work"
    ARRIVAL = "arrival"
    DOCUMENTS = "documents"
    RECRUITMENT = "recruitment"
    PROGRAMMES = "programmes"
    PROTECTION = "protection"
    ASYLUM = "asylum"
    RETURN = "return"
    MOBILITY = "mobility"


class Audience(StrEnum):
    WORKER = "worker"
    STUDENT = "student"
    TRAINEE = "trainee"
    FAMILY = "family"
    DOMESTIC_WORKER = "domestic-worker"
    SEASONAL_WORKER = "seasonal-worker"
    UNDOCUMENTED = "undocumented"
    RETURNEE = "returnee"
    ANYONE = "anyone"


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that can change, with the year it holds for; the unit stands in the text."""

    id: str
    value: Decimal
    unit: str
    year: int
    source: int  # number of the source in its article


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    number: int
    url: str
    publisher: str
    title: str
    date: date | None  # of the page; None when it shows none
    official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasing:
    """Another way people ask what the article answers."""

    variety: Variety
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """From where, to where, and where the person is now; None = not known."""

    origin: Country | None = None
    destination: Country | None = None
    present_in: Country | None = None

    def __bool__(self) -> bool:
        return any((self.origin, self.destination, self.present_in))

    def over(self, other: Corridor) -> Corridor:
        """Its own countries, and the other one's where it names none."""
        return Corridor(
            origin=self.origin or other.origin,
            destination=self.destination or other.destination,
            present_in=self.present_in or other.present_in,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article in one language. Texts still hold `{figure_id}` where a figure stands."""

    id: str
    language: Language
    title: str
    short_answer: str
    body: str  # restricted Markdown, sections "## Heading {#key}"
    phrasings: tuple[Phrasing, ...]
    topic: Topic
    destination: frozenset[Country]  # empty = any
    origin: frozenset[Country]  # empty = any
    audience: frozenset[Audience]
    protection: bool
    sources: tuple[Source, ...]
    official_page: str
    confidence: Confidence
    reviewed_on: date
    review_by: date
    related: tuple[str, ...] = ()
    confirmed_by_caseworker: bool = False

    def is_overdue(self, today: date) -> bool:
        """True when its review date has passed: it must not be served as fresh."""
        return today > self.review_by


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFolder:
    """What one content folder holds: the same article in several languages, and its figures."""

    id: str
    articles: tuple[Article, ...]
    figures: tuple[Figure, ...] = field(default=())
