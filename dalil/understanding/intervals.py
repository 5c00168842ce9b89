"""Shares with their uncertainty, and the F1 measure over classes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

Z = 1.959964  # 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`right` of `n`, with the 95 % Wilson interval, which holds for small numbers and shares near 1 too.

    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference.
    """

    right: int
    n: int

    @classmethod
    def of(cls, hits: Iterable[bool]) -> Share:
        found = list(hits)
        return cls(right=sum(found), n=len(found))

    @property
    def value(self) -> float:
        """0..1; 0.0 of nothing."""
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lowest and highest likely share, 0..1.

        >>> [round(bound, 3) for bound in Share(right=29, n=29).interval]
        [0.883, 1.0]
        """
        if not self.n:
            return 0.0, 1.0
        middle = (self.value + Z * Z / (2 * self.n)) / (1 + Z * Z / self.n)
        half = Z / (1 + Z * Z / self.n) * sqrt(self.value * (1 - self.value) / self.n + Z * Z / (4 * self.n * self.n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def as_json(self) -> dict[str, float]:
        low, high = self.interval
        return {"n": self.n, "share": round(self.value, 4), "low": round(low, 4), "high": round(high, 4)}

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.1%} ({low * 100:.0f}-{high * 100:.0f})" if self.n else "-"


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """Mean of the F1 of each class that occurs in the truth; what is said besides counts against its own class only.

    >>> macro_f1(["a", "a", "b"], ["a", "b", "b"])
    0.6666666666666666
    """
    scores = []
    for label in sorted(set(truth)):
        both = sum(t == s == label for t, s in zip(truth, said, strict=True))
        scores.append(2 * both / (truth.count(label) + list(said).count(label)) if both else 0.0)
    return sum(scores) / len(scores) if scores else 0.0
