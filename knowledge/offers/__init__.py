"""Check a job offer, a contract or a recruiter's message for signs of fraud and exploitation: in process, by rules that people can read."""

from __future__ import annotations

from knowledge.offers.checking import check, principles
from knowledge.offers.indicator import Checked, Finding, Indicator, Level

__all__ = ["Checked", "Finding", "Indicator", "Level", "check", "principles"]
