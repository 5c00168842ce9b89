"""The shape of the phrase catalogue, so that channels can be tested without it."""

from __future__ import annotations

from knowledge.phrases import Say

__all__ = ["Say"]
