"""The Rasa component that has the last word on a message's intent."""

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.text import words_of
from components.trust import ANSWER, FALLBACK, is_bare_answer, trusted_intent

_ANSWERING = frozenset({"country", "occupation"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentGuard(GraphComponent, IntentClassifier):
    """Runs after the classifier and the entity extractor. The confidence stays that of the first guess."""

    def __init__(self, config: dict[str, object]) -> None:
        thresholds = config["thresholds"]
        assert isinstance(thresholds, dict)
        self._thresholds = {str(intent): float(least) for intent, least in thresholds.items()}
        self._default = float(str(config["default"]))

    @staticmethod
    def get_default_config() -> dict[str, object]:
        """`thresholds`: intent -> least confidence; `default`: the same for all other intents."""
        return {"thresholds": {}, "default": 0.3}

    @classmethod
    def create(
        cls,
        config: dict[str, object],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "IntentGuard":
        """Built from config.yml alone."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Replace the intent of a bare answer and of a guess that is not sure enough."""
        for message in messages:
            guess = message.get(INTENT) or {"name": FALLBACK, "confidence": 0.0}
            confidence = float(guess.get("confidence") or 0.0)
            if is_bare_answer(words_of(message.get(TEXT) or ""), _answers_in(message)):
                chosen, confidence = ANSWER, 1.0
            else:
                chosen = trusted_intent(str(guess["name"]), confidence, self._thresholds, self._default)
            if chosen != guess["name"]:
                self._replace(message, {"name": chosen, "confidence": confidence})
        return messages

    @staticmethod
    def _replace(message: Message, intent: dict[str, object]) -> None:
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [intent, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)


def _answers_in(message: Message) -> list[tuple[int, int]]:
    return [(entity["start"], entity["end"]) for entity in message.get(ENTITIES, []) if entity["entity"] in _ANSWERING]
