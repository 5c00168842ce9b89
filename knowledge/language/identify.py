"""Which language and variety a message is written in: a linear model over character n-grams, made by `training`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Language, Variety
from knowledge.language.characters import arabic_share
from knowledge.language.features import features

MODEL = Path(__file__).with_name("model.npz")
SURE = 0.55  # below, the conversation's language stands

_LANGUAGE = {
    Variety.FR: Language.FR,
    Variety.EN: Language.EN,
    Variety.IT: Language.IT,
    Variety.DE: Language.DE,
}
_LATIN = (Variety.FR, Variety.EN, Variety.IT, Variety.DE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A reading of a message. Dialects and Arabizi are answered in plain standard Arabic."""

    variety: Variety
    language: Language
    confidence: float  # 0..1, of the language

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


class Identifier:
    """The shipped model. Read-only, about 0.3 ms a message."""

    def __init__(self, weights: NDArray[np.float32], bias: NDArray[np.float32], varieties: tuple[Variety, ...]) -> None:
        self._weights, self._bias, self._varieties = weights, bias, varieties

    def identify(self, text: str) -> Identified | None:
        """None for a text without letters: digits, emoji, nothing."""
        buckets, values = features(text)
        if not any(c.isalpha() for c in text):
            return None
        scores = values @ self._weights[buckets] + self._bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        by_variety = dict(zip(self._varieties, map(float, shares), strict=True))
        variety = max(by_variety, key=by_variety.__getitem__)
        language, confidence = _language(variety, by_variety, text)
        return Identified(variety=variety, language=language, confidence=confidence)


def _language(variety: Variety, shares: dict[Variety, float], text: str) -> tuple[Language, float]:
    """The language to answer in and its probability; a mixed message is answered in the language of its larger part."""
    arabic = sum(share for v, share in shares.items() if v not in _LATIN and v is not Variety.MIXED)
    latin = max(_LATIN, key=shares.__getitem__)
    if variety is Variety.MIXED:
        larger_arabic = arabic_share(text) >= 0.5 or arabic >= shares[latin]
        part = arabic if larger_arabic else shares[latin]
        return (Language.AR if larger_arabic else _LANGUAGE[latin]), min(1.0, part + shares[Variety.MIXED] / 2)
    if variety in _LANGUAGE:
        return _LANGUAGE[variety], shares[variety]
    return Language.AR, arabic


@lru_cache(maxsize=1)
def identifier() -> Identifier:
    """The committed model."""
    with np.load(MODEL, allow_pickle=False) as data:
        weights = data["weights"].astype(np.float32) * data["scale"]
        return Identifier(weights, data["bias"], tuple(Variety(name) for name in data["varieties"]))


def identify(text: str) -> Identified | None:
    """Read one message with the committed model."""
    return identifier().identify(text)
