from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.article import Language
from knowledge.content_files import CONTENT
from knowledge.helpline import Area, Caution, Helpline, HelplineTopic, Reliability
from knowledge.helpline_checks import check_lines, without_test_call
from knowledge.helpline_sheet import SHEET, parse
from tests.knowledge.samples import TODAY

LINE = Helpline(country=Area.IT, topics=(HelplineTopic.VIOLENCE,), name="Telefono", phone_local="1522", source_url="https://www.1522.eu")


def findings(line: Helpline) -> list[str]:
    return [str(finding) for finding in check_lines([line], TODAY)]


def test_a_whole_line_has_no_finding() -> None:
    assert findings(LINE) == []


def test_the_shipped_sheet_has_no_error() -> None:
    lines, refused = parse((CONTENT / SHEET).read_text("utf-8"))
    assert (refused, check_lines(lines, TODAY)) == ([], [])


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"source_url": ""}, "a number that is given out has no source"),
        ({"source_url": "own knowledge"}, "source_url 'own knowledge' is no address of a page"),
        ({"url": "https://["}, "url 'https://[' is no address of a page"),
        ({"phone_local": "1"}, "phone_local '1' cannot be dialled in this country"),
        ({"sms": "1"}, "sms '1' cannot be dialled in this country"),
        ({"phone_international": "06 4416091"}, "phone_international '06 4416091' is no number of this country in international form"),
        ({"whatsapp": "+49 30 1"}, "whatsapp '+49 30 1' is no number of this country in international form"),
        (
            {"phone_international": "+39 06 4416091", "phone_local": "06 4416092"},
            "'+39 06 4416091' and '06 4416092' are two different numbers",
        ),
        ({"topics": (HelplineTopic.POLICE,)}, "a police line must warn that papers may be checked"),
        ({"last_test_call": date(2199, 1, 1)}, "its last test call, 2199-01-01, has not been made yet"),
    ],
)
def test_each_problem_is_an_error_at_its_line(changed: dict[str, object], reason: str) -> None:
    assert findings(replace(LINE, **changed)) == [f"error: helpline IT Telefono: {reason}"]


def test_names_are_short_and_in_western_digits() -> None:
    long, digits = (findings(replace(LINE, name="", names=dict.fromkeys(Language, name))) for name in ("x" * 141, "خط ١٥٢٢"))
    assert len(long) == len(digits) == len(Language)
    assert "its ar name has 141 characters, at most 140" in long[0] and "digits of its ar name must be 0-9" in digits[0]


def test_a_number_that_is_not_given_out_needs_no_source() -> None:
    assert findings(replace(LINE, source_url="", confidence=Reliability.LOW)) == []


def test_a_police_line_that_warns_is_right() -> None:
    assert findings(replace(LINE, topics=(HelplineTopic.POLICE,), warning=Caution.POLICE_MAY_CHECK_PAPERS)) == []


def test_a_line_that_nobody_called_for_a_year_is_told() -> None:
    assert findings(replace(LINE, last_test_call=date(2020, 1, 1))) == [
        "warning: helpline IT Telefono: nobody has called it since 2020-01-01"
    ]
    assert findings(replace(LINE, last_test_call=TODAY)) == []
    assert without_test_call([LINE, replace(LINE, last_test_call=TODAY), replace(LINE, confidence=Reliability.LOW)]) == 1
