from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import payloads
from connectors.engine import Act, Run, Say
from connectors.turn import Triaged
from knowledge.article import Corridor, Country, Language

names = st.from_regex(r"[a-z]+(_[a-z]+)?", fullmatch=True)
values = st.booleans() | st.text(st.characters(codec="utf-8"))


@given(names, st.dictionaries(st.text("abcdefg", min_size=1), values))
def test_what_is_written_is_read_back(name: str, fields: dict[str, Any]) -> None:
    assert payloads.read(payloads.write(name, **fields)) == (name, fields)


@given(st.text())
def test_words_are_never_a_payload_and_nothing_breaks_the_reading(text: str) -> None:
    assert payloads.read(text.lstrip("/")) is None
    assert payloads.read("/x{" + text) is not None


@pytest.mark.parametrize(
    "text", ["", "hello", "/", "/{}", "//", "/1", "/help me he has a knife", "/tmp/x", "1/2", "/ menu", '/menu {"a": 1}']
)
def test_what_only_looks_like_a_payload_is_words(text: str) -> None:
    assert payloads.read(text) is None


@pytest.mark.parametrize(
    "text", ["/show{", "/show{]", '/show{"a": }', '/show{"a":' + "[" * 100_000, "/show{} {}", '/show{"a": 1' + "1" * 5000]
)
def test_broken_fields_count_as_none(text: str) -> None:
    assert payloads.read(text) == ("show", {})


def test_countries_are_read_and_unknown_ones_left_out() -> None:
    fields = {"origin": "MA", "destination": "XX", "present_in": ["DE"], "other": "IT"}
    assert payloads.corridor(fields) == Corridor(origin=Country.MA)


@pytest.mark.parametrize(
    ("name", "fields", "act"),
    [
        ("greet", {}, Say(key="greet")),
        ("help", {}, Say(key="help")),
        ("menu", {}, Run(tool="menu")),
        ("handoff", {}, Run(tool="handoff")),
        ("delete_data", {}, Run(tool="delete_data")),
        ("change_language", {"language": "it"}, Run(tool="change_language", language=Language.IT)),
        ("change_language", {"language": "xx"}, Run(tool="change_language")),
        ("set_profile", {"destination": "DE"}, Run(tool="set_profile", corridor=Corridor(destination=Country.DE))),
        ("inform", {"origin": "EG"}, Run(tool="set_profile", corridor=Corridor(origin=Country.EG))),
        ("feedback", {"helpful": True}, Run(tool="feedback", helpful=True)),
        ("feedback", {"helpful": "yes"}, Run(tool="feedback")),
        ("deny", {}, None),
    ],
)
def test_buttons_of_the_engine_mean_something_while_it_is_down(name: str, fields: dict[str, Any], act: Act | None) -> None:
    assert payloads.act(name, fields) == act


def test_only_calls_for_help_that_exist_are_read() -> None:
    assert payloads.alarm({"category": "violence", "urgency": "high"}) == Triaged(category="violence", urgency="high")
    for fields in (
        {},
        {"category": "violence"},
        {"category": "boredom", "urgency": "high"},
        {"category": ["violence"], "urgency": "high"},
        {"category": "distress_at_sea_or_desert", "urgency": "support"},
    ):
        assert payloads.alarm(fields) is None
