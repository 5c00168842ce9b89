"""Written text for the ear: what a voice must say where eyes see signs, figures and abbreviations."""

from __future__ import annotations

from knowledge.aloud.speech import Run, runs, spoken

__all__ = ["Run", "runs", "spoken"]
