from __future__ import annotations

from pathlib import Path

from knowledge.content_files import read_folders, write_folders
from tests.knowledge.samples import ENGLISH, METADATA, folder


def put(directory: Path, name: str, **changes: str | bytes) -> None:
    """One folder, right but for the changes: {file name with _ for the dot: content}."""
    right = {"article_yaml": METADATA.replace("id: de-wage", f"id: {name}").replace("de_wage", "w_" + name), "en_md": ENGLISH}
    (directory / name).mkdir()
    for file, content in (right | changes).items():
        data = content if isinstance(content, bytes) else content.encode()
        (directory / name / file.replace("_", ".")).write_bytes(data)


def test_folders_written_to_disk_are_read_back(tmp_path: Path) -> None:
    write_folders([folder()], tmp_path)
    write_folders([folder()], tmp_path)
    assert read_folders(tmp_path) == ([folder()], [])


def test_a_bad_folder_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    put(tmp_path, "a")
    put(tmp_path, "b", en_md="nothing")
    put(tmp_path, "c", en_md="é".encode("latin-1"))
    put(tmp_path, "d", en_md="x" * 1_000_000)
    put(tmp_path, "e", photo_jpg=b"\xff\xd8")
    (tmp_path / "note.txt").write_text("not a folder")
    folders, refused = read_folders(tmp_path)
    assert [found.id for found in folders] == ["a", "e"]
    assert [str(bad) for bad in refused] == [
        "b/en.md:1: must begin with front matter between '---' lines",
        "c/en.md: not UTF-8 at byte 0",
        "d/en.md: larger than 200,000 bytes",
    ]


def test_a_figure_belongs_to_one_article(tmp_path: Path) -> None:
    put(tmp_path, "a")
    put(tmp_path, "b", article_yaml=METADATA.replace("id: de-wage", "id: b").replace("de_wage", "w_a"))
    folders, refused = read_folders(tmp_path)
    assert [found.id for found in folders] == ["a"]
    assert [str(bad) for bad in refused] == ["b/article.yaml: figure 'w_a' already belongs to a"]


def test_a_refused_folder_owns_no_figure(tmp_path: Path) -> None:
    two = METADATA.replace("sources:", "  - {id: mine, value: 1, unit: EUR, year: 2026}\nsources:")
    put(tmp_path, "a")
    put(tmp_path, "b", article_yaml=two.replace("id: de-wage", "id: b").replace("de_wage", "w_a").replace("  - {id: w_a", "  - {id: w_a"))
    put(tmp_path, "c", article_yaml=METADATA.replace("id: de-wage", "id: c").replace("de_wage", "mine"))
    assert [found.id for found in read_folders(tmp_path)[0]] == ["a", "c"]
