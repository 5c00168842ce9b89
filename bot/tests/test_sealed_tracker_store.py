"""Rasa's own trackers through the sealed store; endpoints.yml must name it, or Rasa silently takes its plain one."""

import asyncio
from pathlib import Path

import pytest
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from components.sealed_tracker_store import TRACKER_URL, SealedTrackerStore

ROOT = Path(__file__).parents[1]
SECRET = "le patron garde mon passeport"


def _store() -> SealedTrackerStore:
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    store = TrackerStore.create(endpoints.tracker_store, domain=Domain.empty())
    assert isinstance(store, SealedTrackerStore)
    return store


def _tracker(sender: str, *events: object) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, list(events))


def test_a_conversation_is_remembered_by_its_name_and_by_no_other() -> None:
    store = _store()
    asyncio.run(store.save(_tracker("a" * 64, UserUttered(SECRET), SlotSet("origin", "MA"))))
    found = asyncio.run(store.retrieve("a" * 64))
    assert found is not None and [event.text for event in found.events if isinstance(event, UserUttered)] == [SECRET]
    assert asyncio.run(store.retrieve("b" * 64)) is None
    assert list(asyncio.run(store.keys())) == []


def test_only_the_last_session_counts() -> None:
    store = _store()
    events = (ActionExecuted("action_session_start"), SessionStarted(), UserUttered("old"))
    asyncio.run(store.save(_tracker("a" * 64, *events, ActionExecuted("action_session_start"), SessionStarted(), UserUttered("new"))))
    found = asyncio.run(store.retrieve("a" * 64))
    assert found is not None and [event.text for event in found.events if isinstance(event, UserUttered)] == ["new"]


def test_in_a_database_no_word_is_in_the_clear(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(TRACKER_URL, f"sqlite:///{tmp_path / 'store'}")
    asyncio.run(_store().save(_tracker("a" * 64, UserUttered(SECRET))))
    assert SECRET.encode() not in (tmp_path / "store").read_bytes()
    assert asyncio.run(_store().retrieve("a" * 64)) is not None  # after a restart of the engine
