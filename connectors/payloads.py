"""What a tapped button brings back: `/name{json}`. Pure.

Some are the dialogue engine's own intents (`/feedback{"helpful": true}`); the ones named here are read by the
conversation itself, because they name content or because they must work while the engine is down.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from connectors.engine import Act, Run, Say, engine_member
from connectors.turn import Triaged
from knowledge.article import Corridor, Country, Language
from knowledge.phrases import keys as phrase_keys
from knowledge.triage import Category, Urgency

SHOW = "show"  # an article: its body, or its short answer in another language
PICK = "pick"  # the country asked for, then the question again
NONE = "none"  # none of the choices
GO_TO = "go_to"  # another country of destination, in one tap
WIPE = "wipe"  # a panic word was said: the store has erased everything when this is answered
EXPORT = "export_data"
CONSENT = "consent"  # to the use of unanswered questions
NEED_HELP = "need_help"  # yes to the question whether help is needed
HEARD = "heard"  # yes, these are the words of the voice message
MISHEARD = "misheard"
READ_ALOUD = "read_aloud"  # the reply that the button stands under
HELP_IN = "help_in"  # helplines of a country, after a call for help
# Telling what happened, step by step. The first three are the engine's own intents.
REPORT, REPORT_ANSWER, REPORT_STOP = "report", "report_answer", "report_stop"
REPORT_UNSAFE, REPORT_CHANGE = "report_unsafe", "report_change"


def read(text: str) -> tuple[str, Mapping[str, Any]] | None:
    """Name and fields of a payload; None for words. Broken JSON counts as no fields.

    >>> read('/pick{"destination": "DE"}')
    ('pick', {'destination': 'DE'})
    >>> read("how much?") is None
    True
    """
    if not text.startswith("/"):
        return None
    name, brace, rest = text[1:].partition("{")
    if not name.replace("_", "").isalpha():
        return None
    try:
        fields = json.loads(brace + rest) if brace else {}
    except (ValueError, RecursionError):
        fields = {}
    return name, fields if isinstance(fields, dict) else {}


def is_named(text: str, name: str) -> bool:
    """Whether a text is the payload of this name."""
    found = read(text)
    return found is not None and found[0] == name


def write(name: str, **fields: str | bool) -> str:
    """The payload of a button.

    >>> write("pick", destination="DE")
    '/pick{"destination":"DE"}'
    """
    return f"/{name}" + (json.dumps(fields, separators=(",", ":"), ensure_ascii=False) if fields else "")


def corridor(fields: Mapping[str, Any]) -> Corridor:
    """The countries a payload names; unknown codes are left out."""
    return Corridor(**{name: engine_member(fields.get(name), Country) for name in ("origin", "destination", "present_in")})


def alarm(fields: Mapping[str, Any]) -> Triaged | None:
    """The call for help that a country was asked for; None when the payload is not one of ours."""
    category, urgency = engine_member(fields.get("category"), Category), engine_member(fields.get("urgency"), Urgency)
    if not category or not urgency or f"protect_{category.value}_{urgency.value}" not in phrase_keys():
        return None
    return Triaged(category=category.value, urgency=urgency.value)


def act(name: str, fields: Mapping[str, Any]) -> Act | None:
    """The act of an engine intent while the engine is down; None for a name without one."""
    match name:
        case "greet" | "help":
            return Say(key=name)
        case "menu" | "handoff" | "delete_data" | "export_data" | "check_offer":
            return Run(tool=name)
        case "change_language":
            return Run(tool=name, language=engine_member(fields.get("language"), Language))
        case "set_profile" | "inform":  # the second is a country tapped in the profile form
            return Run(tool="set_profile", corridor=corridor(fields))
        case "feedback":
            return Run(tool=name, helpful=fields.get("helpful") if isinstance(fields.get("helpful"), bool) else None)
    return None
