from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.content_files import ARTICLES, read_folders
from knowledge.encoder import load
from knowledge.retrieval.entries import encoder_text, entries
from knowledge.retrieval.shipped import FILE, ShippedVectors, shipped
from tests.knowledge.samples import HashEncoder


def test_a_text_comes_back_with_nearly_its_vector_and_an_unknown_one_with_none(tmp_path: Path) -> None:
    encoder = HashEncoder()
    ShippedVectors.of(encoder, ["one text", "another", "one text"]).write(tmp_path / "v.npz")
    found, unknown = ShippedVectors.read(tmp_path / "v.npz").get(["another", "a third"])
    assert unknown is None and found is not None
    exact = encoder.encode(["another"])[0]
    assert found @ exact / np.linalg.norm(found) > 0.999


def test_another_encoder_finds_nothing() -> None:
    assert shipped("someone else") is None


def test_the_committed_vectors_are_those_of_the_shipped_content() -> None:
    encoder, folders = load(None), read_folders(ARTICLES)[0]
    figures = {figure.id: figure for folder in folders for figure in folder.figures}
    texts = [encoder_text(e.text, e.variety) for e in entries([a for f in folders for a in f.articles], figures)]
    stored = shipped(encoder.identity)
    assert stored is not None, "run `make train`"
    found = stored.get(texts)
    assert sum(vector is None for vector in found) <= 0.02 * len(texts), "run `make train`"
    sample = range(0, len(texts), len(texts) // 20)
    exact = encoder.encode([texts[n] for n in sample])
    for row, n in zip(exact, sample, strict=True):
        vector = found[n]
        assert vector is None or vector @ row / np.linalg.norm(vector) > 0.98
    assert FILE.stat().st_size < 20_000_000
