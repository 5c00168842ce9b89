"""A gentle bound on how fast one chat may send. Pure arithmetic, and a bounded table of it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Tokens left at a moment of a monotonic clock, in seconds."""

    tokens: float
    at: float


def take(bucket: Bucket, now: float, *, burst: int, per_s: float) -> tuple[Bucket, float]:
    """The bucket after one message, and 0.0; or the same bucket, and the seconds to wait.

    >>> take(Bucket(tokens=0.5, at=0.0), 1.0, burst=5, per_s=0.25)[1]
    1.0
    """
    tokens = min(float(burst), bucket.tokens + (now - bucket.at) * per_s)
    if tokens >= 1.0:
        return Bucket(tokens=tokens - 1.0, at=now), 0.0
    return Bucket(tokens=tokens, at=now), (1.0 - tokens) / per_s


class Limits:
    """Buckets of the sessions seen last. A forgotten session starts full again: the bound is gentle, not exact."""

    def __init__(self, burst: int, per_s: float, kept: int = 10_000) -> None:
        self._burst, self._per_s, self._kept = burst, per_s, kept
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wait_s(self, session: str, now: float) -> float:
        """0.0 when the session may send now, and that is counted."""
        bucket = self._buckets.pop(session, Bucket(tokens=self._burst, at=now))
        self._buckets[session], wait = take(bucket, now, burst=self._burst, per_s=self._per_s)
        if len(self._buckets) > self._kept:
            self._buckets.popitem(last=False)
        return wait
