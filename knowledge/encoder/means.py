"""The mean vector of each variety, for centring: shipped with the artifact, computed for any other encoder.

They come from `sentences.jsonl`: the same 17 things said in each of the 12 varieties, so that what is left of the
mean is the variety and not its subject. (On migrants' questions this does better than 5,700 unlike sentences do.)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np

from knowledge.encoder import manifest as manifests
from knowledge.encoder.centring import language_means
from knowledge.encoder.encoding import Encoder, Vectors
from knowledge.encoder.errors import ArtifactDamaged
from knowledge.encoder.onnx import ARTIFACT

SENTENCES: Final = Path(__file__).with_name("sentences.jsonl")


def variety_means(encoder: Encoder, folder: Path = ARTIFACT) -> dict[str, Vectors]:
    """Mean vector [dimensions] of each variety, as `encoder` sees it; a second of work for another encoder."""
    manifest = manifests.read(folder)
    if encoder.identity != manifest.identity:
        return compute(encoder)
    path = folder / manifests.MEANS
    try:
        rows = np.load(path, allow_pickle=False).astype(np.float32)
    except (OSError, ValueError) as exc:
        raise ArtifactDamaged(path, "unreadable") from exc
    return dict(zip(manifest.means, rows, strict=True))


def compute(encoder: Encoder) -> dict[str, Vectors]:
    """The means from the sentences themselves."""
    varieties, texts = sentences()
    return language_means(encoder.encode(texts), varieties)


def sentences() -> tuple[list[str], list[str]]:
    """Variety and text of each of the 204 sentences."""
    rows = [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    return [row["variety"] for row in rows], [row["text"] for row in rows]
