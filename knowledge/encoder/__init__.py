"""Texts to vectors: `load(None)` gives the committed encoder, `load("name or directory")` any other one.

Vectors of different languages lie apart: `variety_means(encoder)` and the functions of `centring` bring them together.
"""

from __future__ import annotations

from knowledge.encoder.encoding import DIMENSIONS, Encoder, Vectors
from knowledge.encoder.errors import EncoderUnavailable

__all__ = ["DIMENSIONS", "Encoder", "EncoderUnavailable", "Vectors", "load", "variety_means"]


def load(path_or_name: str | None = None) -> Encoder:
    """The encoder to use; `path_or_name` is what DALIL_ENCODER says. Raises EncoderUnavailable with what to do.

    Imports wait until here: most of what imports this package needs only its types.
    """
    if not path_or_name:
        from knowledge.encoder.onnx import OnnxEncoder

        return OnnxEncoder()
    from knowledge.encoder.transformer import SentenceTransformersEncoder

    return SentenceTransformersEncoder(path_or_name)


def variety_means(encoder: Encoder) -> dict[str, Vectors]:
    """Mean vector of each variety for centring, as `encoder` sees it; read or computed."""
    from knowledge.encoder.means import variety_means as read

    return read(encoder)
