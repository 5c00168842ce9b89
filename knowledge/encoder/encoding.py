"""What an encoder is, and the arithmetic around its network. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

DIMENSIONS: Final = 384
MAX_TOKENS: Final = 256  # what one passage of ours never exceeds; longer texts are cut, never refused
MAX_CHARACTERS: Final = 8192  # far more than 256 tokens; keeps a 10 MB message from reaching the tokenizer
PREFIX: Final = "query: "  # e5 wants it for symmetric comparison: https://arxiv.org/abs/2402.05672, section 4

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how near their meanings are. Safe to share between threads."""

    @property
    def identity(self) -> str:
        """Changes when the vectors would: part of the key under which they are stored."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors [n, dimensions], float32, each of length 1, in the order of `texts`; raises EncoderUnavailable.

        384 dimensions, unless another encoder was named.
        """


def prepare(text: str) -> str:
    r"""Cut a text to what a tokenizer can take, without half characters, which JSON may carry and UTF-8 cannot.

    >>> prepare("ok \ud83d")
    'ok ?'
    """
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def normalise(vectors: Vectors) -> Vectors:
    """Scale each row to length 1; a row of zeros stays zeros.

    >>> normalise(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32)).round(3).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


def pool(states: Vectors, mask: NDArray[np.int64]) -> Vectors:
    """Mean of the token vectors [batch, tokens, dimensions] that `mask` [batch, tokens] marks with 1."""
    weights = mask[:, :, None].astype(np.float32)
    mean: Vectors = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
    return mean


def pad(sequences: Sequence[Sequence[int]], fill: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids [batch, longest] with `fill` after the end of the shorter ones, and the mask that tells them apart."""
    longest = max(len(sequence) for sequence in sequences)
    ids = np.full((len(sequences), longest), fill, np.int64)
    mask = np.zeros((len(sequences), longest), np.int64)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = sequence
        mask[row, : len(sequence)] = 1
    return ids, mask


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Positions in groups of like length, shortest first, each at most `budget` tokens with its padding.

    Memory grows with the budget, not with the number of texts. A text longer than the budget is a group of its own.

    >>> list(batches([9, 2, 5], 10))
    [[1, 2], [0]]
    """
    group: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group and (len(group) + 1) * lengths[position] > budget:
            yield group
            group = []
        group.append(position)
    if group:
        yield group
