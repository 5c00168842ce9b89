"""Centring by language: subtract from each vector the mean of its language or variety. Pure.

e5 puts sentences of one language near each other whatever they mean. Without centring, a base in several languages
answers in the language of the question instead of with the right passage; docs/decisions/0003-encoder.md has the table.
Centre both sides, passages and questions, or neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from knowledge.encoder.encoding import Vectors, normalise

PRIOR: Final = 50  # texts of one variety after which its own mean weighs as much as the shipped one; 20 to 100 do equally


def language_means(vectors: Vectors, languages: Sequence[str]) -> dict[str, Vectors]:
    """Mean vector [dimensions] of each language in `languages`, which names the language of each row."""
    labels = np.asarray(languages)
    return {str(label): vectors[labels == label].mean(axis=0).astype(np.float32) for label in np.unique(labels)}


def blend(own: Mapping[str, Vectors], counts: Mapping[str, int], shipped: Mapping[str, Vectors]) -> dict[str, Vectors]:
    """Means for an index: its own where it has many texts of a variety, the shipped ones where it has few or none.

    A mean of five passages is mostly what the five say, and subtracting it removes the answer.
    """
    blended = dict(shipped)
    for language, mean in own.items():
        count = counts[language]
        prior = shipped.get(language, mean)
        blended[language] = ((count * mean + PRIOR * prior) / (count + PRIOR)).astype(np.float32)
    return blended


def nearest(vectors: Vectors, means: Mapping[str, Vectors]) -> list[str]:
    """The variety whose mean points most nearly the same way, for each row of raw vectors.

    As good for centring as the true variety, and it cannot be misled by a wrong guess at the language.
    """
    names = sorted(means)
    scores = vectors @ normalise(np.stack([means[name] for name in names])).T
    return [names[best] for best in scores.argmax(axis=1)]


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """Vectors minus the mean of their language, again of length 1; a vector equal to the mean becomes zeros."""
    return normalise(vectors - mean)


def centre_each(vectors: Vectors, languages: Sequence[str], means: Mapping[str, Vectors]) -> Vectors:
    """Centre each row by the mean of its own language; without one, by the mean of all means."""
    middle = np.mean(list(means.values()), axis=0)
    offsets = np.array([means.get(language, middle) for language in languages], np.float32)
    return centre(vectors, offsets.reshape(vectors.shape))
