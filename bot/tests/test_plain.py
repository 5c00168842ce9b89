"""The training data of plain Rasa, which ours is compared with."""

from pathlib import Path

import yaml

from corpus import Example
from plain import LISTED, HERE, model_path, training_data

EXAMPLES = [Example(text="salut [toi](country)", intent="greet", variety="fr"), Example(text="maroc", intent="inform", variety="fr")]
LISTS = {"country": {"MA": ["maroc", 'l"maghrib']}}


def _data() -> list[dict[str, str]]:
    found: list[dict[str, str]] = yaml.safe_load(training_data(EXAMPLES, LISTS))["nlu"]
    return found


def test_the_lists_become_lookup_tables_and_synonyms() -> None:
    assert {"lookup": "country", "examples": '- l"maghrib\n- maroc\n'} in _data()
    assert {"synonym": "MA", "examples": '- maroc\n- l"maghrib\n'} in _data()


def test_each_list_is_named_by_one_example_because_rasa_drops_it_otherwise() -> None:
    marked = [block["examples"] for block in _data() if "](" in block["examples"]]
    assert marked == ['- [l"maghrib](country)\n']


def test_plain_rasa_uses_nothing_of_ours() -> None:
    pipeline = yaml.safe_load((HERE / "plain.yml").read_text(encoding="utf-8"))["pipeline"]
    assert all(not component["name"].startswith("components.") for component in pipeline)
    assert set(LISTED) == {"country", "document", "occupation", "permit"}


def test_the_same_inputs_name_the_same_model(tmp_path: Path) -> None:
    assert model_path(tmp_path) == model_path(tmp_path) and model_path(tmp_path).parent == tmp_path
