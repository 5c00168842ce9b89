"""What `dalil kb check` and the staff site say about an article: errors that refuse, warnings that are told. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge import figures, markdown
from knowledge.article import Article, ArticleFolder, Figure, Language
from knowledge.language.characters import western_digits

SHORT_ANSWER_AT_MOST = 600
TITLE_AT_MOST = 100
BODY_AT_MOST = 4000  # one WhatsApp or Telegram message
SOON = timedelta(days=30)
READABLE_AT_MOST = {Language.EN: 50, Language.FR: 52, Language.IT: 56, Language.DE: 58, Language.AR: 62}  # LIX, see below

DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PHONE = re.compile(r"tel:(\+?\d+)")
_NUMBER = re.compile(r"\d+")
_ITEM_NUMBER = re.compile(r"^\d+\. ", re.M)
_ADDRESS = re.compile(r"\S+\.[a-z]{2,}\S*|\]\([^)]*\)")
_LATIN_RUN = re.compile(r"(?:[A-Za-zÀ-ÿ'’-]+[ ,]+){3,}[A-Za-zÀ-ÿ'’-]+")
# Words that names and terms of law seldom have, so that "European Commission" may stand in an Arabic text and a sentence not.
_ENGLISH = frozenset(
    "the and for with your you are not from this that must can what how where which when will their they were before if".split()
)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    severity: Severity
    where: str  # "slug" or "slug/language"
    reason: str

    def __str__(self) -> str:
        return f"{self.severity.value}: {self.where}: {self.reason}"


def check_base(folders: Sequence[ArticleFolder], today: date) -> list[Finding]:
    """Everything wrong or doubtful in a base, errors first."""
    known = {figure.id: figure for folder in folders for figure in folder.figures}
    ids = {folder.id for folder in folders}
    found = [finding for folder in folders for finding in check_folder(folder, known, ids, today)]
    used = {place for folder in folders for article in folder.articles for place in figures.places(article.short_answer + article.body)}
    found += [_warning(figure, "no text uses this figure") for figure in sorted(known.keys() - used)]
    found += _same_phrasings(folders)
    return sorted(found, key=lambda finding: (finding.severity, finding.where))


def _same_phrasings(folders: Sequence[ArticleFolder]) -> Iterator[Finding]:
    """One question cannot lead to two articles."""
    owners: dict[str, str] = {}
    for folder in folders:
        for article in folder.articles:
            for phrasing in article.phrasings:
                owner = owners.setdefault(phrasing.text.casefold().strip(" ?؟."), folder.id)
                if owner != folder.id:
                    yield _warning(f"{folder.id}/{article.language.value}", f"'{phrasing.text}' also leads to {owner}")


def check_folder(folder: ArticleFolder, known: Mapping[str, Figure], ids: Iterable[str], today: date) -> Iterator[Finding]:
    """One article in all its languages: each alone, then against each other."""
    languages = {article.language for article in folder.articles}
    for language in Language:
        if language not in languages:
            yield _error(folder.id, f"the {language.value} text is missing")
    ids = set(ids)
    for article in folder.articles:
        yield from check_article(article, known, ids, today)
    numbers = {source.number for article in folder.articles for source in article.sources}
    for figure in folder.figures:
        if figure.source not in numbers:
            yield _warning(folder.id, f"figure '{figure.id}' names source {figure.source}, which does not exist")
    yield from _same_structure(folder)


def check_article(article: Article, known: Mapping[str, Figure], ids: Iterable[str], today: date) -> Iterator[Finding]:
    """One language: its figures, links, lengths, digits, direction marks, dates and readability."""
    where = f"{article.id}/{article.language.value}"
    text = f"{article.short_answer}\n{article.body}"
    yield from (_error(where, reason) for reason in _broken(article, text, known, ids))
    yield from _lengths(article, where, known)
    if not article.phrasings:
        yield _error(where, "no phrasing")
    if article.is_overdue(today):
        yield _warning(where, f"its review was due on {article.review_by}")
    elif article.review_by - today <= SOON:
        yield _warning(where, f"its review is due on {article.review_by}")
    score, most = readability(markdown.plain(text)), READABLE_AT_MOST[article.language]
    if score > most:
        yield _warning(where, f"hard to read: {score:.0f}, at most {most}")


def _broken(article: Article, text: str, known: Mapping[str, Figure], ids: Iterable[str]) -> Iterator[str]:
    yield from (f"figure '{{{place}}}' does not exist" for place in sorted(figures.places(text) - known.keys()))
    ids = set(ids)
    targets = [target.removeprefix("article:") for _, target in markdown.links(article.body) if target.startswith("article:")]
    yield from (f"links to '{target}', which does not exist" for target in dict.fromkeys(targets) if target not in ids)
    yield from (f"is related to '{slug}', which does not exist" for slug in article.related if slug not in ids)
    if not article.sources:
        yield "no source"
    if figures.places(article.title):
        yield "the title cannot hold a figure"
    written = f"{article.title}\n{text}"
    if western_digits(written) != written:
        yield "digits must be 0-9"
    if DIRECTION_MARKS.search(written):
        yield "direction marks are added by the channels, not written"
    if article.language is Language.AR:
        yield from (f"English left over: '{text}'" for text in _left_over(written))
    if article.language is Language.AR and (marks := markdown.links(article.short_answer)):
        yield f"the short answer is plain text, without links ({len(marks)})"


def _left_over(text: str) -> Iterator[str]:
    """English sentences in an Arabic text: four Latin words or more in a row, two of them such as names do not have."""
    for run in _LATIN_RUN.findall(_ADDRESS.sub(" ", text)):
        if sum(word in _ENGLISH for word in run.lower().replace(",", " ").split()) >= 2:
            yield run[:60]


def _lengths(article: Article, where: str, known: Mapping[str, Figure]) -> Iterator[Finding]:
    short = len(figures.fill(article.short_answer, known, article.language))
    body = len(markdown.plain(figures.fill(article.body, known, article.language)))
    if short > SHORT_ANSWER_AT_MOST:
        yield _error(where, f"the short answer has {short} characters, at most {SHORT_ANSWER_AT_MOST}")
    if len(article.title) > TITLE_AT_MOST:
        yield _error(where, f"the title has {len(article.title)} characters, at most {TITLE_AT_MOST}")
    if body > BODY_AT_MOST:
        yield _warning(where, f"the body has {body} characters: more than one message of {BODY_AT_MOST}")


def _same_structure(folder: ArticleFolder) -> Iterator[Finding]:
    """The languages say the same: the same sections, steps, figures, links and phone numbers."""
    shapes = {article.language: _shape(article) for article in folder.articles}
    if not shapes:
        return
    first = shapes.get(Language.EN) or next(iter(shapes.values()))
    for language, shape in shapes.items():
        for name, value in shape.items():
            if value != first[name]:
                yield _error(f"{folder.id}/{language.value}", f"{name} differ from the English text")
    yield from _same_numbers(folder)


def _same_numbers(folder: ArticleFolder) -> Iterator[Finding]:
    """Numbers outside figures: days, laws, phones. Languages may write a time otherwise (6 pm, 18.00), so this only warns."""
    written = {a.language: _NUMBER.findall(_ITEM_NUMBER.sub("", _ADDRESS.sub(" ", f"{a.short_answer}\n{a.body}"))) for a in folder.articles}
    first = written.get(Language.EN)
    for language, numbers in written.items():
        if first is not None and (odd := set(numbers) ^ set(first)):
            yield _warning(f"{folder.id}/{language.value}", f"numbers differ from the English text: {', '.join(sorted(odd))}")


def _shape(article: Article) -> dict[str, object]:
    sections = markdown.sections(article.body)
    links = [target for _, target in markdown.links(article.body)]
    return {
        "sections": [section.key for section in sections],
        "list items": [section.items for section in sections],
        "figures": figures.places(article.body),
        "figures of the short answer": figures.places(article.short_answer),
        "links": sorted(target for target in links if not target.startswith("tel:")),
        "phone numbers": sorted(_PHONE.findall(article.body)),
    }


def readability(text: str) -> float:
    """LIX: words a sentence plus the percentage of long words (over 6 letters; 5 in Arabic, which writes no short vowels).

    About 30 is a children's book, 40 a newspaper, 50 a report. 0.0 for an empty text.
    """
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return 0.0
    arabic = "\u0600" <= words[len(words) // 2][0] <= "\u06ff"
    long_words = sum(len(word) > (5 if arabic else 6) for word in words)
    sentences = max(1, len(re.findall(r"[.!?؟:]+(?:\s|$)|\n+", text)))
    return len(words) / sentences + 100 * long_words / len(words)


def _error(where: str, reason: str) -> Finding:
    return Finding(severity=Severity.ERROR, where=where, reason=reason)


def _warning(where: str, reason: str) -> Finding:
    return Finding(severity=Severity.WARNING, where=where, reason=reason)
