from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.opening_hours import DAYS, Kind, OpeningHours, Slot, parse

TIMES = ("00:00", "08:30", "12:00", "13:30", "18:00", "24:00")
RANGES = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda days: tuple(sorted(days, key=DAYS.index)))
SPANS = st.tuples(st.sampled_from(TIMES), st.sampled_from(TIMES)).map(sorted).filter(lambda span: span[0] != span[1]).map(tuple)
SLOTS = st.builds(
    lambda days, times: Slot(days=tuple(days), times=tuple(times)),
    st.lists(RANGES, min_size=1, max_size=3),
    st.lists(SPANS, max_size=2),
)


@pytest.mark.parametrize("word", ["24/7", "office", "varies", "unknown"])
def test_a_word_says_what_has_no_times(word: str) -> None:
    assert parse(word) == OpeningHours(kind=Kind(word))
    assert parse(f"{word}?") == OpeningHours(kind=Kind(word), confirmed=False)


def test_days_and_times_are_read() -> None:
    read = parse("tu-th 09:30-16:30; mo,fr 09:00-12:30,13:30-16:00")
    assert read.slots == (
        Slot(days=(("tu", "th"),), times=(("09:30", "16:30"),)),
        Slot(days=(("mo", "mo"), ("fr", "fr")), times=(("09:00", "12:30"), ("13:30", "16:00"))),
    )


@given(st.lists(SLOTS, min_size=1, max_size=3), st.booleans())
def test_what_is_written_is_read_as_it_was(slots: list[Slot], confirmed: bool) -> None:
    hours = OpeningHours(kind=Kind.SLOTS, slots=tuple(slots), confirmed=confirmed)
    assert parse(str(hours)) == hours


@pytest.mark.parametrize(
    "text",
    [
        *("", "slots", "Mon-Fri 09:00-17:00", "mo-fr 9:00-17:00", "mo-fr 17:00-09:00", "fr-mo 09:00-17:00", "mo-fr 09:00-25:00"),
        *("mo-fr 09:00-24:30", "mo-fr 09:00-17:00;", "mo-fr  09:00-17:00", "mo-fr 09:00–17:00", "mo-fr 09:00-09:00"),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no opening time|no time|ends before it begins"):
        parse(text)
