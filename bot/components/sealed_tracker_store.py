"""Rasa's tracker store on `components.sealed_memory`: named in endpoints.yml. Edge (Rasa, and a database if one is named)."""

import os
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker, get_trackers_for_conversation_sessions

from components.sealed_memory import InDatabase, InMemory, SealedMemory

TRACKER_URL = "DALIL_TRACKER_URL"


class SealedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Each conversation under a key that only its name gives; in memory, or in the database of DALIL_TRACKER_URL."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, **kwargs: Any) -> None:
        kwargs.pop("host", None)  # Rasa passes the endpoint's address; ours comes from the environment
        super().__init__(domain, event_broker, **kwargs)
        url = os.environ.get(TRACKER_URL)
        self._memory = SealedMemory(InDatabase(url) if url else InMemory())

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker as it is now."""
        await self.stream_events(tracker)
        self._memory.save(tracker.sender_id, self.serialise_tracker(tracker))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The last session of the conversation; None when nothing is remembered."""
        tracker = await self.retrieve_full_tracker(sender_id)
        sessions = get_trackers_for_conversation_sessions(tracker) if tracker else []
        return sessions[-1] if len(sessions) > 1 else tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """All sessions of the conversation."""
        text = self._memory.load(conversation_id)
        return self.deserialise_tracker(conversation_id, text) if text else None

    async def keys(self) -> Iterable[str]:
        """Nobody can list conversations: their names are not kept."""
        return ()
