from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("knowledge", "0002_prepared_texts")], [("knowledge", "0003_helplines_in_every_language")]
OLD = {"url": "https://a.b", "source_url": "https://c.d", "source_date": "n.d.", "confidence": "high"}


def migrated(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return executor.loader.project_state(to).apps


@pytest.mark.usefixtures("empty_base")
def test_lines_of_staff_are_kept_with_their_words_and_the_sheets_come_again_from_the_sheet() -> None:
    apps = migrated(BEFORE)
    lines = apps.get_model("knowledge", "Helpline").objects
    seed = lines.create(country="DE", topic="police", name="Police", phone="110", **OLD)
    ours = lines.create(
        country="IT", topic="police", name="Ours", phone="+39 06 44", hours="mornings", languages="Italian", free_of_charge="no", **OLD
    )
    kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="knowledge", model="helpline")[0]
    log = apps.get_model("wagtailcore", "ModelLogEntry").objects
    log.create(content_type=kind, object_id=str(ours.pk), label="Ours", action="wagtail.edit", timestamp="2026-01-01T00:00:00Z", data={})

    rows = migrated(AFTER).get_model("knowledge", "Helpline").objects
    assert not rows.filter(pk=seed.pk).exists()
    row = rows.get()
    assert (row.topics, row.phone_international, row.phone_local, row.hours, row.cost, row.warning) == (
        ["police"],
        "+39 06 44",
        "",
        "unknown",
        "paid",
        "police-may-check-papers",
    )
    assert row.note == "Hours: mornings\nLanguages: Italian\nFree of charge: no\nDate of the source: n.d."
