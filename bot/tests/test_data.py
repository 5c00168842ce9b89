"""What every release of the training data must be."""

import yaml

from components.text import words_of
from corpus import INTENT_SETS, NLU_DATA, Example, held_out_examples, rasa_training_data, training_examples

VARIETIES = frozenset(["ary", "ary-Latn", "aeb", "aeb-Latn", "arz", "arz-Latn", "ar", "fr", "en", "it", "de", "mixed"])
LEAST = {"ask": 40, "out_of_scope": 25}
# Buttons, what only the state of a report makes of a message, and the absence of an intent.
WITHOUT_EXAMPLES = frozenset({"menu", "nlu_fallback", "report_answer", "report_stop"})


def _count(examples: list[Example]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for example in examples:
        counts[example.intent, example.variety] = counts.get((example.intent, example.variety), 0) + 1
    return counts


def _shape(text: str) -> str:
    return " ".join(word.form for word in words_of(text)) or text.strip()


def _intents() -> set[str]:
    domain = yaml.safe_load((NLU_DATA.parent / "bot" / "domain.yml").read_text(encoding="utf-8"))
    return set(domain["intents"])


def test_every_intent_has_enough_examples_in_every_variety() -> None:
    counts = _count(training_examples())
    short = {
        (intent, variety): counts.get((intent, variety), 0)
        for intent in _intents() - WITHOUT_EXAMPLES
        for variety in VARIETIES
        if counts.get((intent, variety), 0) < LEAST.get(intent, 8)
    }
    assert short == {}


def test_the_examples_name_no_other_intent_and_no_other_variety() -> None:
    examples = training_examples()
    assert {example.intent for example in examples} == _intents() - WITHOUT_EXAMPLES
    assert {example.variety for example in examples} == VARIETIES


def test_nothing_that_is_held_out_is_trained_on() -> None:
    trained = {_shape(example.text) for example in training_examples()}
    held_out = {_shape(example.text) for name in INTENT_SETS for example in held_out_examples(name)}
    assert trained & held_out == set()


def test_the_held_out_set_covers_every_variety() -> None:
    for name in INTENT_SETS:
        examples = held_out_examples(name)
        assert {example.intent for example in examples} <= _intents()
        assert all(sum(one.variety == variety for one in examples) >= 25 for variety in VARIETIES)


def test_no_example_means_two_things() -> None:
    meanings: dict[str, set[str]] = {}
    for example in training_examples():
        meanings.setdefault(_shape(example.text), set()).add(example.intent)
    assert {text: intents for text, intents in meanings.items() if len(intents) > 1} == {}


def test_the_entity_lists_are_lower_case_text_and_each_form_means_one_thing() -> None:
    for path in (NLU_DATA / "entities").glob("*.yaml"):
        values: dict[str, str] = {}
        for value, forms in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for form in forms:
                assert isinstance(form, str) and form == form.lower(), (path.name, form)
                assert values.setdefault(_shape(form), value) == value, (path.name, form, value, values[_shape(form)])


def test_there_are_enough_countries_and_occupations() -> None:
    country = yaml.safe_load((NLU_DATA / "entities" / "country.yaml").read_text(encoding="utf-8"))
    occupation = yaml.safe_load((NLU_DATA / "entities" / "occupation.yaml").read_text(encoding="utf-8"))
    assert set(country) == {"EG", "MA", "TN", "DE", "BE", "FR", "IT"}
    assert len(occupation) >= 40


def test_no_example_can_break_out_of_the_training_file() -> None:
    nasty = Example(text='[a](b) "q"\n- {x: y}', intent="ask", variety="en")
    written = yaml.safe_load(rasa_training_data([nasty]))
    assert list(written) == ["version", "nlu"] and written["nlu"][0]["intent"] == "ask"
    assert "[" not in written["nlu"][0]["examples"]
