"""The short forms of `dalil bench load` and `dalil bench faults`: over real processes, with the figures of the contract."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whole.conftest import STATE

pytestmark = pytest.mark.whole

ROOT = Path(__file__).parents[2]


def _figures(*command: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", *command, "--json"], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def test_nothing_is_lost_doubled_or_disordered_while_processes_are_killed() -> None:
    figures = _figures("dalil", "bench", "faults", "--messages", "24", "--kills", "2")
    uncertain = figures.pop("labelled_uncertain")
    assert figures == {"messages": 24, "kills": 2, "lost": 0, "duplicates": 0, "out_of_order": 0}
    assert uncertain >= 0


def test_the_load_is_measured_against_plain_rasa_in_the_same_run() -> None:
    figures = _figures("benchmarks.load", "--webhooks", "200", "--messages", "12", "--state", str(STATE))
    assert set(figures) == {"ingest_per_s", "ingest_p99_ms", "messages_per_s", "p50_ms", "p95_ms", "plain_rasa_per_s"}
    assert all(value > 0 for value in figures.values())
    assert figures["p50_ms"] <= figures["p95_ms"]
