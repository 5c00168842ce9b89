"""What is counted of a model's readings."""

from corpus import Example
from scores import Guess, entity_scores, intent_scores, matrix


def _guess(intent: str, said: str, variety: str = "fr") -> Guess:
    return Guess(example=Example(text="x", intent=intent, variety=variety), intent=said, ms=1.0)


def test_a_confusion_matrix_counts_what_each_intent_was_taken_for() -> None:
    guesses = [_guess("ask", "ask"), _guess("ask", "greet"), _guess("ask", "greet"), _guess("greet", "greet")]
    assert matrix(guesses) == {"ask": {"greet": 2, "ask": 1}, "greet": {"greet": 1}}


def test_every_variety_has_a_matrix_of_its_own() -> None:
    found = intent_scores([_guess("ask", "ask"), _guess("ask", "help", "ary")])
    assert found["matrix"] == {"fr": {"ask": {"ask": 1}}, "ary": {"ask": {"help": 1}}}
    assert found["accuracy"] == 0.5


def test_entities_count_what_was_found_what_was_given_and_what_was_wanted() -> None:
    labelled = [{"entity": "country", "value": "MA", "role": "origin"}, {"entity": "amount", "value": "500"}]
    extracted = [{"entity": "country", "value": "MA"}, {"entity": "country", "value": "FR"}, {"entity": "language", "value": "fr"}]
    found = entity_scores([(labelled, extracted)])
    assert found["all"] == {"precision": 0.5, "recall": 0.5, "hits": 1, "given": 2, "wanted": 2}
    assert found["country_part"] == 0.0  # a model that knows no parts gets none right
