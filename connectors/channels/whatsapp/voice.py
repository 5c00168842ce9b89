"""Our voice on WhatsApp: the recording is uploaded, then sent by its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from connectors.channels.whatsapp import graph
from connectors.errors import DeliveryFailed, Remedy
from connectors.events import emit
from connectors.reading_aloud import piece
from connectors.reading_aloud.recordings import Recordings


async def send(client: httpx.AsyncClient, payload: Mapping[str, Any], recordings: Recordings) -> str:
    """The message's id; "" when there is nothing to hear or Meta will not have it. Raises DeliveryFailed to try again."""
    recording = await piece.recorded(payload, recordings, "whatsapp")
    if not recording:
        return ""
    envelope = {name: value for name, value in payload.items() if name != "aloud"}
    try:
        media = await graph.upload(client, recording, "audio/ogg; codecs=opus")
        return await graph.send(client, {**envelope, "type": "audio", "audio": {"id": media, "voice": True}})
    except DeliveryFailed as failed:
        if failed.remedy is not Remedy.GIVE_UP:
            raise
        emit("not_read_aloud", channel="whatsapp", reason=failed.code)
        return ""
