"""Find a call for help in a message, before anything else: in process, deterministic, without network, model or database."""

from __future__ import annotations

from knowledge.triage.alarm import Alarm, Category, Urgency
from knowledge.triage.deciding import article, doubted, topics, triage

__all__ = ["Alarm", "Category", "Urgency", "article", "doubted", "topics", "triage"]
