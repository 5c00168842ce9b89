"""Small articles for tests: one that is right in all five languages, and what makes variations of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from knowledge.article import Article, ArticleFolder, Audience, Confidence, Country, Figure, Language, Phrasing, Source, Topic, Variety
from knowledge.encoder import EncoderUnavailable, Vectors

TODAY = date(2026, 11, 22)
WAGE = Figure(id="de_wage", value=Decimal("12.82"), unit="EUR/hour", year=2026, source=1)
METADATA = """\
id: de-wage
topic: rights-at-work
destination: [DE]
audience: [worker]
figures:
  - {id: de_wage, value: 12.82, unit: EUR/hour, year: 2026, source: 1}
sources:
  - {id: 1, url: "https://zoll.example/wage", publisher: "Zoll", title: "Wage", date: 2026-01-01, official: true}
official_page: "https://zoll.example"
confidence: high
reviewed_on: 2026-11-01
review_by: 2027-11-01
"""
ENGLISH = """\
---
title: "What is the minimum wage in Germany?"
short_answer: |
  You get {de_wage} EUR an hour
  in {de_wage:year}.
phrasings:
  en: ["minimum wage germany", 2026]
---
## Steps {#steps}
1. Ask your boss.
2. Call [112](tel:112).
"""


def files(metadata: str = METADATA, english: str = ENGLISH, **others: str) -> dict[str, str]:
    return {"article.yaml": metadata, "en.md": english, **{f"{name}.md": text for name, text in others.items()}}


def article(id: str = "de-wage", language: Language = Language.EN, **changes: Any) -> Article:
    """A right article; `changes` replace fields."""
    known = Article(
        id=id,
        language=language,
        title=f"Title of {id} in {language.value}",
        short_answer="You get {de_wage} EUR.",
        body="## Steps {#steps}\n1. Ask.\n2. Call [112](tel:112).",
        phrasings=(Phrasing(variety=Variety(language.value), text=f"phrasing of {id} {language.value}"),),
        topic=Topic.RIGHTS_AT_WORK,
        destination=frozenset({Country.DE}),
        origin=frozenset(),
        audience=frozenset({Audience.WORKER}),
        protection=False,
        sources=(source(1),),
        official_page="https://zoll.example",
        confidence=Confidence.HIGH,
        reviewed_on=date(2026, 11, 1),
        review_by=date(2027, 11, 1),
    )
    return replace(known, **changes)


def source(number: int, *, official: bool = True, **changes: Any) -> Source:
    known = Source(number=number, url=f"https://source.example/{number}", publisher=f"P{number}", title="T", date=None, official=official)
    return replace(known, **changes)


def folder(id: str = "de-wage", **changes: Any) -> ArticleFolder:
    """An article in all five languages with its figure; nothing is wrong with it."""
    return ArticleFolder(id=id, articles=tuple(article(id, language, **changes) for language in sorted(Language)), figures=(WAGE,))


def base() -> list[Article]:
    """Six English articles on different things, one of them about protection."""
    rows = (
        ("de-wage", "What is the minimum wage in Germany?", "minimum wage per hour", Topic.RIGHTS_AT_WORK, {Country.DE}),
        ("fr-wage", "What is the minimum wage in France?", "minimum wage per hour", Topic.RIGHTS_AT_WORK, {Country.FR}),
        ("de-visa", "How do I get a visa for work?", "apply visa skilled worker embassy", Topic.WORK_VISA, {Country.DE}),
        ("it-season", "Can I pick tomatoes for a season?", "seasonal harvest decree flussi", Topic.WORK_VISA, {Country.IT}),
        ("diploma", "Is my diploma worth anything abroad?", "recognition of a degree certificate", Topic.RECOGNITION, set()),
        ("passport-taken", "My boss keeps my passport", "employer holds papers", Topic.PROTECTION, set()),
    )
    return [
        article(
            id,
            title=title,
            topic=topic,
            destination=frozenset(places),
            phrasings=(Phrasing(variety=Variety.EN, text=phrasing),),
            protection=id == "passport-taken",
        )
        for id, title, phrasing, topic, places in rows
    ]


@dataclass
class HashEncoder:
    """384 dimensions from a text's words; remembers what it was given, and fails when told to."""

    identity: str = "hash"
    given: list[str] = field(default_factory=list)
    broken: bool = False

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.broken:
            raise EncoderUnavailable("broken")
        self.given += texts
        vectors = np.zeros((len(texts), 384), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.lower().split() or [""]:
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % 384] += 1
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
