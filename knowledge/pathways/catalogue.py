"""The routes and the figures they need, from the files: a wrong route is reported, the rest is read.

Only `article.yaml` of each article is read: the texts are not needed to judge, and `dalil paths` starts in a second.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from knowledge import content_format
from knowledge.article import Figure, Source
from knowledge.content_files import ARTICLES, CONTENT
from knowledge.errors import BadContent
from knowledge.fields import Fields, mapping
from knowledge.pathways.pathway import Base, Pathway
from knowledge.pathways.reading import parse

PATHWAYS = CONTENT / "pathways"
CASES = ".tests.yaml"  # the boundary tests of a route stand beside it


def read_pathways(directory: Path = PATHWAYS) -> tuple[list[Pathway], list[BadContent]]:
    """Every route file of a folder, by name."""
    found: list[Pathway] = []
    refused: list[BadContent] = []
    for path in sorted(directory.glob("*.yaml")):
        if path.name.endswith(CASES):
            continue
        try:
            found.append(parse(path.name, _text(path)))
        except BadContent as exc:
            refused.append(exc)
    return found, refused


def _text(path: Path) -> str:
    if path.stat().st_size > content_format.MAX_FILE_BYTES:
        raise BadContent(path.name, None, f"larger than {content_format.MAX_FILE_BYTES:,} bytes")
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as exc:
        raise BadContent(path.name, None, f"not UTF-8 at byte {exc.start}") from exc


def read_base(directory: Path = ARTICLES) -> Base:
    """Figures and sources of every readable article; a wrong article is `kb check`'s to report."""
    figures: dict[str, Figure] = {}
    sources: dict[tuple[str, int], Source] = {}
    articles = set()
    for path in sorted(directory.glob(f"*/{content_format.METADATA}")):
        folder = path.parent.name
        try:
            meta = Fields(f"{folder}/{path.name}", mapping(f"{folder}/{path.name}", _text(path)))
            figures |= {figure.id: figure for figure in content_format.figures_of(meta)}
            sources |= {(folder, source.number): source for source in content_format.sources_of(meta)}
        except BadContent:
            continue
        articles.add(folder)
    return Base(figures=figures, sources=sources, articles=frozenset(articles))


@lru_cache(maxsize=1)
def pathways() -> tuple[Pathway, ...]:
    """The shipped routes. Raises BadContent for the first one that cannot be read."""
    found, refused = read_pathways()
    if refused:
        raise refused[0]
    return tuple(found)


@lru_cache(maxsize=1)
def base() -> Base:
    """What the shipped routes refer to."""
    return read_base()
