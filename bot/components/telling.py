"""How a message answers the open question of a report. Pure.

The gateway says which question is open. It keeps the words; what leaves here is a code, when it began, or "said".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.since import since_of
from components.text import form_of, words_of

BEGIN, ANSWER = "report", "report_answer"
SAID, SKIPPED = "said", "skipped"
QUESTIONS = ("kind", "since", "where", "employer", "name", "wish", "sure")
SLOTS = tuple(f"report_{question}" for question in QUESTIONS)
_LISTEN = "action_listen"
_SURE = 0.6  # an intent this sure interrupts the report
_QUESTION_MARKS = ("?", "؟")
_LONGEST = 25  # words of an answer
# What is done or said first, and then the open question comes again. A wish for a person answers "what do you want?".
_INTERRUPTING = frozenset(
    {
        "handoff",
        "delete_data",
        "export_data",
        "change_language",
        "help",
        "menu",
        "feedback",
        "thanks",
        "greet",
        "goodbye",
        "about_bot",
        "report",
    }
)
_ASKING = frozenset({"ask", "follow_up", "out_of_scope"})
_CORRECTED_FROM = frozenset({"where", "employer", "wish", "sure"})


def _listed(words: str) -> frozenset[str]:
    return frozenset(form_of(word) for word in words.split())


_WISHES = {
    "advice": _listed(
        "advice advise conseil conseils conseiller consiglio consigli rat beratung tipp nasi7a nsi7a nasiha نصيحة نصيحه استشارة ارشاد"
    ),
    "person": _listed(
        "person human someone personne quelqu'un persona qualcuno mensch jemand mitarbeiter bnadem wa7ed 7ad شخص حد بنادم انسان موظف"
    ),
    "written": _listed(
        "written write record note écrit écrire noter scritto scrivere registrare aufschreiben notieren "
        "kteb tekteb mektoub كتابة مكتوب تسجيل سجل"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message as the classifier and the gazetteer read it."""

    text: str
    intent: str
    confidence: float
    entities: Sequence[Mapping[str, object]] = ()


def answers_of(asked: str, heard: Heard) -> dict[str, str] | None:
    """The slots that the message fills, None when it answers nothing: then it is what the classifier took it for.

    >>> answers_of("since", Heard(text="depuis mars", intent="inform", confidence=0.9))
    {'report_since': 'depuis mars'}
    """
    if asked not in QUESTIONS:
        return None
    if corrected := _corrections(asked, heard):
        return corrected
    if _interrupts(asked, heard):
        return None
    value = _value(asked, heard)
    if value is None:
        return None
    found = {f"report_{asked}": value}
    return {**found, "report_name": SKIPPED} if found == {"report_employer": "no"} else found


def forgotten(intent: str | None, entities: Sequence[str], latest_action: str, in_form: bool) -> tuple[str, ...] | None:
    """The slots to empty when the form begins with this message; None when it does not begin.

    An answer outside the form means that the engine has lost its memory: then nothing is emptied, and the gateway tells
    it again what was answered.
    """
    if in_form or latest_action != _LISTEN or intent not in {BEGIN, ANSWER}:
        return None
    return () if intent == ANSWER else tuple(slot for slot in SLOTS if slot not in entities)


def _corrections(asked: str, heard: Heard) -> dict[str, str]:
    """ "No, since March", "no, in France": said while another question is open."""
    if asked not in _CORRECTED_FROM or heard.text.rstrip().endswith(_QUESTION_MARKS):
        return {}
    found = {"report_since": since} if (since := since_of(heard.text)) else {}
    place = _country(heard, roles=("present",))
    if asked != "where" and place:
        found["report_where"] = place
    elif asked == "where" and found and (answer := _country(heard)):
        found["report_where"] = answer
    return found


def _interrupts(asked: str, heard: Heard) -> bool:
    """Whether it is a question or a wish of its own."""
    if heard.text.rstrip().endswith(_QUESTION_MARKS) or len(words_of(heard.text)) > _LONGEST:
        return True
    if asked == "wish" and heard.intent == "handoff":
        return False
    if heard.intent in _INTERRUPTING:
        return heard.confidence >= _SURE
    fits = (asked == "since" and since_of(heard.text)) or (asked == "where" and _country(heard))
    return heard.intent in _ASKING and heard.confidence >= _SURE and not fits


def _value(asked: str, heard: Heard) -> str | None:
    match asked:
        case "since":
            return since_of(heard.text) or (SKIPPED if heard.intent == "deny" else SAID)
        case "where":
            return _country(heard) or (SKIPPED if heard.intent == "deny" else "other")
        case "kind" | "name":
            return SKIPPED if heard.intent == "deny" else SAID
        case "employer":
            return "no" if heard.intent == "deny" else "yes"
        case "wish":
            return _wish(heard)
    return {"affirm": "yes", "deny": "no"}.get(heard.intent) if heard.confidence >= _SURE else None


def _wish(heard: Heard) -> str | None:
    forms = {word.form for word in words_of(heard.text)}
    named = [wish for wish, words in _WISHES.items() if words & forms]
    if len(named) == 1:
        return named[0]
    return "person" if heard.intent == "handoff" else None


def _country(heard: Heard, roles: Sequence[str] = ()) -> str | None:
    for entity in heard.entities:
        if entity.get("entity") == "country" and (not roles or entity.get("role") in roles):
            return str(entity["value"])
    return None
