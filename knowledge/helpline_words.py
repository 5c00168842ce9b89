"""What is known of a line in the words of a language: when, in which languages, at what cost, for whom. Pure.

Phrases say everything, so that times and lists read well from the right too: `من 09:00 إلى 17:00`, never `09:00-17:00`.
"""

from __future__ import annotations

from collections.abc import Iterable

from knowledge import opening_hours, spoken
from knowledge.article import Language
from knowledge.helpline import Caution, Cost, ForWhom, Helpline
from knowledge.opening_hours import Kind, OpeningHours, Slot
from knowledge.phrases import Say
from knowledge.spoken import Spoken

LANGUAGES_SHOWN = 5
_SAID_HOURS = {Kind.ALWAYS: "helpline_hours_always", Kind.OFFICE: "helpline_hours_office", Kind.VARIES: "helpline_hours_varies"}


def hours(of: OpeningHours, language: Language, say: Say) -> str:
    """When it answers; "" when that is not known."""
    if of.kind is Kind.UNKNOWN:
        return ""
    if of.kind is Kind.SLOTS:
        said = "; ".join(_slot(slot, language, say) for slot in of.slots).replace(";", say("helpline_semicolon", language))
    else:
        said = say(_SAID_HOURS[of.kind], language)
    return said if of.confirmed else say("helpline_unconfirmed", language, what=said)


def languages(of: Spoken, language: Language, say: Say) -> str:
    """Which languages it speaks, the reader's first, the first few; "" when that is not known."""
    sure, perhaps = _ordered(of.sure, language), _ordered(of.perhaps, language)
    shown, maybe = sure[:LANGUAGES_SHOWN], perhaps[: max(0, LANGUAGES_SHOWN - len(sure))]
    if language.value in perhaps and language.value not in maybe:
        maybe = [language.value]
    more = spoken.OTHERS in of.sure or len(shown) < len(sure)
    more_perhaps = not more and (spoken.OTHERS in of.perhaps or len(maybe) < len(perhaps))
    said = [_name(code, language, say) for code in shown]
    said += [say("helpline_language_others", language)] if more else []
    doubtful = [_name(code, language, say) for code in maybe]
    doubtful += [say("helpline_language_others", language)] if more_perhaps else []
    if doubtful:
        said.append(say("helpline_languages_perhaps", language, languages=_listed(doubtful, language, say)))
    if of.interpreters:
        said.append(say("helpline_interpreters", language))
    return _listed(said, language, say)


def cost(of: Cost, language: Language, say: Say) -> str:
    """What a call costs; "" when that is not known."""
    return "" if of is Cost.UNKNOWN else say(f"helpline_cost_{of.value}", language)


def about(line: Helpline, language: Language, say: Say) -> str:
    """What a line is for when its name does not tell, else for whom when it is not for anyone; "" when nothing is left to say."""
    if not line.names:
        return say(f"helpline_topic_{line.topics[0].value}", language)
    return "" if line.for_whom is ForWhom.ANYONE else say(f"helpline_for_{line.for_whom.value.replace('-', '_')}", language)


def warning(of: Caution, language: Language, say: Say) -> str:
    """What to know before calling; "" when there is nothing."""
    return "" if of is Caution.NONE else say(f"helpline_warning_{of.value.replace('-', '_')}", language)


def _slot(slot: Slot, language: Language, say: Say) -> str:
    days = _listed((_days(*ends, language, say) for ends in slot.days), language, say)
    times = _listed((say("helpline_times", language, opens=opens, closes=closes) for opens, closes in slot.times), language, say)
    return " ".join(filter(None, [days, times]))


def _days(first: str, last: str, language: Language, say: Say) -> str:
    if (first, last) == (opening_hours.DAYS[0], opening_hours.DAYS[-1]):
        return say("helpline_every_day", language)
    if first == last:
        return say(f"helpline_day_{first}", language)
    return say("helpline_days", language, first=say(f"helpline_day_{first}", language), last=say(f"helpline_day_{last}", language))


def _name(code: str, language: Language, say: Say) -> str:
    return say(f"helpline_language_{code}", language)


def _ordered(codes: Iterable[str], language: Language) -> list[str]:
    """The reader's language first, the others as the sheet has them."""
    return sorted((code for code in codes if code != spoken.OTHERS), key=lambda code: code != language.value)


def _listed(words: Iterable[str], language: Language, say: Say) -> str:
    return f"{say('helpline_comma', language)} ".join(words)
