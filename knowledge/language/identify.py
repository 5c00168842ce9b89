"""Which language and variety a message is written in: a linear model over word and character n-grams, made by `training`.

What the conversation knows already (`Context`) is a prior; the probability is calibrated on the development questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Language, Variety
from knowledge.language.calibration import Calibration, softmax
from knowledge.language.characters import arabic_share
from knowledge.language.context import VARIETIES, Context, Weights, log_prior
from knowledge.language.features import LONGEST, features, weighted
from knowledge.language.scripts import is_foreign

MODEL = Path(__file__).with_name("model.npz")
SURE = 0.55  # below, the conversation's language stands
FOREIGN_FROM = 0.5  # below, a message that may be in none of our languages is read as the likeliest of ours
NOTHING_KNOWN = Context()

_LANGUAGE = {
    Variety.FR: Language.FR,
    Variety.EN: Language.EN,
    Variety.IT: Language.IT,
    Variety.DE: Language.DE,
}
_LATIN = tuple(_LANGUAGE)
_NOT_ARABIC = frozenset({*_LATIN, Variety.MIXED, Variety.OTHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A reading of a message. Dialects and Arabizi are answered in plain standard Arabic."""

    variety: Variety
    language: Language | None  # to answer in; None when it is none of ours
    confidence: float  # 0..1, of the language, or that it is none of ours

    @property
    def sure(self) -> bool:
        return self.confidence >= SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What `training` makes. Classes are varieties, and groups of languages that are not ours ("other-…")."""

    weights: NDArray[np.float32]  # [BUCKETS, classes]
    bias: NDArray[np.float32]  # [classes]
    rarity: NDArray[np.float32]  # [BUCKETS]
    classes: tuple[str, ...]
    calibration: Calibration
    context: Weights


class Identifier:
    """The shipped model. Read-only, well under a millisecond a message."""

    def __init__(self, model: Model) -> None:
        self._model = model
        of = [VARIETIES.index(Variety(name.partition("-")[0] if name.startswith("other") else name)) for name in model.classes]
        self._bias = model.bias + model.calibration.mixed * (np.array(model.classes) == Variety.MIXED.value)
        self._collapse = np.eye(len(VARIETIES))[of]  # [classes, varieties]: the groups of other languages are one

    def identify(self, text: str, context: Context = NOTHING_KNOWN) -> Identified | None:
        """None for a text without letters: digits, emoji, nothing."""
        text = text[:LONGEST]
        letters = sum(letter.isalpha() for letter in text)
        if not letters:
            return None
        if is_foreign(text):
            return Identified(variety=Variety.OTHER, language=None, confidence=1.0)
        shares = dict(zip(VARIETIES, map(float, self._shares(text, letters, context)), strict=True))
        return _read(shares, text)

    def _shares(self, text: str, letters: int, context: Context) -> NDArray[np.float64]:
        """Probability of each variety, with what was known before."""
        before = log_prior(context, self._model.context)
        return softmax(np.log(self.likelihoods(text, letters) + 1e-9) + before)

    def likelihoods(self, text: str, letters: int) -> NDArray[np.float64]:
        """Probability of each variety by the message alone, [varieties]."""
        buckets, values = features(text)
        rows = self._model.weights[buckets]
        scores = weighted(values, self._model.rarity[buckets]) @ rows + self._bias
        return softmax(scores.astype(np.float64) * self._model.calibration.factor(letters)) @ self._collapse


def _read(shares: dict[Variety, float], text: str) -> Identified:
    if shares[Variety.OTHER] >= FOREIGN_FROM:
        return Identified(variety=Variety.OTHER, language=None, confidence=shares[Variety.OTHER])
    variety = max((v for v in shares if v is not Variety.OTHER), key=shares.__getitem__)
    language, confidence = _language(variety, shares, text)
    return Identified(variety=variety, language=language, confidence=confidence)


def _language(variety: Variety, shares: dict[Variety, float], text: str) -> tuple[Language, float]:
    """The language to answer in and its probability; a mixed message is answered in the language of its larger part."""
    arabic = sum(share for v, share in shares.items() if v not in _NOT_ARABIC)
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
        model = Model(
            weights=data["weights"].astype(np.float32) * data["scale"],
            bias=data["bias"],
            rarity=data["rarity"].astype(np.float32) * data["rarity_scale"],
            classes=tuple(map(str, data["classes"])),
            calibration=Calibration(**dict(zip(("sharpness", "per_length", "mixed"), map(float, data["calibration"]), strict=True))),
            context=Weights(**dict(zip(("variety", "origin", "device"), map(float, data["context"]), strict=True))),
        )
    return Identifier(model)


def identify(text: str, context: Context = NOTHING_KNOWN) -> Identified | None:
    """Read one message with the committed model."""
    return identifier().identify(text, context)
