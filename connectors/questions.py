"""Questions that found no answer, for the team to write one: redacted, without a way back to who asked. Blocking."""

from __future__ import annotations

from datetime import date

from connectors.models import UnansweredQuestion
from connectors.turn import Outcome
from knowledge.redaction import redact


def store(outcome: Outcome, today: date) -> None:
    """Keep the question of a turn that ended without an answer; the caller has made sure that the person agreed."""
    corridor = outcome.state.corridor
    named = {country.value for country in (corridor.origin, corridor.destination, corridor.present_in) if country}
    UnansweredQuestion.objects.create(
        text_redacted=redact(outcome.state.last_question),
        language=outcome.language.value,
        variety=outcome.variety,
        countries=sorted(named),
        at=today,
    )
