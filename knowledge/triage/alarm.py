"""What triage can find: the kind of harm and how soon help is needed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Category(StrEnum):
    """The order is that of danger to life: it decides between findings of the same urgency."""

    DISTRESS_AT_SEA_OR_DESERT = "distress_at_sea_or_desert"
    MEDICAL_EMERGENCY = "medical_emergency"
    SELF_HARM = "self_harm"
    CHILD_IN_DANGER = "child_in_danger"
    SEXUAL_HARASSMENT = "sexual_harassment"
    VIOLENCE = "violence"
    TRAFFICKING_FORCED_LABOUR = "trafficking_forced_labour"
    CONFINEMENT_THREATS = "confinement_threats"
    DETENTION_DEPORTATION = "detention_deportation"
    PAPERS_WITHHELD = "papers_withheld"
    RECRUITMENT_FRAUD = "recruitment_fraud"
    UNPAID_WAGES = "unpaid_wages"


class Urgency(StrEnum):
    """From most to least urgent."""

    IMMEDIATE = "immediate"
    HIGH = "high"
    SUPPORT = "support"


# How urgent each kind can be: for each of these there are words for the person (`protect_<category>_<urgency>` in the phrases).
URGENCIES: Mapping[Category, tuple[Urgency, ...]] = MappingProxyType(
    {
        Category.MEDICAL_EMERGENCY: (Urgency.IMMEDIATE,),
        Category.PAPERS_WITHHELD: (Urgency.HIGH, Urgency.SUPPORT),
        Category.RECRUITMENT_FRAUD: (Urgency.HIGH, Urgency.SUPPORT),
        Category.UNPAID_WAGES: (Urgency.HIGH,),
    }
)
_USUAL = (Urgency.IMMEDIATE, Urgency.HIGH)


def nearest(category: Category, urgency: Urgency) -> Urgency:
    """The urgency there are words for; the more urgent one when two are as near."""
    order = list(Urgency)
    return min(URGENCIES.get(category, _USUAL), key=lambda known: (abs(order.index(known) - order.index(urgency)), order.index(known)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A call for help that was found in a message."""

    category: Category
    urgency: Urgency

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts the most urgent first, then the most dangerous."""
        return list(Urgency).index(self.urgency), list(Category).index(self.category)
