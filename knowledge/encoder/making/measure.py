"""What the manifest and the decision quote: time a query, memory, agreement with full precision."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

from knowledge.encoder.encoding import Encoder

_ROUNDS: Final = 10
_RESIDENT: Final = """
from knowledge.encoder import load
load()
fields = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(fields["VmHWM"].split()[0]) // 1024)
"""


def median_query_ms(encoder: Encoder, texts: Sequence[str]) -> float:
    """Median over the texts of the processor time for one text, in milliseconds, best of ten rounds.

    Processor time of this thread, because other work on the machine must not count; the network runs in this thread.
    """
    rounds = [[_processor_ms(encoder, text) for text in texts] for _ in range(_ROUNDS)]
    best: list[float] = [min(times) for times in zip(*rounds, strict=True)]
    return statistics.median(best)


def resident_mb() -> int:
    """Peak resident memory, in MB, of a fresh process that loads the encoder and nothing else (Linux)."""
    answer = subprocess.run([sys.executable, "-c", _RESIDENT], capture_output=True, text=True, check=True)
    return int(answer.stdout)


def _processor_ms(encoder: Encoder, text: str) -> float:
    start = time.thread_time()
    encoder.encode([text])
    return 1000 * (time.thread_time() - start)
