from __future__ import annotations

from dalil.understanding.drawing import draw
from dalil.understanding.identifying import Message, ours
from dalil.understanding.intervals import Share
from dalil.understanding.report import Report


def report() -> Report:
    reading = ours([Message(text="Bonjour, quels papiers pour le visa ?", variety="fr")])
    return Report(
        identification={"held-out": reading},
        detectors={"held-out": {"theirs": reading}},
        about={"ms_median": 0.25},
        shares={"first": {"all": Share(right=9, n=10), "fr": Share(right=9, n=10)}, "intent": {"all": Share(right=1, n=2)}},
        entities={"all": {"precision": 0.9, "recall": 0.8}, "country_part": 0.7},
        skipped={"unadapted encoder": "name it"},
    )


def test_the_table_has_a_row_a_variety_with_all_last_and_a_dash_for_what_is_not_measured() -> None:
    lines = draw(report()).splitlines()
    rows = [line for line in lines if line.startswith(("fr ", "all ")) and "(" in line]
    assert [row.split()[0] for row in rows[:2]] == ["fr", "all"]
    assert rows[0].split()[-1] == "-" and "90.0% (60-98)" in rows[0] and "50.0% (9-91)" in rows[1]


def test_what_was_left_out_is_said_with_its_reason() -> None:
    assert "not measured: unadapted encoder (name it)" in draw(report())


def test_ours_and_theirs_stand_under_each_other() -> None:
    lines = [line for line in draw(report()).splitlines() if line.startswith("held-out")]
    assert ["ours" in lines[0], "theirs" in lines[1]] == [True, True]


def test_the_same_report_can_be_read_by_a_program() -> None:
    told = report().as_json()
    assert told["varieties"]["first"]["fr"]["share"] == 0.9  # type: ignore[index]
    assert told["skipped"] == {"unadapted encoder": "name it"}
