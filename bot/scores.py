"""What is counted when a model reads the held-out sets. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Example

LABELLED = frozenset({"country", "occupation", "permit", "document", "amount", "date"})
Items = list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What the model made of one example."""

    example: Example
    intent: str
    ms: float

    @property
    def right(self) -> bool:
        """Whether the intent is the one that a person gave it."""
        return self.intent == self.example.intent


def intent_scores(guesses: Sequence[Guess]) -> dict[str, object]:
    """Accuracy overall, by variety and by intent; the commonest confusions; the confusion matrix of each variety."""
    varieties, intents = defaultdict(list), defaultdict(list)
    for guess in guesses:
        varieties[guess.example.variety].append(guess.right)
        intents[guess.example.intent].append(guess.right)
    wrong = Counter(f"{guess.example.intent} -> {guess.intent}" for guess in guesses if not guess.right)
    return {
        "examples": len(guesses),
        "accuracy": _share([guess.right for guess in guesses]),
        "by_variety": {name: _share(right) for name, right in varieties.items()},
        "by_intent": {name: _share(right) for name, right in intents.items()},
        "confusions": dict(wrong.most_common(12)),
        "matrix": {name: matrix([guess for guess in guesses if guess.example.variety == name]) for name in varieties},
    }


def matrix(guesses: Sequence[Guess]) -> dict[str, dict[str, int]]:
    """Right intent -> intent that the model gave -> messages; cells without any are left out."""
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for guess in guesses:
        rows[guess.example.intent][guess.intent] += 1
    return {intent: dict(said.most_common()) for intent, said in sorted(rows.items())}


def entity_scores(found: Sequence[tuple[Items, Items]]) -> dict[str, object]:
    """Of each pair (labelled, extracted), by entity: precision, recall and counts of (entity, value); of countries with the
    right value, the share with the right part.
    """
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    parts = []
    for labelled, extracted in found:
        said = {(item["entity"], item["value"]): item for item in extracted}
        truth = {(item["entity"], item["value"]): item for item in labelled}
        for key, item in truth.items():
            wanted[key[0]] += 1
            if key in said:
                hits[key[0]] += 1
                if "role" in item:
                    parts.append(said[key].get("role", "").removeprefix("likely_") == item["role"])
        given.update(kind for kind, _ in said if kind in LABELLED)
    return {
        **{kind: _score(hits[kind], given[kind], wanted[kind]) for kind in wanted},
        "all": _score(hits.total(), given.total(), wanted.total()),
        "country_part": _share(parts),
    }


def _score(hits: int, given: int, wanted: int) -> dict[str, float]:
    return {"precision": _of(hits, given), "recall": _of(hits, wanted), "hits": hits, "given": given, "wanted": wanted}


def _share(right: Sequence[bool]) -> float:
    return _of(sum(right), len(right))


def _of(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
