from __future__ import annotations

import json
import sys
from pathlib import Path

from dalil.understanding.identifying import Message, bare, first_words, in_conversation, others, ours, read

FRENCH = Message(text="Où est-ce que je dépose le dossier, s'il vous plaît ?", variety="fr")
ARABIZI = Message(text="chhal khassni dyal lflous bach nmchi", variety="ary-Latn")
MIXED = Message(text="بغيت نعرف combien ça coûte le visa", variety="mixed")


def test_our_own_reading_is_counted_by_variety_and_language() -> None:
    reading = ours([FRENCH, ARABIZI, MIXED])
    assert reading.varieties["all"].right == 3 and reading.languages.n == 2 and reading.macro_f1 == 1.0


def test_a_wrong_variety_of_the_right_language_counts_for_the_language() -> None:
    reading = read([ARABIZI], [("aeb-Latn", "ar")])
    assert (reading.varieties["ary-Latn"].value, reading.languages.value, reading.macro_f1) == (0.0, 1.0, 0.0)


def test_shortcuts_are_taken_away() -> None:
    assert bare(FRENCH).text == "où est ce que je dépose le dossier s il vous plaît"
    assert first_words(ARABIZI).text == "chhal khassni"


def test_two_words_are_read_in_the_light_of_the_turn_before() -> None:
    assert in_conversation([Message(text="visa chhal", variety="ary-Latn"), MIXED]).n == 1


def test_detectors_of_others_are_asked_in_one_go_and_their_codes_are_understood() -> None:
    asked: list[str] = []

    def run(python: Path, lines: str) -> str:
        asked.append(lines)
        rows = [{"theirs": "fr", "another": "fr"}, {"theirs": "arz", "another": "xh"}]
        return "\n".join(map(json.dumps, rows))

    readings = others([FRENCH, ARABIZI], Path(sys.executable), run)
    assert not isinstance(readings, str) and len(asked) == 1
    assert readings["theirs"].languages.value == 1.0 and readings["theirs"].varieties["ary-Latn"].value == 0.0
    assert readings["another"].languages.value == 0.5


def test_without_their_environment_a_sentence_says_how_to_get_it() -> None:
    assert others([FRENCH], Path("/nowhere/python")) == "their environment is not there: make bench-detectors"
