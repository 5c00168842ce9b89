"""The voice message of a reply, as one more piece after its texts, and its recording in time or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from connectors.events import emit
from connectors.media.errors import MediaRefused, ToolMissing
from connectors.message import Reply
from connectors.reading_aloud.recordings import Recordings
from knowledge.article import Language

_NAME = "aloud"
_SOON_S = 12.0  # with the call that sends it, less than the grace of a claim: later, another worker would send it too


def pieces(reply: Reply, envelope: Mapping[str, Any], recordings: Recordings | None) -> list[Mapping[str, Any]]:
    """None or one. `keep` tells whether the words are everybody's: an article's, or a helpline's."""
    if recordings is None or not reply.aloud:
        return []
    keep = bool(reply.citations or reply.helplines)
    return [{**envelope, _NAME: {"text": reply.aloud, "language": reply.language, "keep": keep}}]


def is_one(payload: Mapping[str, Any]) -> bool:
    return _NAME in payload


async def recorded(payload: Mapping[str, Any], recordings: Recordings, channel: str) -> bytes:
    """The recording; empty, told in the log, when the engine fails: the text has arrived, and nothing waits for this."""
    said = payload[_NAME]
    try:
        async with asyncio.timeout(_SOON_S):
            return await recordings.of(said["text"], Language(said["language"]), keep=said["keep"])
    except (MediaRefused, ToolMissing, TimeoutError) as exc:
        emit("not_read_aloud", channel=channel, reason=type(exc).__name__)
        return b""
