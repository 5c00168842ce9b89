from __future__ import annotations

import pytest

from knowledge import helpline_sheet
from knowledge.content_files import ARTICLES, CONTENT, read_folders
from knowledge.handbook.edition import Edition, edition
from knowledge.handbook.pages import pages
from tests.knowledge.samples import TODAY


@pytest.fixture(scope="session")
def shipped() -> Edition:
    """The handbook of the shipped content."""
    lines, _ = helpline_sheet.parse((CONTENT / helpline_sheet.SHEET).read_text("utf-8"))
    return edition(read_folders(ARTICLES)[0], lines, TODAY)


@pytest.fixture(scope="session")
def shipped_pages(shipped: Edition) -> dict[str, str]:
    return pages(shipped)
