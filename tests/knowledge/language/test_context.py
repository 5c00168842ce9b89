from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Country, Language, Variety
from knowledge.language.context import VARIETIES, Context, Weights, log_prior
from knowledge.language.identify import identify

FULL = Weights(variety=1.0, origin=1.0, device=1.0)
contexts = st.builds(
    Context,
    variety=st.none() | st.sampled_from(VARIETIES),
    origin=st.none() | st.sampled_from(list(Country)),
    device=st.none() | st.sampled_from(list(Language)),
)


def of(context: Context, variety: Variety) -> float:
    return float(log_prior(context, FULL)[VARIETIES.index(variety)])


def test_nothing_known_changes_nothing() -> None:
    assert not log_prior(Context(), FULL).any()
    assert not log_prior(Context(variety=Variety.ARY, origin=Country.TN), Weights()).any()


@given(contexts)
def test_no_variety_is_ever_ruled_out(context: Context) -> None:
    assert np.isfinite(log_prior(context, FULL)).all()


@pytest.mark.parametrize("variety", [v for v in Variety if v not in (Variety.MIXED, Variety.OTHER)])
def test_people_go_on_as_they_began(variety: Variety) -> None:
    prior = log_prior(Context(variety=variety), FULL)
    assert VARIETIES[int(prior.argmax())] is variety


def test_the_other_script_of_the_same_dialect_comes_next() -> None:
    known = Context(variety=Variety.AEB)
    assert of(known, Variety.AEB) > of(known, Variety.AEB_LATN) > of(known, Variety.ARY_LATN)


@pytest.mark.parametrize(("origin", "home", "away"), [("MA", "ary", "aeb"), ("TN", "aeb-Latn", "ary-Latn"), ("EG", "arz", "ary")])
def test_the_country_of_origin_speaks_for_its_own_dialect(origin: str, home: str, away: str) -> None:
    known = Context(origin=Country(origin))
    assert of(known, Variety(home)) > of(known, Variety(away))


def test_a_destination_speaks_for_no_dialect() -> None:
    assert not log_prior(Context(origin=Country.DE), FULL).any()


def test_an_arabic_phone_speaks_for_every_kind_of_arabic() -> None:
    known = Context(device=Language.AR)
    assert of(known, Variety.ARZ_LATN) == of(known, Variety.AR) > of(known, Variety.FR)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("visa", "ary-Latn", "ary-Latn"),
        ("visa", "aeb-Latn", "aeb-Latn"),
        ("شكرا", "arz", "arz"),
        ("ok", "aeb-Latn", "aeb-Latn"),
        ("ok", "de", "de"),
    ],
)
def test_a_word_that_many_say_follows_the_conversation(text: str, before: str, after: str) -> None:
    read = identify(text, Context(variety=Variety(before)))
    assert read is not None and read.variety == after


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Which documents do I need to renew my permit?", "ary-Latn", "en"),
        ("chhal khassni dyal lflous bach nmchi n9ra f almanya", "fr", "ary-Latn"),
        ("عايز اعرف ايه الورق المطلوب للفيزا دي", "ary", "arz"),
    ],
)
def test_a_clear_message_changes_the_language_whatever_came_before(text: str, before: str, after: str) -> None:
    read = identify(text, Context(variety=Variety(before), origin=Country.MA))
    assert read is not None and read.variety == after
