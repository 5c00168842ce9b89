"""When a report begins. Rules cannot say it: a new report starts with empty slots, except for what the message itself fills."""

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from components.telling import forgotten

FORM = "report_form"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class ReportPolicy(Policy):
    """Outranks the rules where a report begins; everything else is theirs."""

    @staticmethod
    def supported_data() -> SupportedData:
        """It learns from nothing, so it accepts a project that has rules only."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, object]:
        """A priority above that of the rules (6)."""
        return {"priority": 11}

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: object) -> Resource:
        """Nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, object] | None = None,
        **kwargs: object,
    ) -> PolicyPrediction:
        """Certain of the form, or silent."""
        message = tracker.latest_message
        emptied = forgotten(
            message.intent.get("name") if message else None,
            [entity["entity"] for entity in message.entities] if message else [],
            tracker.latest_action_name or ACTION_LISTEN_NAME,
            tracker.active_loop_name is not None,
        )
        probabilities = self._default_predictions(domain)
        events: list[Event] = []
        if emptied is not None:
            probabilities[domain.index_for_action(FORM)] = 1.0
            events = [SlotSet(slot, None) for slot in emptied]
        return self._prediction(probabilities, optional_events=events)
