"""Trimming keeps what our languages need, and the tokenizer stays consistent."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from knowledge.encoder.making.base_weights import NotTheBase, read, unpack_q4_0
from knowledge.encoder.making.rows import quantise_rows
from knowledge.encoder.making.vocabulary import Piece, choose, is_ours, keep_same, trim

PIECES: list[Piece] = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -2.0),
    ("▁привет", -3.0),
    ("▁visa", -4.0),
    ("▁tak", -3.5),
    ("ب", -6.0),
    ("▁سلام", -9.0),
    ("v", -8.0),
    ("<mask>", 0.0),
]


def tokenizer_json() -> dict[str, Any]:
    special = [{"id": i, "content": t, "special": True} for i, (t, _) in enumerate(PIECES) if t.startswith("<")]
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False}
    ends = {token: {"id": token, "ids": [i], "tokens": [token]} for i, token in ((0, "<s>"), (2, "</s>"))}
    single = [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [{**token, **plain} for token in special],
        "normalizer": None,
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": {"type": "TemplateProcessing", "single": single, "pair": single, "special_tokens": ends},
        "decoder": None,
        "model": {"type": "Unigram", "unk_id": 3, "vocab": [list(piece) for piece in PIECES]},
    }


@pytest.mark.parametrize("piece", ["▁", "▁Straße", "é", "▁مرحبا", "٣", "2026", "?!", "🙂", "\u064e", "▁l'"])
def test_our_scripts_are_kept(piece: str) -> None:
    assert is_ours(piece)


@pytest.mark.parametrize("piece", ["Привет", "▁你好", "ไทย", "。", "ー", "aж"])
def test_other_scripts_are_not(piece: str) -> None:
    assert not is_ours(piece)


def test_special_pieces_and_single_characters_come_before_use_and_use_before_probability() -> None:
    kept = choose(PIECES, use={9: 0.5}, size=9)
    assert [PIECES[i][0] for i in kept] == ["<s>", "<pad>", "</s>", "<unk>", "▁", "ب", "▁سلام", "v", "<mask>"]
    assert [PIECES[i][0] for i in choose(PIECES, use={}, size=99) if PIECES[i][0] == "▁привет"] == []


def test_a_rebuild_keeps_the_vocabulary_that_was_chosen() -> None:
    chosen = [PIECES[i][0] for i in choose(PIECES, {}, 9)]
    assert [PIECES[i][0] for i in keep_same(PIECES, chosen)] == chosen


def test_a_piece_that_the_base_does_not_have_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 chosen pieces"):
        keep_same(PIECES, ["▁visa", "▁passport"])


def test_the_trimmed_tokenizer_gives_the_same_pieces_under_their_new_numbers() -> None:
    kept = choose(PIECES, {6: 1.0, 9: 1.0}, 10)
    before = Tokenizer.from_str(json.dumps(tokenizer_json()))
    after = Tokenizer.from_str(json.dumps(trim(tokenizer_json(), kept)))
    for text in ("visa سلام", "v ب", "<mask>"):
        assert after.encode(text).tokens == before.encode(text).tokens
        assert [kept[i] for i in after.encode(text).ids] == before.encode(text).ids


def test_four_bit_blocks_hold_the_first_half_low_and_the_second_half_high() -> None:
    block = np.float16(0.5).tobytes() + bytes([0x09] * 16)  # low 9 - 8 = 1, high 0 - 8 = -8
    assert unpack_q4_0(block, 1, 32).tolist() == [[0.5] * 16 + [-4.0] * 16]


def test_another_file_is_refused() -> None:
    with pytest.raises(NotTheBase):
        read(b"GGUF and so on")


def test_int8_rows_come_back_within_half_a_step() -> None:
    table = np.array([[1.0, -0.5, 0.001], [0, 0, 0], [300.0, 2.0, -150.0]], np.float32)
    rows, scales = quantise_rows(table)
    assert np.abs(rows * scales - table).max(axis=1).tolist() <= (scales[:, 0] / 2 + 1e-6).tolist()
    assert rows.dtype == np.int8
