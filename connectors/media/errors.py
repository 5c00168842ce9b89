"""Errors of fetched media; each type tells the caller what to do.

MediaError
├── MediaUnavailable   the provider or the network failed: try again later
├── MediaRefused       this note is not read, and the reason decides what the person is told
└── ToolMissing        ffmpeg is not installed: answer as if listening were switched off
"""

from __future__ import annotations

from enum import StrEnum

from connectors.errors import ConnectorError


class Refusal(StrEnum):
    """Why a note is not read."""

    FOREIGN_HOST = "foreign_host"  # the provider named an address that is not one of its own
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    TOO_SLOW = "too_slow"  # the server does not end, or decoding does not
    NOT_AUDIO = "not_audio"
    BROKEN = "broken"  # empty, cut off, or not the bytes that were announced


class MediaError(ConnectorError):
    """Root of the tree."""


class MediaUnavailable(MediaError):
    """The provider did not hand the bytes over: perhaps next time."""


class MediaRefused(MediaError):
    """It will never be read."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


class ToolMissing(MediaError):
    """A program that this needs is not on this machine."""
