"""A change of the patterns is shown by its messages, and a call that is no longer heard stops it."""

from __future__ import annotations

import pytest

from dalil import triage as command
from knowledge import triage
from knowledge.triage.alarm import Alarm, Category, Urgency
from knowledge.triage.changes import Change, Message, compare, heard, read_release, write_release

MESSAGES = [Message(id=f"dev {number}", text=text, variety="en", is_call=number < 3) for number, text in enumerate("abcde")]
BEFORE = {"dev 0": "violence/high", "dev 1": "-", "dev 2": "violence/high", "dev 3": "-", "dev 4": "violence/high"}


def test_every_kind_of_change_is_told_apart_the_worst_first() -> None:
    now = {"dev 0": "-", "dev 1": "violence/high", "dev 2": "violence/immediate", "dev 3": "self_harm/high", "dev 4": "-"}
    found = compare(MESSAGES, BEFORE, now)
    assert [(changed.message.id, changed.change) for changed in found] == [
        ("dev 0", Change.LOST),
        ("dev 3", Change.ALARMED),
        ("dev 2", Change.RENAMED),
        ("dev 1", Change.HEARD),
        ("dev 4", Change.CALMED),
    ]


def test_nothing_changed_and_messages_of_after_the_release_are_no_change() -> None:
    assert compare(MESSAGES, BEFORE, BEFORE) == []
    assert compare(MESSAGES, {}, BEFORE) == []


def test_a_release_is_read_as_it_was_written() -> None:
    said = heard(MESSAGES, lambda text: Alarm(category=Category.VIOLENCE, urgency=Urgency.HIGH) if text == "a" else None)
    assert said["dev 0"] == "violence/high" and said["dev 1"] == "-"
    assert read_release(write_release(said)) == said


def test_the_patterns_lose_no_call_that_the_last_release_heard(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.check(short=True) == 0, capsys.readouterr().out


def test_a_call_that_is_no_longer_heard_fails_the_check_and_is_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(triage, "triage", lambda text: None)
    assert command.check(short=True) == 1
    assert "no longer heard" in capsys.readouterr().out


def test_the_release_knows_every_message_of_the_set_and_nothing_that_is_held_out() -> None:
    known = read_release(command.RELEASE.read_text("utf-8"))
    assert {message.id for message in command.read_messages()} == set(known)
    assert {id.partition(" ")[0] for id in known} == set(command.FILES)
