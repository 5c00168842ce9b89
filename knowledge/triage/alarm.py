"""What triage can find: the kind of harm and how soon help is needed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A call for help that was found in a message."""

    category: Category
    urgency: Urgency

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts the most urgent first, then the most dangerous."""
        return list(Urgency).index(self.urgency), list(Category).index(self.category)
