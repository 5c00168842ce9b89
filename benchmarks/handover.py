"""A million random steps over the hand-over: `python -m benchmarks.handover --steps 1000000`.

Hypothesis walks the machine of `tests/connectors/handing_over.py`; after every step all invariants are checked.
"""

from __future__ import annotations

import argparse
import json
import time

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.connectors.handing_over import HandingOver

WALK = 100  # steps of one walk, at most


def walk(steps: int, first_seed: int = 0) -> int:
    """Take at least so many steps, in walks from the beginning; how many were taken. An invariant that breaks raises."""
    HandingOver.steps = 0
    number = first_seed
    while HandingOver.steps < steps:
        missing = steps - HandingOver.steps
        rules = settings(
            max_examples=max(1, min(missing // WALK + 1, 2000)),
            stateful_step_count=WALK,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        # Each round from another seed: the same walks would prove nothing new.
        run_state_machine_as_test(seed(number)(type("Walk", (HandingOver,), {})), settings=rules)
        number += 1
    return HandingOver.steps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    started = time.monotonic()
    taken = walk(asked.steps, asked.seed)
    print(json.dumps({"steps": taken, "violations": 0, "seconds": round(time.monotonic() - started, 1)}))


if __name__ == "__main__":
    main()
