import pytest

from components.text import words_of
from components.trust import FALLBACK, is_bare_answer, trusted_intent


def test_an_unsure_joke_is_looked_up_while_a_surer_one_is_a_joke() -> None:
    thresholds = {"out_of_scope": 0.45}
    assert trusted_intent("out_of_scope", 0.4, thresholds, 0.3) == FALLBACK
    assert trusted_intent("out_of_scope", 0.5, thresholds, 0.3) == "out_of_scope"
    assert trusted_intent("ask", 0.31, thresholds, 0.3) == "ask"


@pytest.mark.parametrize(
    ("text", "named", "bare"),
    [
        ("mn tounes", (3, 9), True),
        ("أنا في ميلانو", (7, 13), True),
        ("visa tounes", (5, 11), False),
        ("tounes", (0, 6), True),
    ],
)
def test_a_message_that_only_names_something_is_an_answer(text: str, named: tuple[int, int], bare: bool) -> None:
    assert is_bare_answer(words_of(text), [named]) is bare


def test_cue_words_alone_answer_nothing() -> None:
    assert not is_bare_answer(words_of("ana f"), [])
