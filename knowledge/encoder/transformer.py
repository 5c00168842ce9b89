"""Any other encoder, by name or directory, run by sentence-transformers: for comparing, never needed to run Dalil."""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.encoder.encoding import MAX_TOKENS, PREFIX, Vectors, normalise, prepare
from knowledge.encoder.errors import EncoderExtraMissing, EncoderNotFound, EncoderUnavailable
from knowledge.encoder.manifest import digest


class Model(Protocol):
    """The part of `sentence_transformers.SentenceTransformer` that is used here."""

    max_seq_length: int
    prompts: dict[str, str]

    def encode(self, sentences: list[str], *, show_progress_bar: bool) -> NDArray[np.float32]:
        """Vectors [n, dimensions]."""


def open_model(name: str) -> Model:
    """Load by name or directory; raises EncoderExtraMissing or EncoderNotFound, each with what to do."""
    if _is_path(name) and not Path(name).is_dir():
        raise EncoderNotFound(name, "there is no such directory")
    try:
        library = importlib.import_module("sentence_transformers")
    except ImportError as exc:
        raise EncoderExtraMissing(name) from exc
    try:
        model: Model = library.SentenceTransformer(name, device="cpu")
    except Exception as exc:  # any of the libraries below it may fail on what is not a model
        raise EncoderNotFound(name, f"sentence-transformers cannot load it ({type(exc).__name__})") from exc
    return model


class SentenceTransformersEncoder:
    """Runs a sentence-transformers model; sets e5's prefix before texts only when the model knows that prompt."""

    def __init__(self, name: str, opening: Callable[[str], Model] = open_model) -> None:
        self._model = opening(name)
        self._model.max_seq_length = min(self._model.max_seq_length, MAX_TOKENS)
        self._prefix = PREFIX if PREFIX in self._model.prompts.values() else ""
        self._identity = f"st-{_fingerprint(name)}"
        self._dimensions = self.encode(["a"]).shape[1]

    @property
    def identity(self) -> str:
        """From the content of a directory; of anything else, from its name."""
        return self._identity

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        if not texts:
            return np.zeros((0, self._dimensions), np.float32)
        try:
            vectors = self._model.encode([self._prefix + prepare(text) for text in texts], show_progress_bar=False)
        except RuntimeError as exc:  # torch: out of memory, or shapes that do not fit in a broken directory
            raise EncoderUnavailable("sentence-transformers failed") from exc
        return normalise(np.asarray(vectors, np.float32))


def _is_path(name: str) -> bool:
    return name.startswith((".", "~", os.sep))


def _fingerprint(name: str) -> str:
    files = sorted(path for path in Path(name).rglob("*") if path.is_file()) if Path(name).is_dir() else []
    parts = [f"{path.relative_to(name)}:{digest(path)}" for path in files] or [name]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
