"""How well offers are checked, by indicator and by language: `python -m benchmarks.offers [FILE] [--errors] [--json]`

FILE holds lines `{"id", "language", "text", "indicators"}`: `nlu_data/offers/dev.jsonl`, which the rules were built on, unless given;
`nlu_data/offers/held-out.jsonl` was written by others and nobody tunes on it. Precision and recall with 95 % Wilson intervals, and how
many sound texts (no indicator) are left alone. `--errors` prints what is wrong: only for a set that may be looked at.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dalil.checking_offers import shipped_figures
from knowledge.offers import Indicator, check

DEV = Path(__file__).resolve().parents[1] / "nlu_data" / "offers" / "dev.jsonl"
Row = Mapping[str, Any]
Pair = tuple[frozenset[str], frozenset[str]]  # indicators of the set, indicators found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", type=Path, default=DEV)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    rows = [json.loads(line) for line in wanted.file.read_text("utf-8").splitlines() if line.strip()]
    pairs, times = measure(rows)
    result = report(rows, pairs)
    result["ms_median"], result["ms_max"] = round(statistics.median(times), 2), round(max(times), 2)
    print(json.dumps(result) if wanted.json else table(result))
    if wanted.errors:
        print("\n".join(_error(row, pair) for row, pair in zip(rows, pairs, strict=True) if pair[0] != pair[1]))


def measure(rows: Sequence[Row]) -> tuple[list[Pair], list[float]]:
    """What stands in each row and what is found, and the milliseconds of each check."""
    figures = shipped_figures()
    pairs: list[Pair] = []
    times: list[float] = []
    for row in rows:
        started = time.perf_counter()
        found = check(row["text"], figures)
        times.append((time.perf_counter() - started) * 1000)
        pairs.append((frozenset(row["indicators"]), frozenset(code.value for code in found.indicators)))
    return pairs, times


def report(rows: Sequence[Row], pairs: Sequence[Pair]) -> dict[str, Any]:
    """Precision and recall by indicator and by language, and the sound texts that are left alone."""
    by_indicator = {code.value: _scores([(code.value in real, code.value in found) for real, found in pairs]) for code in Indicator}
    by_language = {
        language: _scores([hit for row, pair in zip(rows, pairs, strict=True) if row["language"] == language for hit in _hits(pair)])
        for language in sorted({row["language"] for row in rows})
    }
    sound = [not found for real, found in pairs if not real]
    return {
        "texts": len(rows),
        "indicators": by_indicator,
        "languages": by_language,
        "all": _scores([hit for pair in pairs for hit in _hits(pair)]),
        "sound_left_alone": _share(sum(sound), len(sound)),
    }


def _hits(pair: Pair) -> list[tuple[bool, bool]]:
    real, found = pair
    return [(code.value in real, code.value in found) for code in Indicator]


def _scores(hits: Sequence[tuple[bool, bool]]) -> dict[str, Any]:
    right = sum(real and found for real, found in hits)
    return {
        "n": sum(real for real, _ in hits),
        "precision": _share(right, sum(found for _, found in hits)),
        "recall": _share(right, sum(real for real, _ in hits)),
    }


def _share(part: int, whole: int) -> list[float]:
    """A share with its 95 % Wilson interval: [share, low, high]."""
    if not whole:
        return [math.nan, 0.0, 1.0]
    z = 1.96
    share, spread = part / whole, z * z / whole
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / whole + spread / whole / 4) / (1 + spread)
    return [share, middle - half, middle + half]


def table(result: Mapping[str, Any]) -> str:
    """The report as a person reads it."""
    lines = [f"{'':14} {'n':>5} {'precision':>22} {'recall':>22}"]
    for name, scores in [*result["indicators"].items(), *result["languages"].items(), ("all", result["all"])]:
        lines.append(f"{name:14} {scores['n']:5} {_shown(scores['precision']):>22} {_shown(scores['recall']):>22}")
    lines.append(
        f"sound texts left alone: {_shown(result['sound_left_alone'])}; median {result['ms_median']} ms, slowest {result['ms_max']} ms"
    )
    return "\n".join(lines)


def _shown(share: Sequence[float]) -> str:
    return f"{share[0]:6.1%} ({share[1]:.0%}-{share[2]:.0%})"


def _error(row: Row, pair: Pair) -> str:
    missing, extra = sorted(pair[0] - pair[1]), sorted(pair[1] - pair[0])
    return f"{row['id']} {row['language']} missing {missing} extra {extra}: {row['text']}"


if __name__ == "__main__":
    main()
