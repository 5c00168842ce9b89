from __future__ import annotations

import io
import json
from typing import Any

from dalil.identifying import identify_lines, identify_one


def identified(*lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    identify_lines([line + "\n" for line in lines], out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_in_is_a_line_out_in_order() -> None:
    asked = [{"id": 7, "text": "Wie viel Geld brauche ich für ein Studium?"}, {"id": "b", "text": "chhal khassni dyal lflous bach nmchi"}]
    assert identified(*map(json.dumps, asked)) == [
        {"id": 7, "language": "de", "variety": "de"},
        {"id": "b", "language": "ar", "variety": "ary-Latn"},
    ]


def test_a_text_without_letters_has_no_language() -> None:
    assert identify_one("🙂 12") == {"language": None, "variety": None}


def test_a_language_that_is_none_of_ours_is_called_other() -> None:
    assert identify_one("как получить визу") == {"language": "other", "variety": "other"}
    assert identify_one("bana yardım edebilir misiniz lütfen") == {"language": "other", "variety": "other"}


def test_a_line_that_is_not_of_the_contract_is_answered_with_an_error_and_the_rest_goes_on() -> None:
    found = identified("not json", "", "  ", "[1]", "7", '{"id": 3}', "[" * 100_000, '{"id": 4, "text": "How much money do I need?"}')
    assert [row.get("id") for row in found] == [None, None, None, 3, None, 4]
    assert ["error" in row for row in found] == [True] * 5 + [False]


def test_half_a_character_is_no_crash() -> None:
    assert identified('{"id": 1, "text": "\\ud83d hello how are you"}')[0]["language"] == "en"
