"""What follows "set my profile": save what the message says, or ask step by step when it says nothing.

Rules cannot tell these apart: they see that a slot is set, not whether this message set it.
"""

from collections.abc import Sequence

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

FORM = "profile_form"
SAVE = "utter_set_profile"
CONFIRM = "utter_profile_saved"
_STEP_AFTER = {SAVE: CONFIRM, CONFIRM: ACTION_LISTEN_NAME}
_SLOTS = ("origin", "destination", "present_in", "occupation")
_TELLING = frozenset({"country", *_SLOTS})


def next_step(intent: str | None, entities: Sequence[str], latest_action: str, in_form: bool) -> str | None:
    """The action that a "set my profile" message calls for now; None when that is not for this policy to say."""
    if intent != "set_profile" or in_form:
        return None
    if latest_action == ACTION_LISTEN_NAME:
        return SAVE if _TELLING.intersection(entities) else FORM
    return _STEP_AFTER.get(latest_action)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class ProfilePolicy(Policy):
    """Outranks the rules for this one intent, outside the form; everything else is theirs."""

    @staticmethod
    def supported_data() -> SupportedData:
        """It learns from nothing, so it accepts a project that has rules only."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, object]:
        """A priority above that of the rules (6)."""
        return {"priority": 10}

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
        """Certain of its step, or silent. A form starts empty: who changes a profile wants to be asked."""
        message = tracker.latest_message
        step = next_step(
            message.intent.get("name") if message else None,
            [entity["entity"] for entity in message.entities] if message else [],
            tracker.latest_action_name or ACTION_LISTEN_NAME,
            tracker.active_loop_name is not None,
        )
        probabilities = self._default_predictions(domain)
        forgotten: list[Event] = []
        if step is not None:
            probabilities[domain.index_for_action(step)] = 1.0
            forgotten = [SlotSet(slot, None) for slot in _SLOTS] if step == FORM else []
        return self._prediction(probabilities, optional_events=forgotten)
