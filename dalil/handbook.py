"""`dalil kb export --html` and `--pdf`: the handbook written to a folder, and its books printed."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dalil.preparing import NotReady
from dalil.printing import find_chromium, print_page
from knowledge import helpline_sheet
from knowledge.article import Country, Language
from knowledge.content_files import ARTICLES, CONTENT, read_folders
from knowledge.handbook.book import book, books, files_beside, name
from knowledge.handbook.edition import Edition, edition
from knowledge.handbook.pages import ASSETS, pages


def from_files() -> Edition:
    """The shipped content of today; no database is needed."""
    folders, _ = read_folders(ARTICLES)
    lines, _ = helpline_sheet.parse((CONTENT / helpline_sheet.SHEET).read_text("utf-8"))
    return edition(folders, lines, datetime.now(UTC).date())


def from_database() -> Edition:
    """What is published now."""
    from knowledge import repository

    known = edition(repository.folders(), repository.helplines(), datetime.now(UTC).date())
    # An article that was withdrawn may own a figure that others use.
    return replace(known, figures=repository.figures())


def write_html(known: Edition, target: Path) -> str:
    """Write every page; pages of an earlier handbook that are no longer part of it are removed. One line about it."""
    files = pages(known)
    _forget_withdrawn(target, set(files))
    for path, text in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, "utf-8")
    return f"{sum(path.endswith('.html') for path in files)} pages written to {target}"


def _forget_withdrawn(target: Path, kept: set[str]) -> None:
    if not all((target / name).exists() for name in ASSETS):
        return  # no handbook of ours
    for language in Language:
        for page in (target / language.value).glob("*.html"):
            if f"{language.value}/{page.name}" not in kept:
                page.unlink()


def print_books(known: Edition, target: Path, language: Language | None = None, country: Country | None = None) -> str:
    """Print the books of every language and destination, or of those given. One line about it; raises NotReady without Chromium."""
    chromium = find_chromium()
    wanted = [one for one in books(known) if language in {None, one[0]} and country in {None, one[1]}]
    if not wanted:
        raise NotReady("There is no article about that country in that language: nothing to print.")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for file, text in files_beside().items():
            (Path(folder) / file).write_text(text, "utf-8")
        for one in wanted:
            page = Path(folder) / f"{name(*one)}.html"
            page.write_text(book(known, *one), "utf-8")
            print_page(chromium, page, (target / f"{name(*one)}.pdf").resolve())
    return f"{len(wanted)} books written to {target}"
