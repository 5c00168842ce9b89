"""What a check of an offer can find, and how grave it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Indicator(StrEnum):
    """The order is that in which a person is told."""

    FEE = "fee"
    PASSPORT = "passport"
    VISA_TRICK = "visa_trick"
    PAYMENT = "payment"
    SUBSTITUTION = "substitution"
    WAGE = "wage"
    HOURS = "hours"
    DOMAIN = "domain"
    PRESSURE = "pressure"
    EMPLOYER = "employer"


class Level(StrEnum):
    """`NO_SIGNS` says that nothing was found, never that an offer is sound."""

    DANGER = "danger"
    CAUTION = "caution"
    NO_SIGNS = "no-signs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One worrying thing and the words that show it: nothing is called worrying without them."""

    indicator: Indicator
    level: Level
    because: str  # the words of the offer, or the figure compared with; "" for what is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of a check, one finding an indicator, in the order of `Indicator`."""

    findings: tuple[Finding, ...]
    claims: bool = False  # the text plainly claims to be an offer of work

    @property
    def level(self) -> Level:
        """The gravest of the findings."""
        levels = {finding.level for finding in self.findings}
        return next((level for level in (Level.DANGER, Level.CAUTION) if level in levels), Level.NO_SIGNS)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(finding.indicator for finding in self.findings)
