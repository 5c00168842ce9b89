"""`dalil kb`: check, count, import and export the knowledge base."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from knowledge.checks import Severity, check_base
from knowledge.content_files import ARTICLES, read_folders


def check(directory: Path | None) -> int:
    """Print every finding; 1 when there is an error, else 0."""
    folders, refused = read_folders(directory or ARTICLES)
    for bad in refused:
        print(f"error: {bad}")
    findings = check_base(folders, datetime.now(UTC).date())
    for finding in findings:
        print(finding)
    errors = len(refused) + sum(finding.severity is Severity.ERROR for finding in findings)
    print(f"{len(folders)} articles, {errors} errors, {len(findings) + len(refused) - errors} warnings")
    return 1 if errors else 0


def stats(*, as_json: bool) -> str:
    """Live articles by country, topic, language and state."""
    from knowledge.models import Article

    today = datetime.now(UTC).date()
    rows = list(Article.objects.select_related("locale").all())
    live = [row for row in rows if row.live]
    counts = {
        "articles": len({row.slug for row in live}),
        "texts": len(live),
        "language": dict(sorted(Counter(row.locale.language_code for row in live).items())),
        "country": dict(sorted(Counter(c for row in live if row.locale.language_code == "en" for c in row.destination or ["any"]).items())),
        "topic": dict(sorted(Counter(row.topic for row in live if row.locale.language_code == "en").items())),
        "state": {
            "published": sum(row.review_by >= today for row in live),
            "overdue": sum(row.review_by < today for row in live),
            "withdrawn_or_draft": len(rows) - len(live),
            "confirmed_by_caseworker": sum(row.confirmed_by_caseworker for row in live),
        },
    }
    if as_json:
        return json.dumps(counts)
    return "\n".join(f"{name:10} {value}" for name, value in counts.items())


def import_from(source: Path) -> int:
    """Import a folder of article folders, an .xlsx or a .csv; 1 when something was refused."""
    from knowledge.importing import import_articles
    from knowledge.sheets import import_sheet

    report = import_articles(source) if source.is_dir() else import_sheet(source)
    for bad in report.refused:
        print(f"refused: {bad}")
    for name in report.kept:
        print(f"kept: {name} was edited or withdrawn in the staff site")
    print(f"{report.created} new, {report.updated} updated, {report.unchanged} unchanged, {len(report.refused)} refused")
    return 1 if report.refused else 0


def export_to(target: Path) -> str:
    """Write what is published to a folder, an .xlsx or a .csv."""
    from knowledge import repository
    from knowledge.content_files import write_folders
    from knowledge.sheets import export_sheet

    folders = repository.folders()
    if target.suffix in {".xlsx", ".csv"}:
        export_sheet(folders, target)
    else:
        write_folders(folders, target)
    return f"{len(folders)} articles written to {target}"
