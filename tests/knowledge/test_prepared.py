from __future__ import annotations

import numpy as np
import pytest

from knowledge import models
from knowledge.prepared import Preparer, forget_unused, packed, unpacked
from knowledge.retrieval.entries import entries
from knowledge.retrieval.part import Texts
from tests.knowledge.samples import WAGE, HashEncoder, article, base

KNOWN = {"de_wage": WAGE}
pytestmark = pytest.mark.usefixtures("empty_base")


def test_what_is_packed_is_unpacked_as_it_was() -> None:
    texts = Texts.of(entries(base(), KNOWN), {})
    again = unpacked(packed(texts))
    assert again.varieties == texts.varieties and (again.asked == texts.asked).all() and (again.heard == texts.heard).all()
    for one, other in ((again.spelled.terms, texts.spelled.terms), (again.spelled.sounds, texts.spelled.sounds)):
        assert (one.ids == other.ids).all() and (one.lengths == other.lengths).all() and one.buckets == other.buckets
    assert np.array_equal(again.vectors, texts.vectors)


def test_equal_texts_are_prepared_once_whatever_the_article_is_called() -> None:
    prepared = Preparer(HashEncoder()).prepare([article("one", title="Same?"), article("two", title="Same?")], KNOWN)
    assert prepared["one"].key != prepared["two"].key  # their phrasings name them
    copies = Preparer(HashEncoder()).prepare([article("one", title="Same?", phrasings=())], KNOWN)
    others = Preparer(HashEncoder()).prepare([article("two", title="Same?", phrasings=())], KNOWN)
    assert copies["one"].key == others["two"].key
    assert models.PreparedTexts.objects.count() == 3


def test_nothing_is_remembered_of_a_preparation_without_an_encoder() -> None:
    for encoder in (None, HashEncoder(broken=True)):
        prepared = Preparer(encoder).prepare(base(), KNOWN)
        assert not prepared["diploma"].texts.vectors.any()
    assert models.PreparedTexts.objects.count() == 0


def test_what_no_article_uses_any_more_is_forgotten() -> None:
    prepared = Preparer(HashEncoder()).prepare(base(), KNOWN)
    assert forget_unused([prepared["diploma"].key]) == len(base()) - 1
    assert [row.key for row in models.PreparedTexts.objects.all()] == [prepared["diploma"].key]
