from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from hypothesis import settings

# A busy machine is no failure.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

KNOWLEDGE = (
    *("knowledge_article", "knowledge_figure", "knowledge_helpline", "knowledge_contentchange", "knowledge_preparedtexts"),
    *("wagtailcore_revision", "auth_user"),
)


@pytest.fixture
def empty_base(database: str) -> Iterator[str]:
    """The store without knowledge, for one test: afterwards everything is as it was."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(KNOWLEDGE)} RESTART IDENTITY CASCADE")
        yield database
        transaction.set_rollback(True)
