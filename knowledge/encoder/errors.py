"""What can go wrong with the encoder.

EncoderUnavailable            no vectors now: search by words alone, and say so in the log
├── ArtifactDamaged           a file is missing or is not the one its manifest names: fetch or build it again
├── EncoderExtraMissing       DALIL_ENCODER is set, but sentence-transformers is not installed
└── EncoderNotFound           DALIL_ENCODER names nothing that sentence-transformers can load
"""

from __future__ import annotations

from pathlib import Path


class EncoderUnavailable(Exception):
    """There are no vectors now; the caller degrades to lexical search."""


class ArtifactDamaged(EncoderUnavailable):
    """A file of the artifact is missing, unreadable or not the one its manifest names."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"encoder artifact {path}: {reason}")
        self.path = path


class EncoderExtraMissing(EncoderUnavailable):
    """Another encoder was asked for, and the package that runs it is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"encoder {name!r} needs sentence-transformers: pip install 'dalil[encoder]'")


class EncoderNotFound(EncoderUnavailable):
    """The name or directory is not a sentence-transformers model that can be loaded here."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"encoder {name!r} cannot be loaded: {reason}")
