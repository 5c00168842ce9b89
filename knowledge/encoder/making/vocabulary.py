"""Which pieces of the 250,000 stay, and the tokenizer and the embedding rows that follow from that. Pure.

A piece is kept for its script (Latin with diacritics, Arabic, digits, punctuation) and for its use: first every piece
of one character, so that nothing in our scripts becomes unknown; then those that our languages use, most used first.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any, Final

import regex

SPACE: Final = "\u2581"  # how SentencePiece writes the start of a word
_SPECIAL: Final = frozenset({"<s>", "<pad>", "</s>", "<unk>", "<mask>"})
_OURS: Final = regex.compile(r"[\p{Latin}\p{Arabic}\p{Inherited}\p{Common}]+")
_CJK_MARKS: Final = regex.compile(r"[\u3000-\u303f\u30fb-\u30ff\uff00-\uffef\u2e80-\u2fdf\u3200-\u33ff]")

Piece = tuple[str, float]  # the text and its log-probability


def is_ours(piece: str) -> bool:
    """True for a piece written wholly in our scripts, with digits, punctuation, emoji and combining marks.

    >>> is_ours("▁Übung"), is_ours("▁مرحبا"), is_ours("▁2026,"), is_ours("Привет")
    (True, True, True, False)
    """
    text = piece.replace(SPACE, "")
    return not text or (_OURS.fullmatch(text) is not None and _CJK_MARKS.search(text) is None)


def choose(pieces: Sequence[Piece], use: Mapping[int, float], size: int) -> list[int]:
    """The ids to keep, ascending, `size` at most: special ones, single characters, then by use, then by probability."""
    special = [i for i, (text, _) in enumerate(pieces) if text in _SPECIAL]
    ours = [i for i, (text, _) in enumerate(pieces) if text not in _SPECIAL and is_ours(text)]
    characters = [i for i in ours if len(pieces[i][0].replace(SPACE, "")) <= 1]
    by_use = sorted(ours, key=lambda i: (-use.get(i, 0.0), -pieces[i][1], i))
    kept = dict.fromkeys([*special, *characters, *by_use])
    return sorted(list(kept)[:size])


def keep_same(pieces: Sequence[Piece], chosen: Sequence[str]) -> list[int]:
    """The ids of the pieces that an earlier build chose, so that a rebuild gives the same vocabulary."""
    wanted = set(chosen)
    kept = [i for i, (text, _) in enumerate(pieces) if text in wanted]
    if len(kept) != len(wanted):
        raise ValueError(f"{len(wanted) - len(kept)} chosen pieces are not in the base vocabulary")
    return kept


def trim(tokenizer: Mapping[str, Any], kept: Sequence[int]) -> dict[str, Any]:
    """A tokenizer.json with only the kept pieces: row i of the trimmed embeddings is piece kept[i] of the base."""
    trimmed = copy.deepcopy(dict(tokenizer))
    vocabulary = trimmed["model"]["vocab"]
    renumbered = {old: new for new, old in enumerate(kept)}
    trimmed["model"]["vocab"] = [vocabulary[i] for i in kept]
    trimmed["model"]["unk_id"] = renumbered[trimmed["model"]["unk_id"]]
    for token in trimmed["added_tokens"]:
        token["id"] = renumbered[token["id"]]
    for token in trimmed["post_processor"]["special_tokens"].values():
        token["ids"] = [renumbered[i] for i in token["ids"]]
    return trimmed
