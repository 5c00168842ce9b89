import pytest

from components.entity_extractor import ENTITY_LISTS, read_lists
from components.gazetteer import Gazetteer, find, gazetteer_of
from components.text import words_of


@pytest.fixture(scope="module")
def names() -> Gazetteer:
    return gazetteer_of(read_lists(ENTITY_LISTS))


def _found(text: str, names: Gazetteer) -> set[tuple[str, str]]:
    return {(mention.entity, mention.value) for mention in find(words_of(text), names)}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("لألمانيا", "DE"),
        ("بألمانيا", "DE"),
        ("فالمانيا", "DE"),
        ("وللمغرب", "MA"),
        ("بالمغرب", "MA"),
        ("فالطاليان", "IT"),
        ("وتونس", "TN"),
        ("لمصر", "EG"),
        ("falmanya", "DE"),
        ("lalmanya", "DE"),
        ("f'almanya", "DE"),
        ("l'Allemagne", "DE"),
        ("dell'Egitto", "EG"),
        ("Deutschlands", "DE"),
        ("fi fransa", "FR"),
        ("belgika", "BE"),
        ("Bruxelles", "BE"),
        ("tounsia", "TN"),
        ("ميلانو", "IT"),
    ],
)
def test_a_country_is_found_whatever_is_glued_to_it(text: str, country: str, names: Gazetteer) -> None:
    assert ("country", country) in _found(text, names)


@pytest.mark.parametrize("text", ["كتاب ولد", "safi merci", "nice, thanks", "je veux toute la liste", "cerco una casa"])
def test_ordinary_words_are_not_taken_for_names(text: str, names: Gazetteer) -> None:
    assert _found(text, names) == set()


def test_the_longest_name_wins(names: Gazetteer) -> None:
    assert ("permit", "residence_permit") in _found("permesso di soggiorno", names)
    assert ("permit", "work_permit") in _found("permesso di lavoro", names)


def test_one_word_may_name_a_country_and_a_language(names: Gazetteer) -> None:
    assert _found("french", names) == {("country", "FR"), ("language", "fr")}
