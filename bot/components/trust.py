"""When to believe the classifier's first guess. Pure.

A question that is taken for a joke gets no answer, while a joke that is taken for a question is only looked up and then
declined by the knowledge base. So intents that end the search for an answer must be surer than those that start one.
"""

from collections.abc import Mapping, Sequence

from components.roles import is_cue
from components.text import Word

FALLBACK = "nlu_fallback"
ANSWER = "inform"


def trusted_intent(intent: str, confidence: float, thresholds: Mapping[str, float], default: float) -> str:
    """The intent itself, or the fallback if it is less sure than `thresholds` (or `default`) asks."""
    return intent if confidence >= thresholds.get(intent, default) else FALLBACK


def is_bare_answer(words: Sequence[Word], named: Sequence[tuple[int, int]]) -> bool:
    """Whether a message only names things ("mn tounes", "infirmière"): `named` are their (start, end) in the text.

    Such a message answers a question that the bot asked, whatever its letters look like to the classifier.
    """
    return bool(named) and all(is_cue(word.form) or any(start <= word.start and word.end <= end for start, end in named) for word in words)
