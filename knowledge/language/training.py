"""Train the identification model: `python -m knowledge.language.training DATA.jsonl …` (needs scikit-learn).

Each line holds `text` and `variety`. The articles' own phrasings and titles are added; weights are stored as int8.
Held-out questions (`nlu_data/held-out`) are never read here.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from knowledge.article import Variety
from knowledge.content_files import ARTICLES, read_folders
from knowledge.language.characters import readable
from knowledge.language.features import BUCKETS, features
from knowledge.language.identify import MODEL

NLU = Path(__file__).resolve().parents[2] / "nlu_data" / "train"
KNOWN = {variety.value for variety in Variety}
PIECES = 2  # a long text is also learned from its parts: messages are short


def samples(files: list[Path]) -> list[tuple[str, str]]:
    """(text, variety) of the given files and of the articles."""
    found = [(row["text"], row["variety"]) for file in files for row in map(json.loads, file.read_text("utf-8").splitlines())]
    for folder in read_folders(ARTICLES)[0]:
        for article in folder.articles:
            found.append((article.title, article.language.value))
            found += [(p.text, p.variety.value) for p in article.phrasings]
            found += [(sentence, article.language.value) for sentence in article.short_answer.split(". ")]
    found += [(line, file.stem) for file in sorted(NLU.glob("*/*.txt")) for line in file.read_text("utf-8").splitlines()]
    return [(readable(text), variety) for text, variety in found if variety in KNOWN and text.strip()]


def with_pieces(rows: list[tuple[str, str]], chance: random.Random) -> list[tuple[str, str]]:
    """Add random parts of 1 to 6 words; a part of a mixed message may be one language, so those stay whole."""
    found = list(rows)
    for text, variety in rows:
        tokens = text.split()
        if variety == Variety.MIXED or len(tokens) < 4:
            continue
        for _ in range(PIECES):
            size = chance.randint(2, min(6, len(tokens)))
            start = chance.randint(0, len(tokens) - size)
            found.append((" ".join(tokens[start : start + size]), variety))
    return found


def matrix(texts: list[str]) -> csr_matrix:
    columns, values, ends = [], [], [0]
    for text in texts:
        buckets, weights = features(text)
        columns.append(buckets)
        values.append(weights)
        ends.append(ends[-1] + len(buckets))
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=(len(texts), BUCKETS))


def main(files: list[Path]) -> None:
    rows = with_pieces(samples(files), random.Random(7))
    counts = Counter(variety for _, variety in rows)
    print(len(rows), dict(counts))
    # Rare varieties count more, but not fully: a class of 200 must not shout down one of 5,000.
    weight = {variety: (len(rows) / count) ** 0.5 for variety, count in counts.items()}
    model = LogisticRegression(C=20.0, max_iter=200, class_weight=weight)
    model.fit(matrix([text for text, _ in rows]), [variety for _, variety in rows])
    weights = model.coef_.T.astype(np.float32)
    scale = np.abs(weights).max() / 127
    np.savez_compressed(
        MODEL,
        weights=np.round(weights / scale).astype(np.int8),
        scale=np.float32(scale),
        bias=model.intercept_.astype(np.float32),
        varieties=np.array(model.classes_),
    )
    print(f"wrote {MODEL.name}: {MODEL.stat().st_size:,} bytes")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
