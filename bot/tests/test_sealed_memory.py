"""What the engine remembers opens with the conversation's name alone, and for a day."""

from pathlib import Path

import pytest

from components.sealed_memory import KEPT_S, InDatabase, InMemory, SealedMemory, Shelf

NAME, OTHER = "a" * 64, "b" * 64
SECRET = "le patron garde mon passeport"


@pytest.fixture(params=["memory", "database"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    return InMemory() if request.param == "memory" else InDatabase(f"sqlite:///{tmp_path / 'store'}")


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_the_last_text_of_a_name_is_given_back(shelf: Shelf) -> None:
    memory = SealedMemory(shelf)
    memory.save(NAME, "one")
    memory.save(NAME, SECRET)
    assert (memory.load(NAME), memory.load(OTHER)) == (SECRET, None)


def test_nothing_older_than_a_day_is_given_back_or_kept(shelf: Shelf) -> None:
    clock = Clock()
    memory = SealedMemory(shelf, clock)
    memory.save(NAME, SECRET)
    clock.now += KEPT_S - 1
    assert memory.load(NAME) == SECRET
    clock.now += 2
    assert memory.load(NAME) is None
    memory.save(OTHER, "x")
    clock.now -= 100
    assert memory.load(NAME) is None


def test_neither_the_words_nor_the_name_are_in_the_file(tmp_path: Path) -> None:
    memory = SealedMemory(InDatabase(f"sqlite:///{tmp_path / 'store'}"))
    memory.save(NAME, SECRET)
    raw = (tmp_path / "store").read_bytes()
    assert b"engine_memory" in raw
    assert SECRET.encode() not in raw and NAME.encode() not in raw


def test_what_was_sealed_for_one_name_does_not_open_for_another() -> None:
    shelf = InMemory()
    memory = SealedMemory(shelf)
    memory.save(NAME, SECRET)
    memory.save(OTHER, "x")
    rows = shelf._rows
    first, second = rows
    rows[second] = rows[first]
    assert memory.load(OTHER) is None
