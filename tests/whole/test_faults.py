"""The short form of `dalil bench faults`, over real processes. `dalil bench load` takes three minutes and is run by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

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
