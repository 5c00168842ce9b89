"""The files of patterns are well formed, and a pattern means what its page says."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.triage.alarm import Category
from knowledge.triage.patterns import FOLDER
from knowledge.triage.tokens import read


class _Strict(yaml.SafeLoader):
    """Refuses a key that stands twice: the first one would be lost without a word."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        names = [self.construct_object(key, deep=deep) for key, _ in node.value]
        assert len(names) == len(set(names)), names
        return super().construct_mapping(node, deep=deep)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_key_stands_twice(file: Path) -> None:
    assert yaml.load(file.read_text("utf-8"), _Strict)


def test_every_category_has_patterns_in_arabic_and_in_each_european_language() -> None:
    for category in Category:
        varieties = yaml.safe_load((FOLDER / f"{category.value}.yaml").read_text("utf-8"))
        assert set(varieties) >= {"ar", "fr", "en", "it", "de"}


def test_one_word_in_both_scripts_sounds_the_same() -> None:
    arabic, latin = read("كيضربني"), read("kaydrbni")
    assert set(arabic[0].sounds) & set(latin[0].sounds)


def test_a_sentence_end_parts_words() -> None:
    first, second = read("one. two")
    assert second.position - first.position > 1


def test_short_sounds_mean_nothing_in_a_european_message() -> None:
    assert all(len(sound) >= 5 for word in read("my boss is in the hotel") for sound in word.sounds)
