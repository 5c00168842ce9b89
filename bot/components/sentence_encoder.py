"""The encoder's artifact, loaded: texts in, one unit vector a text out. Edge (files, ONNX Runtime)."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

ENCODER_DIR = "DALIL_ENCODER_DIR"
_DEFAULT_DIR = Path(__file__).parents[2] / "knowledge" / "encoder" / "artifact"
_PREFIX = "query: "  # e5 was trained with it on everything short
_LONGEST = 96  # word pieces; the longest training example has about 60
_BATCH = 16

Vectors = npt.NDArray[np.float32]  # [texts, dimensions], each row of length 1


class EncoderMissing(RuntimeError):
    """No model in the encoder's directory: build it, or point DALIL_ENCODER_DIR at one."""


class SentenceEncoder:
    """One ONNX session with one thread, which is faster for single short texts than two."""

    def __init__(self, directory: Path) -> None:
        model = directory / "model_int8.onnx"
        if not model.is_file():
            raise EncoderMissing(f"no model_int8.onnx in the encoder directory ({directory.name})")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_length=_LONGEST)
        self._tokenizer.enable_padding(pad_id=1, pad_token="<pad>")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [texts, dimensions], in the order of `texts`; encoded by length to waste little padding."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        parts = [self._encode_batch([texts[index] for index in order[start : start + _BATCH]]) for start in range(0, len(order), _BATCH)]
        vectors = np.concatenate(parts)
        restored: Vectors = np.empty_like(vectors)
        restored[order] = vectors
        return restored

    def _encode_batch(self, texts: Sequence[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch([_PREFIX + text for text in texts])
        mask = np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64)
        ids = np.array([encoding.ids for encoding in encodings], dtype=np.int64)
        (states,) = self._session.run(["last_hidden_state"], {"input_ids": ids, "attention_mask": mask})
        summed = (states * mask[:, :, None]).sum(axis=1)
        unit: Vectors = (summed / np.linalg.norm(summed, axis=1, keepdims=True)).astype(np.float32)
        return unit


def encoder_directory() -> Path:
    """Where the encoder is: DALIL_ENCODER_DIR, else the artifact that is committed with the knowledge package."""
    return Path(os.environ.get(ENCODER_DIR) or _DEFAULT_DIR)
