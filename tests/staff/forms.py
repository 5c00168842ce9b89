"""What a browser sends for an article's form."""

from __future__ import annotations

from typing import Any

from wagtail.test.utils.form_data import nested_form_data, streamfield

from knowledge.models import Article


def article_form(row: Article | None = None, **changed: Any) -> dict[str, Any]:
    """The form of `row`, or of a new article, with some fields changed."""
    data: dict[str, Any] = {
        "title": "What is the minimum wage?",
        "short_answer": "It is {wage} EUR.",
        "body": "## How much? {#cost}\n- {wage} EUR",
        "slug": "de-minimum-wage",
        "topic": "money",
        "destination": ["DE"],
        "related": "",
        "official_page": "https://www.zoll.de",
        "confidence": "high",
        "reviewed_on": "2026-01-01",
        "review_by": "2099-01-01",
    }
    if row is not None:
        data |= {name: getattr(row, name) for name in ("title", "short_answer", "body", "slug", "reviewed_on", "review_by")}
    source = {"url": "https://www.zoll.de", "publisher": "Zoll", "title": "Mindestlohn", "date": "", "official": "on"}
    streams = {"sources": streamfield([("source", source)]), "phrasings": streamfield([])}
    streams |= {name: changed.pop(name) for name in ("sources", "phrasings") if name in changed}
    return {**data, **nested_form_data(streams), **changed}
