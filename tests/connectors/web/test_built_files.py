"""The committed script and styles: small, made from the sources beside them, and without the ways that text becomes code."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest

from connectors.channels.web.assets import FOLDER, STATIC
from tests.node import needs

SOURCES = sorted((FOLDER / "src").glob("*.ts"))
UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|localStorage|sessionStorage|document\.cookie"
)


def packed_size(name: str) -> int:
    return len(gzip.compress((STATIC / name).read_bytes(), 9, mtime=0))


def test_the_script_is_at_most_15_kb_and_the_styles_4_kb_packed() -> None:
    assert packed_size("chat.js") <= 15_000
    assert packed_size("chat.css") <= 4_000
    assert packed_size("embed.js") <= 2_000


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_source_makes_markup_from_text_or_keeps_anything_on_the_device(source: Path) -> None:
    assert UNSAFE.search(source.read_text("utf-8")) is None


def test_the_template_has_no_script_or_style_of_its_own() -> None:
    for template in FOLDER.glob("*.html"):
        html = template.read_text("utf-8")
        assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?![^>]*\ssrc=)", html), template.name
        assert "http://" not in html and "https://" not in html, template.name


def test_the_lock_file_names_no_download_host() -> None:
    lock = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))
    packages = lock["packages"].values()
    assert not any("resolved" in package for package in packages)
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)


@needs("esbuild")
def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=FOLDER, check=True)
    for built in STATIC.iterdir():
        assert (tmp_path / built.name).read_bytes() == built.read_bytes(), built.name


@needs("typescript")
def test_the_sources_hold_in_strict_mode() -> None:
    subprocess.run(["node", "node_modules/typescript/bin/tsc", "--noEmit"], cwd=FOLDER, check=True)
