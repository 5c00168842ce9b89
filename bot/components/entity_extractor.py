"""The Rasa component that writes entities into a message: names from the gazetteer, amounts and dates by pattern."""

import json
from pathlib import Path

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.gazetteer import Mention, find, gazetteer_of
from components.quantities import quantities_of
from components.roles import is_about_language, role_of
from components.text import Word, words_of

ENTITY_LISTS = Path(__file__).parents[2] / "nlu_data" / "entities"
_STORED = "entities.json"
_REACH = 6  # words before a country that may say which part it plays

EntityLists = dict[str, dict[str, list[str]]]
Entity = dict[str, object]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class NamedEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Training copies the lists into the model, so that a model file needs nothing beside it."""

    def __init__(self, lists: EntityLists, model_storage: ModelStorage, resource: Resource) -> None:
        self._gazetteer = gazetteer_of(lists)
        self._storage = model_storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: dict[str, object],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NamedEntityExtractor":
        """From the lists of `nlu_data/entities`."""
        return cls(read_lists(ENTITY_LISTS), model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, object],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: object,
    ) -> "NamedEntityExtractor":
        """From the lists inside the model."""
        with model_storage.read_from(resource) as directory:
            lists = json.loads((directory / _STORED).read_text(encoding="utf-8"))
        return cls(lists, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Store the lists; nothing is learnt."""
        with self._storage.write_to(self._resource) as directory:
            stored = json.dumps(read_lists(ENTITY_LISTS), ensure_ascii=False)
            (directory / _STORED).write_text(stored, encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the entities of each message."""
        for message in messages:
            message.set(ENTITIES, self.entities_of(message.get(TEXT) or ""), add_to_output=True)
        return messages

    def entities_of(self, text: str) -> list[Entity]:
        """Entities as Rasa stores them; a country carries the role it plays."""
        words = words_of(text)
        mentions = find(words, self._gazetteer)
        languages = {mention.first for mention in mentions if mention.entity == "language"}
        named = [
            _named(words, mention)
            for mention in mentions
            if mention.entity != "country" or mention.first not in languages or not is_about_language(_before(words, mention))
        ]
        counted: list[Entity] = [
            {"entity": found.entity, "value": found.value, "start": found.start, "end": found.end} for found in quantities_of(text)
        ]
        return [{**entity, "extractor": type(self).__name__} for entity in [*named, *counted]]


def read_lists(directory: Path) -> EntityLists:
    """One YAML file an entity: canonical value -> surface forms."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.yaml"))}


def _named(words: list[Word], mention: Mention) -> Entity:
    entity: Entity = {
        "entity": mention.entity,
        "value": mention.value,
        "start": words[mention.first].start,
        "end": words[mention.last].end,
    }
    if mention.entity == "country":
        entity["role"] = str(role_of(_before(words, mention), mention.glued, mention.value))
    return entity


def _before(words: list[Word], mention: Mention) -> list[str]:
    return [word.form for word in words[max(0, mention.first - _REACH) : mention.first]]
