"""Quantises the embedding table row by row: a rare piece keeps its own scale instead of the table's largest. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def quantise_rows(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Symmetric int8 rows and their scales [rows, 1]; a row of zeros keeps scale 1."""
    largest = np.abs(table).max(axis=1, keepdims=True)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.rint(table / scales).astype(np.int8), scales
