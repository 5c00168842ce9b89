"""From what was found in a message to one alarm, and to the kinds of helplines for it. Pure."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from knowledge.triage.alarm import Alarm, Category, Urgency
from knowledge.triage.matching import Match, Places, book, matches, places
from knowledge.triage.tokens import read

# An "if", or a "may", this many words before a finding, or within it, makes it a question.
_REACH = MappingProxyType({"if": 6, "may": 4})

# Beside words of a question at ease ("how much", "exam", "thank God"), fewer findings than these are chance.
_CERTAIN = MappingProxyType({Urgency.IMMEDIATE: 2, Urgency.HIGH: 3, Urgency.SUPPORT: 3})

# Questions about what would be ("what if my boss does not pay?"): articles answer them.
_HYPOTHETICAL: MappingProxyType[Category, Urgency | None] = MappingProxyType(
    {
        Category.UNPAID_WAGES: None,
        Category.RECRUITMENT_FRAUD: None,
        Category.DETENTION_DEPORTATION: None,
        Category.PAPERS_WITHHELD: Urgency.SUPPORT,
    }
)
# Where "now" or "help" in the message means that it is happening.
_SHARPENED = frozenset({Category.VIOLENCE, Category.CHILD_IN_DANGER, Category.CONFINEMENT_THREATS, Category.TRAFFICKING_FORCED_LABOUR})
# Topics of the helplines, the most fitting first.
_TOPICS: MappingProxyType[Category, tuple[str, ...]] = MappingProxyType(
    {
        Category.DISTRESS_AT_SEA_OR_DESERT: ("emergency", "sea", "police", "ambulance", "migrant_help", "iom"),
        Category.MEDICAL_EMERGENCY: ("ambulance", "emergency", "fire"),
        Category.SELF_HARM: ("suicide", "emergency", "ambulance", "migrant_help"),
        Category.CHILD_IN_DANGER: ("children", "emergency", "police", "violence"),
        Category.SEXUAL_HARASSMENT: ("violence", "emergency", "police", "trafficking"),
        Category.VIOLENCE: ("violence", "emergency", "police", "trafficking"),
        Category.TRAFFICKING_FORCED_LABOUR: ("trafficking", "emergency", "police", "labour", "iom"),
        Category.CONFINEMENT_THREATS: ("trafficking", "emergency", "police", "violence"),
        Category.DETENTION_DEPORTATION: ("asylum", "migrant_help", "iom", "consular"),
        Category.PAPERS_WITHHELD: ("trafficking", "labour", "consular", "police", "emergency", "migrant_help"),
        Category.RECRUITMENT_FRAUD: ("labour", "trafficking", "migrant_help", "iom", "police"),
        Category.UNPAID_WAGES: ("labour", "trafficking", "migrant_help"),
    }
)
# The article that says what to do, for when search is not sure of a better one.
_ARTICLES: MappingProxyType[Category, str] = MappingProxyType(
    {
        Category.PAPERS_WITHHELD: "passport-taken",
        Category.UNPAID_WAGES: "unpaid-wages",
        Category.TRAFFICKING_FORCED_LABOUR: "forced-labour-signs",
        Category.CONFINEMENT_THREATS: "forced-labour-signs",
        Category.VIOLENCE: "violence-help",
        Category.SEXUAL_HARASSMENT: "violence-help",
        Category.RECRUITMENT_FRAUD: "scam-signs",
    }
)
# When minutes count, the emergency number stands first.
_EMERGENCY_FIRST = frozenset(
    {
        Category.CHILD_IN_DANGER,
        Category.SEXUAL_HARASSMENT,
        Category.VIOLENCE,
        Category.CONFINEMENT_THREATS,
        Category.TRAFFICKING_FORCED_LABOUR,
    }
)


def triage(text: str) -> Alarm | None:
    """The most urgent call for help in a message, whoever it is about; None when there is none."""
    worst, certain = _worst(text)
    return worst if certain else None


def doubted(text: str) -> Alarm | None:
    """What was found but not believed, a hint alone or among words of ease: worth a gentle question. None when `triage` alarms."""
    worst, certain = _worst(text)
    return None if certain else worst


def _worst(text: str) -> tuple[Alarm | None, bool]:
    """The most urgent finding, and whether it is believed."""
    where = places(read(text))
    found = {match.pattern.line: (alarm, match.pattern.hint) for match in matches(where) if (alarm := _alarm(match, where))}
    worst = min((alarm for alarm, _ in found.values()), key=lambda alarm: alarm.rank, default=None)
    if worst is None or (len(found) == 1 and next(iter(found.values()))[1]):
        return worst, False
    at_ease = bool(where.get(book().markers["ease"]))
    return worst, not at_ease or len(found) >= _CERTAIN[worst.urgency]


def article(category: Category) -> str | None:
    """The id of the article about a kind of alarm; None where there is none yet."""
    return _ARTICLES.get(category)


def topics(alarm: Alarm) -> tuple[str, ...]:
    """Topics of helplines to show, in order."""
    chosen = _TOPICS[Category(alarm.category)]
    if alarm.urgency == Urgency.IMMEDIATE and alarm.category in _EMERGENCY_FIRST:
        return ("emergency", "police", *(topic for topic in chosen if topic not in {"emergency", "police"}))
    return chosen


def _alarm(match: Match, where: Places) -> Alarm | None:
    """What a finding means among the words around it."""
    alarm = match.pattern.alarm
    if alarm is None:
        return None
    if alarm.category in _HYPOTHETICAL and _is_hypothetical(match, where):
        lowered = _HYPOTHETICAL[alarm.category]
        return replace(alarm, urgency=lowered) if lowered else None
    if alarm.category in _SHARPENED and where.get(book().markers["now"]):
        return replace(alarm, urgency=Urgency.IMMEDIATE)
    return alarm


def _is_hypothetical(match: Match, where: Places) -> bool:
    return any(match.start - reach <= place <= match.end for name, reach in _REACH.items() for place in where.get(book().markers[name], ()))
