"""The encoder that ships: the committed int8 network, run by ONNX Runtime on one thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from knowledge.encoder import manifest as manifests
from knowledge.encoder.encoding import MAX_TOKENS, PREFIX, Vectors, batches, normalise, pad, pool, prepare
from knowledge.encoder.errors import ArtifactDamaged, EncoderUnavailable

ARTIFACT: Final = Path(__file__).with_name("artifact")
BUDGET: Final = 512  # tokens a batch: 1,024 and more are slower a text and take 100 MB more at their peak
_ERRORS: Final = 3  # ONNX Runtime's level; its warnings are about graph details that the build has checked


class OnnxEncoder:
    """Runs the artifact. ONNX Runtime sessions and the tokenizer are thread-safe, and nothing here changes after init.

    One thread a query: on short texts a second one costs more in hand-over than it saves, and requests run in parallel.
    """

    def __init__(self, folder: Path = ARTIFACT, *, threads: int = 1) -> None:
        self._manifest = manifests.read(folder)
        manifests.verify(folder, self._manifest)
        self._tokenizer = _open_tokenizer(folder / manifests.TOKENIZER)
        self._session = _open_session(folder / manifests.MODEL, threads)

    @property
    def identity(self) -> str:
        """The manifest's name for network and tokenizer together."""
        return self._manifest.identity

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`; each text is cut after 256 tokens."""
        vectors = np.zeros((len(texts), self._manifest.dimensions), np.float32)
        encodings = self._tokenizer.encode_batch([PREFIX + prepare(text) for text in texts])
        tokens = [encoding.ids for encoding in encodings]
        for positions in batches([len(ids) for ids in tokens], BUDGET):
            vectors[positions] = self._encode_batch([tokens[i] for i in positions])
        return vectors

    def _encode_batch(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        ids, mask = pad(tokens, self._manifest.pad_id)
        try:
            (states,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        except Exception as exc:  # ONNX Runtime's exceptions share no narrower root
            raise EncoderUnavailable(f"ONNX Runtime failed: {type(exc).__name__}") from exc
        return normalise(pool(states, mask))


def _open_tokenizer(path: Path) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as exc:  # tokenizers raises plain Exception
        raise ArtifactDamaged(path, "not a tokenizer") from exc
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _open_session(path: Path, threads: int) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS
    try:
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as exc:  # ONNX Runtime's exceptions share no narrower root
        raise ArtifactDamaged(path, "not a network that ONNX Runtime can open") from exc
