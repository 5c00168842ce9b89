"""Every article that triage names is in the base."""

from __future__ import annotations

from knowledge.content_files import ARTICLES
from knowledge.triage import Category, article


def test_the_article_of_each_kind_of_alarm_exists() -> None:
    named = {found for category in Category if (found := article(category))}
    assert named
    assert named <= {path.name for path in ARTICLES.iterdir()}
