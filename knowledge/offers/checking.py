"""From the text of an offer to what is worrying in it. Pure besides the rules, which are read once.

Never "this is safe": no finding means that none of these signs stands in the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from knowledge.article import Country, Figure
from knowledge.entities import reader
from knowledge.offers import addresses, conditions, employer
from knowledge.offers.indicator import Checked, Finding, Indicator, Level
from knowledge.offers.matching import Places, first, places
from knowledge.offers.patterns import FOLDER, rules
from knowledge.offers.reading import CHARACTERS_READ, Token, excerpt, prepared, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """Why something worries: how grave it is, on which principle, and the article that says more."""

    level: Level
    source: str
    says: str
    article: str


def check(text: str, figures: Mapping[str, Figure]) -> Checked:
    """Everything worrying in an offer, a contract or a recruiter's message; `figures` are the knowledge base's."""
    text = text[:CHARACTERS_READ]
    tokens, entities = read(text), reader().read(text)
    where = places(tokens, rules().book)
    claims = employer.claims_offer(text, where, rules(), entities.countries, trade="occupation" in entities.found)
    # Later findings of an indicator stand for it: figures say more than words.
    found = {finding.indicator: finding for finding in (*_said(tokens, where), *_compared(text, entities.countries, figures))}
    if claims and not employer.is_named(text, where, rules()):
        found[Indicator.EMPLOYER] = _finding("employer", "")
    return Checked(findings=tuple(found[code] for code in Indicator if code in found), claims=claims)


def _said(tokens: Sequence[Token], where: Places) -> Iterator[Finding]:
    """What words show."""
    for code in rules().found:
        if match := first(code, tokens, where, rules()):
            yield _finding(code.value, excerpt(tokens, match.start, match.end))


def _compared(text: str, countries: Collection[Country], figures: Mapping[str, Figure]) -> Iterator[Finding]:
    """What figures and addresses show."""
    plain = prepared(text)
    if low := conditions.wage_too_low(plain, countries, figures):
        yield _finding("wage", low)
    if long := conditions.hours_too_long(plain, countries, figures):
        yield _finding("hours", long)
    if address := addresses.worrying(plain):
        yield _finding("domain" if address.imitates else "free_mail", address.text)


def _finding(name: str, because: str) -> Finding:
    code = Indicator.DOMAIN if name == "free_mail" else Indicator(name)
    return Finding(indicator=code, level=principles()[name].level, because=because)


@lru_cache(maxsize=1)
def principles() -> Mapping[str, Principle]:
    """The principle behind each indicator (`free_mail`: the milder half of `domain`)."""
    data = yaml.load((FOLDER / "sources.yaml").read_text("utf-8"), yaml.CSafeLoader)
    return {
        name: Principle(
            level=Level(row["level"]),
            source=f"{data['sources'][row['source']]['publisher']}, {data['sources'][row['source']]['title']}",
            says=row["says"],
            article=row["article"],
        )
        for name, row in data["indicators"].items()
    }
