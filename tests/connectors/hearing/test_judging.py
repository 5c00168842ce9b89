"""When words that were heard count as said, when the person is asked, and when nothing was heard."""

from __future__ import annotations

import numpy as np
import pytest

from connectors.hearing.transcript import Heard, Transcript, Unheard, Why, Word, judge
from connectors.media.note import Note
from connectors.media.sound import RATE, Sound
from knowledge.article import Language

LOUD = Sound(np.full(RATE * 3, 0.1, dtype=np.float32))
QUIET = Sound(np.zeros(RATE * 3, dtype=np.float32))


def heard(*words: tuple[str, float], language: Language | None = Language.EN, no_speech: float = 0.1) -> Transcript:
    return Transcript(words=tuple(Word(f" {text}", chance) for text, chance in words), language=language, no_speech=no_speech)


CLEAR = heard(("minimum", 0.95), ("wage", 0.9), ("France", 0.97))
MUMBLED = heard(("minimum", 0.6), ("rage", 0.5), ("France", 0.7))
ONE_WORD_LOST = heard(("my", 0.95), ("passport", 0.1), ("was", 0.97), ("taken", 0.98), ("away", 0.98))


@pytest.mark.parametrize(
    ("sound", "transcript", "expected"),
    [
        (LOUD, CLEAR, Heard(text="minimum wage France", sure=True)),
        (LOUD, MUMBLED, Heard(text="minimum rage France", sure=False)),
        (LOUD, ONE_WORD_LOST, Heard(text="my passport was taken away", sure=False)),
        (LOUD, heard(("uh", 0.2), ("um", 0.3)), Unheard(Why.NOISY)),
        (LOUD, heard(), Unheard(Why.NOISY)),
        (LOUD, heard(("...", 0.9)), Unheard(Why.NOISY)),
        (QUIET, heard(), Unheard(Why.SILENT)),
        (LOUD, heard(("you", 0.9), no_speech=0.95), Unheard(Why.NOISY)),
        (LOUD, heard(("bonjour", 0.9), language=None), Unheard(Why.OTHER_LANGUAGE)),
        (LOUD, heard(*[("thank", 0.9), ("you", 0.9)] * 8), Unheard(Why.NOISY)),
    ],
)
def test_words_are_trusted_as_far_as_they_were_understood(sound: Sound, transcript: Transcript, expected: Heard | Unheard) -> None:
    assert judge(sound, transcript) == expected


def test_a_note_comes_back_from_its_stored_form() -> None:
    note = Note(id="AwACAgQAAxkBAAI", sha256="ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", seconds=12, size=34_567)
    assert Note.read(note.as_payload()) == note


@pytest.mark.parametrize("text", ["hello", "/menu", '/voice{"id": 5}', "/voice{", '/heard{"text":"x"}', ""])
def test_words_are_never_taken_for_a_note(text: str) -> None:
    assert Note.read(text) is None


def test_other_bytes_than_announced_are_noticed() -> None:
    digest = bytes(range(32))
    assert Note(id="1", sha256=digest.hex()).is_made_of(digest)
    assert not Note(id="1", sha256=digest.hex()).is_made_of(bytes(32))
    assert Note(id="1", sha256="what?").is_made_of(digest)
