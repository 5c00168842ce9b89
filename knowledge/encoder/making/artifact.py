"""Writes the committed files: network, tokenizer, means of the varieties, and the manifest that names them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from knowledge.encoder import manifest as manifests
from knowledge.encoder.encoding import DIMENSIONS, Vectors
from knowledge.encoder.making import sources
from knowledge.encoder.onnx import ARTIFACT

_PAD: Final = "<pad>"
_FILES: Final = (manifests.MODEL, manifests.TOKENIZER, manifests.MEANS)


def write_network(model: Path, tokenizer: Mapping[str, Any]) -> None:
    """Copy the network, write the tokenizer, and a manifest that has no means and no measures yet."""
    ARTIFACT.mkdir(exist_ok=True)
    (ARTIFACT / manifests.MODEL).write_bytes(model.read_bytes())
    compact = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (ARTIFACT / manifests.TOKENIZER).write_text(compact, encoding="utf-8")
    np.save(ARTIFACT / manifests.MEANS, np.zeros((0, DIMENSIONS), np.float32))
    pieces = [text for text, _ in sources.pieces(tokenizer)]
    _write_manifest(
        {
            "base": sources.origin(),
            "dimensions": DIMENSIONS,
            "vocabulary": len(pieces),
            "pad_id": pieces.index(_PAD),
            "means": [],
        }
    )


def write_means(means: Mapping[str, Vectors]) -> None:
    """Write the means, and their varieties into the manifest."""
    np.save(ARTIFACT / manifests.MEANS, np.stack(list(means.values())))
    _write_manifest({**_read_manifest(), "means": list(means)})


def write_measures(measures: Mapping[str, float], built_on: date) -> None:
    """Write what was measured, and when."""
    _write_manifest({**_read_manifest(), "built_on": built_on.isoformat(), "measured": dict(measures)})


def committed_pieces() -> list[str]:
    """The vocabulary of the artifact that stands."""
    tokenizer = json.loads((ARTIFACT / manifests.TOKENIZER).read_text(encoding="utf-8"))
    return [text for text, _ in sources.pieces(tokenizer)]


def _read_manifest() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((ARTIFACT / manifests.NAME).read_text(encoding="utf-8"))
    return content


def _write_manifest(content: Mapping[str, Any], files: Sequence[str] = _FILES) -> None:
    digests = {name: manifests.digest(ARTIFACT / name) for name in files}
    sizes = {name: (ARTIFACT / name).stat().st_size for name in files}
    text = json.dumps({**content, "sha256": digests, "bytes": sizes}, indent=1, ensure_ascii=False)
    (ARTIFACT / manifests.NAME).write_text(text + "\n", encoding="utf-8")
