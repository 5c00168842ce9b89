"""Article folders on disk: read and parsed, a bad one reported and the rest read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge import content_format
from knowledge.article import ArticleFolder, Figure
from knowledge.errors import BadContent
from knowledge.fields import Fields, mapping

CONTENT = Path(__file__).with_name("content")
ARTICLES = CONTENT / "articles"


def read_folders(directory: Path) -> tuple[list[ArticleFolder], list[BadContent]]:
    """Parse every article folder below `directory`; a bad one is reported and the rest is read."""
    folders: list[ArticleFolder] = []
    refused: list[BadContent] = []
    owners: dict[str, str] = {}
    for path in sorted(p for p in directory.iterdir() if p.is_dir()):
        try:
            folder = content_format.parse(path.name, _files(path))
            for figure in folder.figures:
                owner = owners.setdefault(figure.id, folder.id)
                if owner != folder.id:
                    raise BadContent(f"{folder.id}/{content_format.METADATA}", None, f"figure '{figure.id}' already belongs to {owner}")
        except BadContent as exc:
            refused.append(exc)
        else:
            folders.append(folder)
    return folders, refused


def read_figures(directory: Path = ARTICLES) -> dict[str, Figure]:
    """The figures of every article folder, without reading the texts. Raises BadContent."""
    found: dict[str, Figure] = {}
    for file in sorted(directory.glob(f"*/{content_format.METADATA}")):
        name = f"{file.parent.name}/{file.name}"
        meta = Fields(name, mapping(name, file.read_text("utf-8")))
        found |= {figure.id: figure for figure in content_format.figures_of(meta)}
    return found


def _files(path: Path) -> dict[str, str]:
    found = {}
    for file in sorted(path.iterdir()):
        if file.suffix not in {".md", ".yaml"}:
            continue
        if file.stat().st_size > content_format.MAX_FILE_BYTES:
            raise BadContent(f"{path.name}/{file.name}", None, f"larger than {content_format.MAX_FILE_BYTES:,} bytes")
        try:
            found[file.name] = file.read_text("utf-8")
        except UnicodeDecodeError as exc:
            raise BadContent(f"{path.name}/{file.name}", None, f"not UTF-8 at byte {exc.start}") from exc
    return found


def write_folders(folders: Iterable[ArticleFolder], directory: Path) -> None:
    """One folder an article, as `read_folders` reads them."""
    for folder in folders:
        path = directory / folder.id
        path.mkdir(parents=True, exist_ok=True)
        for name, text in content_format.render(folder).items():
            (path / name).write_text(text, "utf-8")
