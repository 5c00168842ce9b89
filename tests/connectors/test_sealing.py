"""What is sealed opens with its key at its place, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import sealing
from connectors.errors import Unreadable
from connectors.sealing import Box

BOX = Box(bytes(range(32)))
NONCE = bytes(12)
HERE = sealing.place("outbox", "a", 1)


@given(text=st.text(), nonce=st.binary(min_size=12, max_size=12))
def test_what_is_sealed_opens_again_and_does_not_show(text: str, nonce: bytes) -> None:
    sealed = BOX.seal(HERE, {"text": text}, nonce)
    assert BOX.open(HERE, sealed) == {"text": text}
    assert len(text.encode("utf-8", "surrogatepass")) < 4 or text.encode("utf-8", "surrogatepass") not in sealed


@given(position=st.integers(min_value=0, max_value=60), bit=st.integers(min_value=0, max_value=7))
def test_a_changed_bit_anywhere_is_refused(position: int, bit: int) -> None:
    sealed = bytearray(BOX.seal(HERE, {"text": "the boss keeps my passport"}, NONCE))
    sealed[position % len(sealed)] ^= 1 << bit
    with pytest.raises(Unreadable):
        BOX.open(HERE, bytes(sealed))


@pytest.mark.parametrize("place", [sealing.place("outbox", "a", 2), sealing.place("outbox", "b", 1), sealing.place("inbox", "a", 1)])
def test_words_of_another_row_conversation_or_table_are_refused(place: bytes) -> None:
    with pytest.raises(Unreadable):
        BOX.open(place, BOX.seal(HERE, {"text": "x"}, NONCE))


@pytest.mark.parametrize("bytes_", [b"", b"\x01", b"\x01" + bytes(12), b"\x02" + bytes(40), bytes(60)])
def test_bytes_that_nobody_sealed_are_refused(bytes_: bytes) -> None:
    with pytest.raises(Unreadable):
        BOX.open(HERE, bytes_)


def test_only_an_object_opens() -> None:
    with pytest.raises(Unreadable):
        BOX.open(HERE, sealing.encrypt(BOX.key, b"[1]", HERE, NONCE))


@given(first=st.lists(st.text()), second=st.lists(st.text()))
def test_two_places_never_make_the_same_bytes(first: list[str], second: list[str]) -> None:
    assert (sealing.place("t", *first) == sealing.place("t", *second)) == (first == second)


def test_a_wrapping_key_needs_both_halves() -> None:
    keys = {sealing.wrapping_key(master, share) for master in (b"m" * 32, b"n" * 32) for share in (b"s" * 32, b"t" * 32)}
    assert len(keys) == 4


def test_neither_a_log_nor_a_traceback_shows_a_key() -> None:
    assert BOX.key.hex() not in repr(BOX) and str(BOX.key) not in repr(BOX)


def test_the_engines_name_for_a_conversation_changes_with_its_key() -> None:
    assert BOX.engine_sender() == Box(bytes(range(32))).engine_sender() != Box(bytes(32)).engine_sender()
    assert len(BOX.engine_sender()) == 64
