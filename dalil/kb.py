"""`dalil kb`: check, count, import and export the knowledge base."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from knowledge import glossary, helpline_sheet
from knowledge.checks import Severity, check_base
from knowledge.content_files import ARTICLES, CONTENT, read_folders
from knowledge.entities import load_surface_forms
from knowledge.errors import BadContent
from knowledge.helpline import Helpline
from knowledge.helpline_checks import check_lines, without_test_call
from knowledge.pathways.catalogue import PATHWAYS, read_base, read_pathways
from knowledge.pathways.checking import check_pathways
from knowledge.pathways.pathway import Pathway
from knowledge.phrases import keys


def check(directory: Path | None) -> int:
    """Print every finding; 1 when there is an error, else 0."""
    folders, refused = read_folders(directory or ARTICLES)
    for bad in refused:
        print(f"error: {bad}")
    today = datetime.now(UTC).date()
    lines, unread = _helplines(directory)
    terms, unread_terms = _terms(directory)
    unread += unread_terms
    ids = [folder.id for folder in folders]
    paths, unread_paths = _pathways(directory)
    unread += unread_paths
    findings = [
        *check_base(folders, today),
        *check_lines(lines, today),
        *glossary.check(terms, ids),
        *(check_pathways(paths, read_base(directory or ARTICLES), keys(), load_surface_forms()["occupation"], today) if paths else ()),
    ]
    for bad in unread:
        print(f"error: {bad}")
    refused += unread
    for finding in findings:
        print(finding)
    errors = len(refused) + sum(finding.severity is Severity.ERROR for finding in findings)
    if lines:
        print(f"{len(lines)} helplines, {sum(line.is_served for line in lines)} served, {without_test_call(lines)} of them never called")
    if terms:
        print(f"{len(terms)} terms of the glossary")
    if paths:
        print(f"{len(paths)} pathways")
    print(f"{len(folders)} articles, {errors} errors, {len(findings) + len(refused) - errors} warnings")
    return 1 if errors else 0


def _helplines(directory: Path | None) -> tuple[list[Helpline], list[BadContent]]:
    """The shipped sheet, or the one that stands among the articles of another base."""
    path = (directory or CONTENT) / helpline_sheet.SHEET
    if not path.is_file():
        return [], []
    try:
        return helpline_sheet.parse(path.read_text("utf-8"))
    except UnicodeDecodeError as exc:
        return [], [BadContent(path.name, None, f"not UTF-8 at byte {exc.start}")]


def _terms(directory: Path | None) -> tuple[list[glossary.Term], list[BadContent]]:
    """The shipped glossary, or the one that stands among the articles of another base; none when it cannot be read."""
    path = (directory or CONTENT) / glossary.FILE.name
    if not path.is_file():
        return [], []
    try:
        return glossary.parse(path.name, path.read_text("utf-8"))[0], []
    except UnicodeDecodeError as exc:
        return [], [BadContent(path.name, None, f"not UTF-8 at byte {exc.start}")]
    except BadContent as exc:
        return [], [exc]


def _pathways(directory: Path | None) -> tuple[list[Pathway], list[BadContent]]:
    """The routes in the folder beside that of the articles; another base may have none."""
    return read_pathways((directory or ARTICLES).parent / PATHWAYS.name)


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
