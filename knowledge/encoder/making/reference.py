"""Vectors of the sentences in full precision, by sentence-transformers: what the artifact is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from knowledge.encoder.encoding import PREFIX, Vectors, normalise


def encode(directory: Path, texts: Sequence[str]) -> Vectors:
    """Vectors [n, 384] of length 1 of the model in a sentence-transformers directory."""
    model = SentenceTransformer(str(directory), device="cpu")
    vectors = model.encode([PREFIX + text for text in texts], batch_size=1, show_progress_bar=False)
    return normalise(np.asarray(vectors, np.float32))


def cosines(left: Vectors, right: Vectors) -> NDArray[np.float32]:
    """Cosine of each row with its counterpart, [n]."""
    product: NDArray[np.float32] = (normalise(left) * normalise(right)).sum(axis=1)
    return product
