"""Embed the shipped content and write `vectors.npz`: `python -m knowledge.retrieval.shipping`, the first step of `make train`."""

from __future__ import annotations

from knowledge.content_files import ARTICLES, read_folders
from knowledge.encoder import load
from knowledge.retrieval.entries import encoder_text, entries
from knowledge.retrieval.shipped import FILE, ShippedVectors


def main() -> None:
    folders, _ = read_folders(ARTICLES)
    figures = {figure.id: figure for folder in folders for figure in folder.figures}
    texts = entries([article for folder in folders for article in folder.articles], figures)
    vectors = ShippedVectors.of(load(None), [encoder_text(entry.text, entry.variety) for entry in texts])
    vectors.write(FILE)
    print(f"{len(texts)} texts, {FILE.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
