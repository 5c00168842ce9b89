from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.understanding.intervals import Share, macro_f1


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_share_and_stays_between_0_and_1(right: int, n: int) -> None:
    share = Share(right=min(right, n), n=n)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-12 and share.value - 1e-12 <= high <= 1


def test_the_interval_is_wilsons() -> None:
    low, high = Share(right=8, n=10).interval
    assert (low, high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))


def test_more_cases_say_more() -> None:
    few, many = Share(right=9, n=10).interval, Share(right=900, n=1000).interval
    assert few[0] < many[0] < many[1] < few[1]


def test_a_share_of_nothing_says_nothing() -> None:
    assert (Share.of([]).value, Share.of([]).interval, str(Share.of([]))) == (0.0, (0.0, 1.0), "-")


def test_a_share_is_written_with_its_interval() -> None:
    assert str(Share.of([True] * 9 + [False])) == "90.0% (60-98)"
    assert Share.of([True, False]).as_json() == {"n": 2, "share": 0.5, "low": 0.0945, "high": 0.9055}


@pytest.mark.parametrize(
    ("truth", "said", "f1"), [("ab", "ab", 1.0), ("ab", "cc", 0.0), ("aab", "abb", 2 / 3), ("", "", 0.0), ("aa", "ac", 2 / 3)]
)
def test_every_class_counts_the_same(truth: str, said: str, f1: float) -> None:
    assert macro_f1(list(truth), list(said)) == pytest.approx(f1)
