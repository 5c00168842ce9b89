"""`python -m benchmarks.faults --messages 10000 --kills 500`; `dalil bench faults` starts it."""

from __future__ import annotations

import argparse
import json
import time

from benchmarks.faults.run import Wanted, measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    started = time.monotonic()
    verdict = measure(Wanted(messages=asked.messages, kills=asked.kills, seed=asked.seed))
    figures = verdict.as_json()
    if asked.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name.replace('_', ' '):20} {value:8}" for name, value in figures.items()))
        print(f"{'seconds':20} {time.monotonic() - started:8.0f}")
    raise SystemExit(0 if verdict.is_clean() else 1)


if __name__ == "__main__":
    main()
