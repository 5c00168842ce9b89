import pytest

from components.entity_extractor import ENTITY_LISTS, read_lists
from components.gazetteer import find, gazetteer_of
from components.roles import is_about_language, role_of
from components.text import words_of

_NAMES = gazetteer_of(read_lists(ENTITY_LISTS))


def _roles(text: str) -> dict[str, str]:
    words = words_of(text)
    return {
        mention.value: str(role_of([word.form for word in words[: mention.first]], mention.glued, mention.value))
        for mention in find(words, _NAMES)
        if mention.entity == "country"
    }


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("from Morocco to Germany", {"MA": "origin", "DE": "destination"}),
        ("je viens de Tunisie, je vis en France", {"TN": "likely_origin", "FR": "present"}),
        ("vengo dal Marocco e vado in Italia", {"MA": "origin", "IT": "likely_destination"}),
        ("ich komme aus Ägypten und bin jetzt in Köln", {"EG": "origin", "DE": "present"}),
        ("ana mn lmaghrib w bghit nmchi l almanya", {"MA": "origin", "DE": "destination"}),
        ("rani f talyan daba", {"IT": "present"}),
        ("3ayech tawa fi fransa", {"FR": "present"}),
        ("من تونس إلى ألمانيا", {"TN": "origin", "DE": "destination"}),
        ("أنا الآن في إيطاليا", {"IT": "present"}),
        ("ساكنة دابا فبلجيكا", {"BE": "present"}),
        ("سفر من فرنسا للمغرب", {"FR": "origin", "MA": "destination"}),
        ("retour vers le Maroc", {"MA": "destination"}),
        ("I'm a Moroccan cook", {"MA": "likely_origin"}),
        ("sono a Torino", {"IT": "present"}),
        ("visa Allemagne", {"DE": "likely_destination"}),
    ],
)
def test_the_part_of_a_country_follows_the_cue_words(text: str, roles: dict[str, str]) -> None:
    assert _roles(text) == roles


def test_german_after_learn_is_the_language() -> None:
    assert is_about_language(["i", "learn"])
    assert not is_about_language(["learn", "about", "the"])
