"""The Rasa component that reads answers to the open question of a report, which the gateway names in the metadata."""

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from components.telling import ANSWER, Heard, answers_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ReportAnswers(GraphComponent):
    """Runs last: only here is known what the classifier and the gazetteer made of the message."""

    @classmethod
    def create(
        cls,
        config: dict[str, object],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ReportAnswers":
        """It needs nothing."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """An answer becomes the intent of an answer, with the slots that it fills as entities."""
        for message in messages:
            asked = (message.get(METADATA) or {}).get("asked")
            if asked and (filled := answers_of(str(asked), _heard(message))):
                self._replace(message, filled)
        return messages

    def _replace(self, message: Message, filled: dict[str, str]) -> None:
        intent = {"name": ANSWER, "confidence": 1.0}
        end = len(message.get(TEXT) or "")
        said = [
            {"entity": slot, "value": value, "start": 0, "end": end, "extractor": type(self).__name__} for slot, value in filled.items()
        ]
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [intent, *message.get(INTENT_RANKING_KEY, [])], add_to_output=True)
        message.set(ENTITIES, said, add_to_output=True)


def _heard(message: Message) -> Heard:
    intent = message.get(INTENT) or {}
    return Heard(
        text=message.get(TEXT) or "",
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0.0),
        entities=message.get(ENTITIES) or (),
    )
