"""What a conversation already tells about the variety of the next message, before it is read. Pure.

"wach" alone may be Moroccan or Tunisian; after a Moroccan message, or from a person from Morocco, it is Moroccan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Country, Language, Variety

VARIETIES = tuple(Variety)
# Of a next message, by what is known: what people do, roughly; how much each counts is learned (`Weights`).
_STAYS, _OTHER_SCRIPT, _MIXES = 0.75, 0.08, 0.06
_FROM_HOME = 0.6  # in the dialect of the country of origin, half of it in each script
_DEVICE = 0.7  # in a language of the device; an Arabic one writes seven varieties
_DIALECTS: Mapping[Country, tuple[Variety, Variety]] = {
    Country.MA: (Variety.ARY, Variety.ARY_LATN),
    Country.TN: (Variety.AEB, Variety.AEB_LATN),
    Country.EG: (Variety.ARZ, Variety.ARZ_LATN),
}
_KIN = {one: two for pair in _DIALECTS.values() for one, two in (pair, pair[::-1])}
_ARABIC = tuple(_KIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known before a message is read; None = not known."""

    variety: Variety | None = None  # of the turn before
    origin: Country | None = None
    device: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each part of the context counts, learned by `training`; 0 = nothing, 1 = as if it were certain to be so."""

    variety: float = 0.0
    origin: float = 0.0
    device: float = 0.0


def log_prior(context: Context, weights: Weights) -> NDArray[np.float64]:
    """To add to the log likelihood of each of VARIETIES, [13]; zeros when nothing is known."""
    total = np.zeros(len(VARIETIES))
    if context.variety:
        total += weights.variety * _log(_after(context.variety))
    if context.origin and context.origin in _DIALECTS:
        total += weights.origin * _log(dict.fromkeys(_DIALECTS[context.origin], _FROM_HOME / 2))
    if context.device:
        own = Variety(context.device.value)
        spoken = (own, *_ARABIC) if own is Variety.AR else (own,)
        total += weights.device * _log(dict.fromkeys(spoken, _DEVICE / len(spoken)))
    return total


def _after(variety: Variety) -> dict[Variety, float]:
    likely = {Variety.MIXED: _MIXES, variety: _STAYS}
    if variety in _KIN:
        likely[_KIN[variety]] = _OTHER_SCRIPT
    return likely


def _log(likely: Mapping[Variety, float]) -> NDArray[np.float64]:
    """Log of the given shares, what is left shared equally by the others."""
    rest = (1 - sum(likely.values())) / (len(VARIETIES) - len(likely))
    return np.log([likely.get(variety, rest) for variety in VARIETIES])
