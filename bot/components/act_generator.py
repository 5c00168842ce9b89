"""Rasa's "natural language generator" of this project: it generates acts, never language."""

from typing import Any

from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from components.acts import Reading, act_of


class ActGenerator(TemplatedNaturalLanguageGenerator):
    """Named in endpoints.yml as `nlg.type`; Rasa builds it and calls `generate` for every response.

    Rasa builds it before it has read the model's domain, and hands the responses over afterwards only to a subclass
    of its own templated generator.
    """

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any) -> dict[str, Any] | None:
        """The `custom` part of the response, filled; None (Rasa then sends nothing) for a response we do not have."""
        variants = self.responses.get(utter_action)
        if not variants:
            return None
        message = tracker.latest_message
        data = message.parse_data if message else {}
        reading = Reading(
            slots=tracker.current_slot_values(),
            intent=str((data.get("intent") or {}).get("name") or ""),
            entities=data.get("entities") or (),
            ranking=data.get("intent_ranking") or (),
        )
        return {"custom": act_of(variants[0]["custom"], reading)}
