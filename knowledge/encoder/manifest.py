"""The manifest of the artifact: what the files are, where they come from and what was measured on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.encoder.errors import ArtifactDamaged

NAME: Final = "manifest.json"
MODEL: Final = "model_int8.onnx"
TOKENIZER: Final = "tokenizer.json"
MEANS: Final = "means.npy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the runtime needs of manifest.json; the rest of that file is for people."""

    sha256: Mapping[str, str]  # file name -> hexadecimal digest
    dimensions: int
    pad_id: int
    means: tuple[str, ...]  # the variety of each row of means.npy

    @property
    def identity(self) -> str:
        """One name for what makes the vectors, network and tokenizer, such as `e5-small-0123456789ab`."""
        joined = f"{self.sha256[MODEL]}\n{self.sha256[TOKENIZER]}"
        return f"e5-small-{hashlib.sha256(joined.encode()).hexdigest()[:12]}"


def read(folder: Path) -> Manifest:
    """Read manifest.json; raises ArtifactDamaged when it is missing or says something else."""
    path = folder / NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        sha256 = content["sha256"]
        return Manifest(
            sha256={name: str(sha256[name]) for name in (MODEL, TOKENIZER, MEANS)},
            dimensions=int(content["dimensions"]),
            pad_id=int(content["pad_id"]),
            means=tuple(str(variety) for variety in content["means"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ArtifactDamaged(path, f"unreadable manifest ({type(exc).__name__})") from exc


def verify(folder: Path, manifest: Manifest) -> None:
    """Raise ArtifactDamaged unless every file has the digest that the manifest names (50 ms for 50 MB)."""
    for name, expected in manifest.sha256.items():
        path = folder / name
        try:
            found = digest(path)
        except OSError as exc:
            raise ArtifactDamaged(path, "missing or unreadable") from exc
        if found != expected:
            raise ArtifactDamaged(path, "not the file that the manifest names")


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
