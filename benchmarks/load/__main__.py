"""`python -m benchmarks.load`; `dalil bench load` starts it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.load.run import Wanted, measure


def main() -> None:
    usual = Wanted()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--webhooks", type=int, default=usual.webhooks)
    parser.add_argument("--messages", type=int, default=usual.messages)
    parser.add_argument("--gateways", type=int, default=usual.gateways)
    parser.add_argument("--state", type=Path, help="folder of an installation that does not run now; its content is copied")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    wanted = Wanted(webhooks=asked.webhooks, messages=asked.messages, paced=asked.messages, gateways=asked.gateways, state=asked.state)
    figures = measure(wanted)
    print(json.dumps(figures) if asked.json else "\n".join(f"{name.replace('_', ' '):20} {value:10}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
