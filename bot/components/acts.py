"""Turn a response of domain.yml into the act that leaves the engine. Pure.

Rasa fills templates with text, so an unset slot would leave as the word "None". Here a placeholder is a whole value
("{origin}"), and what replaces it is JSON: a code that we know, a number, true, false or null.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Json = str | float | bool | None | Mapping[str, "Json"]

COUNTRIES = frozenset({"EG", "MA", "TN", "DE", "BE", "FR", "IT"})
LANGUAGES = frozenset({"ar", "fr", "en", "it", "de"})
FALLBACK = "nlu_fallback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the engine knows when it answers: the slots of the conversation, and its reading of the last message."""

    slots: Mapping[str, object]
    intent: str = ""
    entities: Sequence[Mapping[str, object]] = ()
    ranking: Sequence[Mapping[str, object]] = field(default_factory=tuple)


def act_of(template: Json, reading: Reading) -> Json:
    """Fill a template; every string that is exactly a placeholder becomes its value.

    >>> act_of({"look_up": {"origin": "{origin}", "follow_up": False}}, Reading(slots={"origin": None}))
    {'look_up': {'origin': None, 'follow_up': False}}
    """
    if isinstance(template, Mapping):
        return {key: act_of(value, reading) for key, value in template.items()}
    if isinstance(template, str) and template.startswith("{") and template.endswith("}"):
        return _value_of(template[1:-1], reading)
    return template


def _value_of(name: str, reading: Reading) -> Json:
    match name:
        case "origin" | "destination" | "present_in":
            return _known(reading.slots.get(name), COUNTRIES)
        case "asked_origin" | "asked_destination" | "asked_present_in":
            slot = name.removeprefix("asked_")
            return _known(_mentioned(slot, reading) or reading.slots.get(slot), COUNTRIES)
        case "occupation":
            occupation = reading.slots.get(name)
            return occupation if isinstance(occupation, str) and occupation != "other" else None
        case "language":
            return _known(_latest(name, reading), LANGUAGES)
        case "helpful":
            return _verdict(reading)
        case "confidence":
            return _confidence(reading)
        case "begins":
            return reading.intent == "report"
        case "heard":
            return _answered(reading)
    raise KeyError(name)


_ROLES = {
    "origin": ("origin", "likely_origin"),
    "destination": ("destination", "likely_destination"),
    "present_in": ("present",),
}


def _mentioned(slot: str, reading: Reading) -> object:
    """The country that a question itself names: asked in the middle of the form, it fills no slot."""
    for role in _ROLES[slot]:
        values = [found["value"] for found in reading.entities if found.get("role") == role]
        if values:
            return values[-1]
    return None


def _known(value: object, codes: frozenset[str]) -> str | None:
    return value if isinstance(value, str) and value in codes else None


def _latest(entity: str, reading: Reading) -> object:
    values = [found["value"] for found in reading.entities if found["entity"] == entity]
    return values[-1] if values else None


def _verdict(reading: Reading) -> bool | None:
    """From a button true or false; from words "yes" or "no", where one "no" outweighs ("thanks, but no use")."""
    values = [found["value"] for found in reading.entities if found["entity"] == "helpful"]
    if any(value is False or value == "no" for value in values):
        return False
    return True if any(value is True or value == "yes" for value in values) else None


def _answered(reading: Reading) -> dict[str, Json]:
    """What the message answers in a report, by question."""
    named = ((str(found["entity"]), found["value"]) for found in reading.entities)
    return {name.removeprefix("report_"): value for name, value in named if name.startswith("report_") and isinstance(value, str)}


def _confidence(reading: Reading) -> float:
    """How sure the classifier was of its first guess; 0.0 if it never guessed."""
    guesses = [guess for guess in reading.ranking if guess.get("name") != FALLBACK]
    return round(float(str(guesses[0].get("confidence") or 0.0)), 3) if guesses else 0.0
