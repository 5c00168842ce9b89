from __future__ import annotations

from dalil.understanding.drawing import draw
from dalil.understanding.engine import Entity, Understood
from dalil.understanding.identifying import Message, ours
from dalil.understanding.intervals import Share
from dalil.understanding.report import Report


def model(hits: int) -> Understood:
    return Understood(
        intents={"all": Share(right=hits, n=10)},
        confusions={"fr": {"ask": {"ask": hits, "greet": 2, "help": 10 - hits}}},
        entities={"country": Entity(precision=Share(right=hits, n=10), recall=Share(right=hits, n=12))},
        rasa_test={"accuracy": hits / 10},
        country_part=0.5,
    )


def report() -> Report:
    reading = ours([Message(text="Bonjour, quels papiers pour le visa ?", variety="fr")])
    return Report(
        identification={"held-out": reading},
        detectors={"held-out": {"theirs": reading}},
        about={"ms_median": 0.25},
        shares={"first": {"all": Share(right=9, n=10), "fr": Share(right=9, n=10)}, "intent": {"all": Share(right=1, n=2)}},
        understood={"engine": model(9), "plain Rasa": model(5)},
        skipped={"unadapted encoder": "not run: make bench-detectors"},
    )


def test_the_table_has_a_row_a_variety_with_all_last_and_a_dash_for_what_is_not_measured() -> None:
    lines = draw(report()).splitlines()
    rows = [line for line in lines if line.startswith(("fr ", "all ")) and "(" in line]
    assert [row.split()[0] for row in rows[:2]] == ["fr", "all"]
    assert rows[0].split()[-1] == "-" and "90.0% (60-98)" in rows[0] and "50.0% (9-91)" in rows[1]


def test_what_was_left_out_is_said_with_its_reason() -> None:
    assert "not measured: unadapted encoder (not run: make bench-detectors)" in draw(report())


def test_the_entities_of_plain_rasa_stand_beside_ours() -> None:
    line = next(line for line in draw(report()).splitlines() if line.startswith("country"))
    assert [part for part in line.split() if part.endswith("%")] == ["90.0%", "75.0%", "50.0%", "41.7%"]


def test_what_an_intent_was_taken_for_is_listed_by_variety_commonest_first() -> None:
    lines = draw(report()).splitlines()
    start = lines.index("Intents taken for others, engine")
    assert lines[start + 1].split(maxsplit=1) == ["fr", "ask > greet 2, ask > help 1"]


def test_ours_and_theirs_stand_under_each_other() -> None:
    lines = [line for line in draw(report()).splitlines() if line.startswith("held-out")]
    assert ["ours" in lines[0], "theirs" in lines[1]] == [True, True]


def test_the_same_report_can_be_read_by_a_program() -> None:
    told = report().as_json()
    assert told["varieties"]["first"]["fr"]["share"] == 0.9  # type: ignore[index]
    assert told["skipped"] == {"unadapted encoder": "not run: make bench-detectors"}
    assert told["confusions"]["plain Rasa"]["fr"]["ask"]["help"] == 5  # type: ignore[index]
    assert told["entities"]["engine"]["country"]["recall"]["n"] == 12  # type: ignore[index]
