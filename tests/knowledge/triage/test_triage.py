"""Calls for help are heard in every variety; look-alikes are left to the articles. Figures for docs: `report` prints them."""

from __future__ import annotations

import csv
import json
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.phrases import keys
from knowledge.triage import Alarm, Category, Urgency, topics, triage
from knowledge.triage.matching import book

ROOT = Path(__file__).parents[3]
DEVELOPMENT = Path(__file__).with_name("cases.jsonl")
READ = ROOT / "nlu_data" / "triage" / "dev.jsonl"  # held out once; lines of it were read while patterns were written
INDIRECT = ROOT / "nlu_data" / "triage" / "dev-indirect.jsonl"  # harm told without its usual words: reported, no floor yet
HELD_OUT = ROOT / "nlu_data" / "triage" / "held-out.jsonl"
SMALL_TALK = [
    "greet", "goodbye", "thanks", "affirm", "deny", "feedback", "follow_up", "out_of_scope", "change_language", "delete_data",
    "inform", "help",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    text: str
    variety: str
    alarm: Alarm | None


def cases(file: Path) -> list[Case]:
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return [Case(row["text"], row["variety"], _alarm(row["alarm"])) for row in rows]


def _alarm(row: dict[str, str] | None) -> Alarm | None:
    return Alarm(category=Category(row["category"]), urgency=Urgency(row["urgency"])) if row else None


def share_heard(chosen: Iterable[Case]) -> float:
    heard = [triage(case.text) is not None for case in chosen]
    return sum(heard) / len(heard)


@pytest.mark.parametrize("file", [DEVELOPMENT, READ], ids=["development", "read"])
class TestSet:
    def test_calls_for_help_are_heard_in_every_variety(self, file: Path) -> None:
        calls: defaultdict[str, list[Case]] = defaultdict(list)
        for case in cases(file):
            if case.alarm:
                calls[case.variety].append(case)
        assert {variety: share for variety, found in calls.items() if (share := share_heard(found)) < 0.9} == {}
        assert share_heard([case for found in calls.values() for case in found]) >= 0.95

    def test_every_kind_of_call_is_heard(self, file: Path) -> None:
        calls: defaultdict[Category, list[Case]] = defaultdict(list)
        for case in cases(file):
            if case.alarm:
                calls[case.alarm.category].append(case)
        assert set(calls) == set(Category)
        assert {kind: share for kind, found in calls.items() if (share := share_heard(found)) < 0.9} == {}

    def test_danger_to_life_is_not_taken_for_less(self, file: Path) -> None:
        danger = [case for case in cases(file) if case.alarm and case.alarm.urgency is Urgency.IMMEDIATE]
        found = [alarm is not None and alarm.urgency is Urgency.IMMEDIATE for alarm in map(triage, (c.text for c in danger))]
        assert sum(found) / len(found) >= 0.95

    def test_look_alikes_do_not_alarm(self, file: Path) -> None:
        assert share_heard(case for case in cases(file) if case.alarm is None) <= 0.02

    def test_a_message_takes_less_than_two_milliseconds(self, file: Path) -> None:
        texts = [case.text for case in cases(file)]
        triage(texts[0])
        began = time.process_time()
        for text in texts:
            triage(text)
        assert (time.process_time() - began) / len(texts) < 0.002


def test_look_alikes_of_indirect_wording_do_not_alarm() -> None:
    assert share_heard(case for case in cases(INDIRECT) if case.alarm is None) <= 0.02


@pytest.mark.parametrize("kind", SMALL_TALK)
def test_everyday_messages_do_not_alarm(kind: str) -> None:
    lines = [line for file in sorted((ROOT / "nlu_data" / "train" / kind).glob("*.txt")) for line in file.read_text("utf-8").splitlines()]
    assert lines
    assert [line for line in lines if triage(line)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'm dying to go to Germany but my boss beats me", (Category.VIOLENCE, Urgency.HIGH)),
        ("my husband beats me every day", (Category.VIOLENCE, Urgency.HIGH)),
        ("my husband is beating me now", (Category.VIOLENCE, Urgency.IMMEDIATE)),
        ("nobody beats me", None),
        ("ma kaydrbnich rajli", None),
        ("rajli kaydrbni", (Category.VIOLENCE, Urgency.HIGH)),
        ("راجلي كيضربني", (Category.VIOLENCE, Urgency.HIGH)),
        ("كنموت على ألمانيا", None),
        ("muoio dalla voglia di partire", None),
        ("what happens if my boss does not pay me?", None),
        ("my boss does not pay me", (Category.UNPAID_WAGES, Urgency.HIGH)),
        ("can my employer keep my passport?", (Category.PAPERS_WITHHELD, Urgency.SUPPORT)),
        ("my employer keeps my passport", (Category.PAPERS_WITHHELD, Urgency.HIGH)),
        ("how much is the visa fee?", None),
        ("I lost my job, what now?", None),
        ("mon visa a été refusé", None),
        ("my cousin wants to kill himself", (Category.SELF_HARM, Urgency.IMMEDIATE)),
        ("", None),
        ("😀 123 ?!", None),
    ],
)
def test_words_are_read_as_they_are_meant(text: str, expected: tuple[Category, Urgency] | None) -> None:
    alarm = triage(text)
    assert (alarm and (alarm.category, alarm.urgency)) == expected


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_triage_fail(text: str) -> None:
    triage(text)


def test_a_long_hostile_message_is_read_in_linear_time() -> None:
    def seconds(words: int) -> float:
        text = "my boss took not paid me " * (words // 6)
        began = time.process_time()
        triage(text)
        return time.process_time() - began

    seconds(60)
    assert seconds(780) < 0.5


def test_every_alarm_has_its_words_and_its_helplines() -> None:
    with (ROOT / "knowledge" / "content" / "helplines.csv").open(encoding="utf-8", newline="") as sheet:
        known = {topic for row in csv.DictReader(sheet) for topic in row["topics"].split()}
    possible = {pattern.alarm for pattern in book().patterns if pattern.alarm}
    for alarm in possible:
        assert f"protect_{alarm.category}_{alarm.urgency}" in keys()
        assert topics(alarm)
        assert set(topics(alarm)) <= known


def test_every_text_of_protection_belongs_to_an_alarm() -> None:
    possible = {f"protect_{p.alarm.category}_{p.alarm.urgency}" for p in book().patterns if p.alarm}
    texts = {key for key in keys() if key.startswith(tuple(f"protect_{category}_" for category in Category))}
    assert texts - possible == {"protect_violence_immediate"}  # comes from "now" and "help" beside a finding


def report(file: Path) -> str:
    """Per variety: calls heard, and look-alikes that alarmed."""
    rows: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for case in cases(file):
        at = 0 if case.alarm else 2
        rows[case.variety][at] += triage(case.text) is not None
        rows[case.variety][at + 1] += 1
    return "\n".join(f"{variety:9} heard {a}/{b}  false {c}/{d}" for variety, (a, b, c, d) in rows.items())


if __name__ == "__main__":
    for name in (DEVELOPMENT, READ, INDIRECT, HELD_OUT):
        print(name.name, report(name), sep="\n")
