"""Another encoder, named by DALIL_ENCODER: it works the same way, or says what to do."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.encoder import load, variety_means
from knowledge.encoder.errors import EncoderExtraMissing, EncoderNotFound, EncoderUnavailable
from knowledge.encoder.transformer import Model, SentenceTransformersEncoder


class LetterCounts:
    """A model of the same shape as sentence-transformers': counts of the letters a to h."""

    def __init__(self, prompts: dict[str, str], *, broken: bool = False) -> None:
        self.max_seq_length = 512
        self.prompts = prompts
        self.seen: list[str] = []
        self._broken = broken

    def encode(self, sentences: list[str], *, show_progress_bar: bool) -> NDArray[np.float32]:
        if self._broken:
            raise RuntimeError
        self.seen += sentences
        return np.array([[text.count(letter) for letter in "abcdefgh"] for text in sentences], np.float32)


def encoder_with(model: Model, name: str = "letters") -> SentenceTransformersEncoder:
    return SentenceTransformersEncoder(name, opening=lambda _: model)


def test_a_directory_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(EncoderNotFound, match=r"'\./no-such-model' cannot be loaded: there is no such directory"):
        load("./no-such-model")


def test_a_directory_that_is_no_model_gives_a_clear_error(tmp_path: Path) -> None:
    expected = EncoderNotFound if importlib.util.find_spec("sentence_transformers") else EncoderExtraMissing
    with pytest.raises(expected) as caught:
        load(str(tmp_path))
    assert str(tmp_path) in str(caught.value)
    assert isinstance(caught.value, EncoderUnavailable)


def test_vectors_of_another_model_are_made_of_length_one() -> None:
    vectors = encoder_with(LetterCounts({})).encode(["aab", "h"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (2, 8)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1])


def test_the_prefix_is_set_only_for_a_model_that_knows_it() -> None:
    e5, other = LetterCounts({"query": "query: "}), LetterCounts({"query": "question: "})
    encoder_with(e5).encode(["bad"])
    encoder_with(other).encode(["bad"])
    assert (e5.seen[-1], other.seen[-1]) == ("query: bad", "bad")


def test_long_texts_are_cut_after_256_tokens_whatever_the_model_allows() -> None:
    model = LetterCounts({})
    encoder_with(model)
    assert model.max_seq_length == 256


def test_no_text_gives_no_vectors_of_the_right_length() -> None:
    assert encoder_with(LetterCounts({})).encode([]).shape == (0, 8)


def test_a_model_that_fails_makes_the_encoder_unavailable() -> None:
    with pytest.raises(EncoderUnavailable, match="sentence-transformers failed"):
        encoder_with(LetterCounts({}, broken=True))


def test_the_identity_changes_with_the_content_of_a_directory_and_with_a_name(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"1")
    before = encoder_with(LetterCounts({}), str(tmp_path)).identity
    assert encoder_with(LetterCounts({}), str(tmp_path)).identity == before
    (tmp_path / "weights").write_bytes(b"2")
    assert encoder_with(LetterCounts({}), str(tmp_path)).identity != before
    assert encoder_with(LetterCounts({}), "a").identity != encoder_with(LetterCounts({}), "b").identity


def test_the_means_of_another_encoder_are_computed_from_the_sentences() -> None:
    means = variety_means(encoder_with(LetterCounts({})))
    assert len(means) == 12
    assert means["fr"].shape == (8,)
