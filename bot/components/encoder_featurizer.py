"""Dense sentence features from the encoder that retrieval uses too, so that one intent set serves every language."""

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components.sentence_encoder import SentenceEncoder, encoder_directory
from components.text import tidy


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds one vector a message; `scale` weighs it against the n-gram features of a linear classifier."""

    def __init__(self, config: dict[str, object], name: str, encoder: SentenceEncoder) -> None:
        super().__init__(name, config)
        self._scale = float(str(config["scale"]))
        self._encoder = encoder

    @staticmethod
    def get_default_config() -> dict[str, object]:
        """`scale`: length of the vectors."""
        return {**DenseFeaturizer.get_default_config(), "scale": 1.0}

    @classmethod
    def create(
        cls,
        config: dict[str, object],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EncoderFeaturizer":
        """Load the encoder that the environment names, not one from the trained model: it is 60 MB and shared."""
        return cls(config, execution_context.node_name, SentenceEncoder(encoder_directory()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the features of the messages' texts, in batches."""
        texts = [tidy(message.get(TEXT)) for message in messages]
        if texts:
            vectors = self._encoder.encode(texts) * self._scale
            for message, vector in zip(messages, vectors, strict=True):
                message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same for the training examples that have a text (Rasa adds some that only name an action)."""
        self.process([example for example in training_data.training_examples if example.get(TEXT)])
        return training_data

    @classmethod
    def validate_config(cls, config: dict[str, object]) -> None:
        """Nothing that a wrong value could break silently."""
