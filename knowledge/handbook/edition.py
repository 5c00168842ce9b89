"""What one edition of the handbook holds, and in which order a reader finds it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.article import Article, ArticleFolder, Country, Figure, Language, Topic
from knowledge.helpline import SERVED, Helpline, HelplineTopic

# Where most readers want to go comes first, then what holds in several countries (None), then where they come from.
ORDER: tuple[Country | None, ...] = (
    *(Country.DE, Country.FR, Country.IT, Country.BE),
    None,
    *(Country.MA, Country.TN, Country.EG),
)
_FIRST = (HelplineTopic.EMERGENCY, HelplineTopic.AMBULANCE, HelplineTopic.POLICE, HelplineTopic.FIRE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The published articles of one day, by id and language, with what their texts need."""

    articles: Mapping[tuple[str, Language], Article]
    figures: Mapping[str, Figure]
    helplines: tuple[Helpline, ...]  # only those that may be given to people
    made_on: date

    def find(self, id: str, language: Language) -> Article | None:
        return self.articles.get((id, language))

    def in_language(self, language: Language) -> list[Article]:
        """Every article of a language, in the order of ids."""
        return [article for (_, code), article in sorted(self.articles.items()) if code is language]

    def languages_of(self, id: str) -> list[Language]:
        return [language for language in Language if (id, language) in self.articles]

    def related(self, article: Article) -> list[Article]:
        """The related articles that exist in the article's own language."""
        found = (self.find(id, article.language) for id in dict.fromkeys(article.related) if id != article.id)
        return [other for other in found if other is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """The articles of one topic."""

    topic: Topic
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The articles about one country; None = about several, or any."""

    country: Country | None
    chapters: tuple[Chapter, ...]

    @property
    def size(self) -> int:
        """Number of articles."""
        return sum(len(chapter.articles) for chapter in self.chapters)


def edition(folders: Iterable[ArticleFolder], helplines: Iterable[Helpline], made_on: date) -> Edition:
    """Put an edition together; numbers that are never served are left out."""
    kept = list(folders)
    return Edition(
        articles={(article.id, article.language): article for folder in kept for article in folder.articles},
        figures={figure.id: figure for folder in kept for figure in folder.figures},
        helplines=tuple(line for line in helplines if line.is_served),
        made_on=made_on,
    )


def parts(known: Edition, language: Language) -> list[Part]:
    """Every article of a language once: under its one country, or among those about several."""
    by_country: dict[Country | None, list[Article]] = {country: [] for country in ORDER}
    for article in known.in_language(language):
        by_country[next(iter(article.destination)) if len(article.destination) == 1 else None].append(article)
    return [Part(country=country, chapters=chapters(articles)) for country, articles in by_country.items() if articles]


def book_parts(known: Edition, language: Language, country: Country) -> list[Part]:
    """What a book about a country holds: the articles about it, then those that hold anywhere."""
    articles = known.in_language(language)
    about = [article for article in articles if country in article.destination]
    anywhere = [article for article in articles if not article.destination]
    found = (Part(country=country, chapters=chapters(about)), Part(country=None, chapters=chapters(anywhere)))
    return [part for part in found if part.chapters]


def destinations(known: Edition, language: Language) -> list[Country]:
    """The countries that have articles in the language, in reading order."""
    about = {country for article in known.in_language(language) for country in article.destination}
    return [country for country in ORDER if country in about and country is not None]


def chapters(articles: Collection[Article]) -> tuple[Chapter, ...]:
    """By topic in the order of `Topic`, within it by title."""
    by_topic = {topic: sorted((a for a in articles if a.topic is topic), key=lambda a: (a.title, a.id)) for topic in Topic}
    return tuple(Chapter(topic=topic, articles=tuple(found)) for topic, found in by_topic.items() if found)


def numbers_of(known: Edition, codes: Sequence[str]) -> list[tuple[str, list[Helpline]]]:
    """The helplines by country code in the given order, emergency numbers first; codes without any are left out."""
    grouped = [(code, sorted((line for line in known.helplines if line.country == code), key=_urgency)) for code in codes]
    return [(code, lines) for code, lines in grouped if lines]


def _urgency(line: Helpline) -> tuple[int, int, str]:
    first = _FIRST.index(line.topics[0]) if line.topics[0] in _FIRST else len(_FIRST)
    return first, SERVED.index(line.confidence), line.title(Language.EN)
