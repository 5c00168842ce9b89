"""`dalil check-offer --jsonl`: one line in, one out, in the shape of the contract."""

from __future__ import annotations

import io
import json

from dalil.checking_offers import check_lines

CODES = set("fee passport wage employer hours visa_trick pressure payment domain substitution".split())


def test_each_line_is_answered_in_order_with_a_level_and_codes_and_an_unreadable_one_with_an_error() -> None:
    lines = [
        json.dumps({"id": "a", "text": "You must pay 500 EUR for the contract by Western Union."}),
        "",
        "not json",
        json.dumps({"id": "b", "text": "Bring your CV to the interview on Tuesday."}),
        json.dumps({"id": "c", "text": "Write to maria.rossi@gmail.com"}),
    ]
    out = io.StringIO()
    check_lines(lines, out)
    first, error, sound, doubtful = [json.loads(line) for line in out.getvalue().splitlines()]
    assert first["id"] == "a"
    assert first["level"] == "danger"
    assert {"fee", "payment"} <= set(first["indicators"]) <= CODES
    assert set(error) == {"id", "error"}
    assert sound == {"id": "b", "level": "no-signs", "indicators": []}
    assert doubtful == {"id": "c", "level": "caution", "indicators": ["domain"]}
