"""Terms of law and administration in the words people use for them: read, found in a message, checked.

The terms are data (`content/glossary.yaml`). A message is asked about as a whole: "chnowa nulla osta?" wants the meaning,
"chhal kaysenna nulla osta" wants more and is left to search. Pure besides reading the file once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import spacy
import yaml
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from knowledge.article import Country, Language, Variety
from knowledge.checks import DIRECTION_MARKS, Finding, Severity
from knowledge.entities import with_prefixes
from knowledge.errors import BadContent
from knowledge.fields import Fields, mapping
from knowledge.language.arabizi import skeleton, words
from knowledge.language.characters import normalise, western_digits, without_accents

FILE = Path(__file__).with_name("content") / "glossary.yaml"
EXPLANATION_AT_MOST = 300
_ASKED_AT_MOST = 12  # words: whoever writes more asks for more than the meaning
_SOUNDS_FROM = 5  # consonants that a term needs to be known by them alone
_JOINED_SOUNDS = ("", "l", "f", "b", "fl", "bl")  # the article and prepositions, as they sound
_EUROPEAN = (Variety.FR, Variety.EN, Variety.IT, Variety.DE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term, explained in every language of the reader."""

    id: str
    term: str  # as the law of the country writes it
    language: Language  # of the term itself
    country: Country | None  # None: of no single country
    spellings: tuple[str, ...]  # what people write, besides the term itself
    explanation: Mapping[Language, str]
    article: str  # id of the article that says more


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A message that asks for the meaning of one term and for nothing else."""

    term: Term
    cue: str  # the words around the term: the person's own, while the term may be in any language; "" for the term alone


class Glossary:
    """Finds terms in a message. Built once, then read-only; both questions take well under a millisecond."""

    def __init__(self, terms: Sequence[Term], asking: Mapping[Variety, Iterable[str]]) -> None:
        self.terms = {term.id: term for term in terms}
        self._nlp = spacy.blank("xx")
        self._spelled, self._sounded = PhraseMatcher(self._nlp.vocab), PhraseMatcher(self._nlp.vocab)
        cues = {variety: frozenset(token for word in asked for token in _tokens(word)) for variety, asked in asking.items()}
        self._arabic_cues = frozenset(cue for variety, asked in cues.items() if variety not in _EUROPEAN for cue in asked)
        # All words around a term are of one language; people who write Arabic mix in French.
        self._cues = [*(cues.get(variety, frozenset()) for variety in _EUROPEAN), self._arabic_cues | cues.get(Variety.FR, frozenset())]
        for term in terms:
            spelled = with_prefixes({tuple(_tokens(form)) for form in _forms(term)} - {()})
            self._spelled.add(term.id, [self._document(pattern) for pattern in sorted(spelled)])
            if len("".join(sound := _sound(_tokens(term.term))).replace(" ", "")) >= _SOUNDS_FROM:
                self._sounded.add(term.id, [self._document([joined + sound[0], *sound[1:]]) for joined in _JOINED_SOUNDS])

    def find(self, text: str) -> tuple[Term, ...]:
        """The terms a message names, in order; of spellings that overlap the longest counts."""
        return tuple(self.terms[name] for name, _, _ in self._spans(_tokens(text)))

    def asked(self, text: str) -> Asked | None:
        """The one term whose meaning the message asks for: alone, or with nothing but words that ask what it is."""
        tokens = _tokens(text)
        spans = self._spans(tokens) if len(tokens) <= _ASKED_AT_MOST else []
        if len(spans) != 1:
            return None
        name, start, end = spans[0]
        around = [*tokens[:start], *tokens[end:]]
        return Asked(term=self.terms[name], cue=" ".join(around)) if any(cues.issuperset(around) for cues in self._cues) else None

    def _spans(self, tokens: Sequence[str]) -> list[tuple[str, int, int]]:
        """Terms with their first and last word, by spelling, else by sound where a message may be Arabic."""
        spelled = self._longest(self._spelled, tokens)
        if spelled or not any(_arabic(token) or token in self._arabic_cues for token in tokens):
            return spelled  # European words that sound alike mean different things: patronat, patronato
        return self._longest(self._sounded, _sound(tokens))

    def _longest(self, matcher: PhraseMatcher, tokens: Sequence[str]) -> list[tuple[str, int, int]]:
        found = sorted(matcher(self._document(tokens)), key=lambda match: (match[1] - match[2], match[1]))
        taken: set[int] = set()
        spans = []
        for match, start, end in found:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                spans.append((self._nlp.vocab.strings[match], start, end))
        return sorted(spans, key=lambda span: span[1])

    def _document(self, tokens: Iterable[str]) -> Doc:
        return Doc(self._nlp.vocab, words=list(tokens))


def _tokens(text: str) -> list[str]:
    return words(without_accents(normalise(text)))


def _arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def _forms(term: Term) -> tuple[str, ...]:
    return (term.term, *term.spellings)


def _sound(tokens: Iterable[str]) -> list[str]:
    """The consonants of each word; a word without any keeps its place."""
    return [skeleton(token) or " " for token in tokens]


def parse(file: str, text: str) -> tuple[list[Term], dict[Variety, tuple[str, ...]]]:
    """The terms, and by variety the words that ask for a meaning. Raises BadContent with the line of the wrong term."""
    fields = Fields(file, mapping(file, text))
    asking = Fields(f"{file} asking", fields.get("asking", dict))
    terms: list[Term] = []
    for number, row in enumerate(fields.rows("terms")):
        try:
            terms.append(_term(row))
        except BadContent as exc:
            raise BadContent(file, _line_of(text, number), exc.reason) from exc
    return terms, {variety: asking.texts(variety.value) for variety in Variety}


def _term(row: Fields) -> Term:
    explanation = Fields(row.file, row.get("explanation", dict))
    return Term(
        id=row.one_line("id"),
        term=row.one_line("term"),
        language=row.member("language", Language),
        country=row.member("country", Country) if row.get("country", str, default="") else None,
        spellings=row.texts("spellings"),
        explanation=MappingProxyType({code: explanation.one_line(code.value) for code in Language}),
        article=row.one_line("article"),
    )


def _line_of(text: str, number: int) -> int | None:
    """The line on which a term of the file begins, counted from 1."""
    root = yaml.compose(text, yaml.CSafeLoader)
    entries = next((value for key, value in root.value if key.value == "terms"), None) if root else None
    return entries.value[number].start_mark.line + 1 if entries else None


def check(terms: Sequence[Term], articles: Iterable[str]) -> Iterator[Finding]:
    """Everything wrong in the glossary; `articles` are the ids there are."""
    known = set(articles)
    owners: dict[tuple[str, ...], str] = {}
    names: set[str] = set()
    for term in terms:
        if term.id in names:
            yield _error(term, "is defined twice")
        names.add(term.id)
        if term.article not in known:
            yield _error(term, f"its article '{term.article}' does not exist")
        for form in _forms(term):
            owner = owners.setdefault(tuple(_tokens(form)), term.id)
            if owner != term.id:
                yield _error(term, f"'{form}' already means {owner}")
        yield from _check_explanations(term)


def _check_explanations(term: Term) -> Iterator[Finding]:
    numbers = _numbers(term.explanation[Language.EN])
    for language, text in term.explanation.items():
        if len(text) > EXPLANATION_AT_MOST:
            yield _error(term, f"{language.value}: has {len(text)} characters, at most {EXPLANATION_AT_MOST}")
        if western_digits(text) != text:
            yield _error(term, f"{language.value}: digits must be 0-9")
        if "{" in text or DIRECTION_MARKS.search(text):
            yield _error(term, f"{language.value}: neither figures nor direction marks are written here")
        if _numbers(text) != numbers:
            yield _error(term, f"{language.value}: its numbers differ from the English text")


def _numbers(text: str) -> set[str]:
    return {token for token in _tokens(text) if token.isdigit()}


def _error(term: Term, reason: str) -> Finding:
    return Finding(severity=Severity.ERROR, where=f"glossary/{term.id}", reason=reason)


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """The glossary that ships. Raises BadContent."""
    return Glossary(*parse(FILE.name, FILE.read_text("utf-8")))
