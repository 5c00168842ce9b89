"""The report as text that fits a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dalil.understanding.engine import Understood
from dalil.understanding.identifying import Reading
from dalil.understanding.intervals import Share
from dalil.understanding.report import Report

WIDTH = 17
_ABOUT = {
    "expected_calibration_error": "expected calibration error of the language: {:.3f}",
    "ms_median": "milliseconds a message, median: {:.2f}",
    "two_words_after_a_turn": "variety from two words, after a message of the same person: {:.1%}",
}


def draw(report: Report) -> str:
    parts = [
        "Share in % (95 % Wilson interval), held-out sets",
        *_tables(report.shares),
        "Identification: variety, language (mixed left out), macro-F1 over varieties",
        "\n".join(_readings(report)),
        "\n".join(_ABOUT[name].format(value) for name, value in report.about.items()),
        _entities(report.understood),
        "\n".join(_confusions(report.understood)),
        "\n".join([f"BM25 as chosen on development questions, {name}: {setting}" for name, setting in report.settings.items()]),
        "\n".join(f"not measured: {name} ({reason})" for name, reason in report.skipped.items()),
    ]
    return "\n\n".join(part for part in parts if part)


def _tables(shares: Mapping[str, Mapping[str, Share]], columns: int = 5) -> Iterable[str]:
    """Some columns at a time, one row a variety, all last."""
    names = list(shares)
    varieties = sorted({name for column in shares.values() for name in column}, key=lambda name: (name == "all", name))
    for start in range(0, len(names), columns):
        shown = names[start : start + columns]
        head = f"{'':10}" + "".join(f"{name:>{max(WIDTH, len(name) + 2)}}" for name in shown)
        yield "\n".join([head, *(_row(variety, shown, shares) for variety in varieties)])


def _row(variety: str, shown: Sequence[str], shares: Mapping[str, Mapping[str, Share]]) -> str:
    cells = (f"{shares[name].get(variety, Share(right=0, n=0))!s:>{max(WIDTH, len(name) + 2)}}" for name in shown)
    return f"{variety:10}" + "".join(cells)


def _readings(report: Report) -> Iterable[str]:
    for name, reading in report.identification.items():
        yield _reading(name, "ours", reading)
        for who, other in report.detectors.get(name, {}).items():
            yield _reading(name, who, other)


def _reading(name: str, who: str, reading: Reading) -> str:
    return f"{name:34}{who:20}{reading.varieties['all']!s:>17}{reading.languages!s:>17}{reading.macro_f1:8.3f}"


def _entities(understood: Mapping[str, Understood]) -> str:
    """Precision and recall of each model beside each other."""
    kinds = list(dict.fromkeys(kind for found in understood.values() for kind in found.entities))
    head = f"{'entities':12}" + "".join(f"{f'{name}: precision':>24}{'recall':>{WIDTH}}" for name in understood)
    lines = [_entity(kind, list(understood.values())) for kind in kinds]
    tests = [
        f"rasa test, {name}: " + ", ".join(f"{measure} {value:.1%}" for measure, value in found.rasa_test.items())
        for name, found in understood.items()
    ]
    return "\n".join([head, *lines, *tests]) if lines else ""


def _entity(kind: str, found: Sequence[Understood]) -> str:
    scores = [one.entities.get(kind) for one in found]
    return f"{kind:12}" + "".join(f"{score.precision!s:>24}{score.recall!s:>{WIDTH}}" if score else " " * (24 + WIDTH) for score in scores)


def _confusions(understood: Mapping[str, Understood]) -> Iterable[str]:
    """What was taken for what, one line a variety; the whole matrices are in the JSON."""
    for name, found in understood.items():
        yield f"Intents taken for others, {name}"
        for variety, rows in sorted(found.confusions.items()):
            wrong = [(count, f"{right} > {said}") for right, row in rows.items() for said, count in row.items() if said != right]
            yield f"{variety:10}" + ", ".join(f"{what} {count}" for count, what in sorted(wrong, key=lambda item: (-item[0], item[1])))
