"""What to do with a reply that did not arrive. Pure: time and chance are arguments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from connectors.errors import DeliveryFailed, Remedy

LONGEST_PAUSE = timedelta(minutes=15)
MAX_AGE = timedelta(hours=24)
LONGEST_OBEYED = timedelta(hours=1)  # of a provider's retry_after


@dataclass(frozen=True, slots=True)
class TryAgain:
    pause: timedelta
    uncertain: bool


@dataclass(frozen=True, slots=True)
class WaitForPerson:
    pass


@dataclass(frozen=True, slots=True)
class Stop:
    pass


@dataclass(frozen=True, slots=True)
class GiveUp:
    pass


Decision = TryAgain | WaitForPerson | Stop | GiveUp


def decide(failure: DeliveryFailed, *, attempt: int, age: timedelta, chance: float, grace: timedelta) -> Decision:
    """What follows from the failure of a reply that could have been sent for `age`. `chance` is a number in 0..1.

    An uncertain failure waits at least `grace`, for the provider may still report it.
    """
    match failure.remedy:
        case Remedy.WAIT_FOR_PERSON:
            return WaitForPerson()
        case Remedy.STOP:
            return Stop()
        case Remedy.GIVE_UP:
            return GiveUp()
        case Remedy.RETRY if age > MAX_AGE:
            return GiveUp()
        case Remedy.RETRY:
            floor = min(timedelta(seconds=failure.retry_after_s), LONGEST_OBEYED)
            if failure.uncertain:
                floor = max(floor, grace)
            return TryAgain(max(full_jitter(attempt, chance), floor), failure.uncertain)


def full_jitter(attempt: int, chance: float) -> timedelta:
    """Between nothing and 1 s, 2 s, 4 s … 15 min: many that failed together do not come back together."""
    ceiling = min(2.0 ** min(attempt - 1, 20), LONGEST_PAUSE.total_seconds())
    return timedelta(seconds=ceiling * chance)
