"""The answer to a call for help: fixed, reviewed words and the numbers of the country the person is in. Pure.

Nothing here needs the dialogue engine, the encoder, the database or the network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connectors import payloads
from connectors.composing import Composer
from connectors.message import HelplineCard, Reply
from connectors.turn import Triaged
from knowledge.article import Country
from knowledge.helpline import Helpline

Lines = Callable[[Sequence[str], Country | None], Sequence[Helpline]]
# Where people without papers stay silent for fear of being reported.
_PAPERS_MATTER = frozenset({"papers_withheld", "unpaid_wages", "trafficking_forced_labour", "detention_deportation"})
CARE_TURNS = 5  # after a call for help: no small talk, no menu, no survey


def protect(composer: Composer, alarm: Triaged, topics: Sequence[str], country: Country | None, lines: Lines) -> tuple[Reply, Reply]:
    """First, short and warm, one action and the numbers; then how to stay unseen, the country if unknown, and a person."""
    # The first line is what a locked screen shows: it must not say what this is about.
    first = _text(composer, ["protect_safe_check", f"protect_{alarm.category}_{alarm.urgency}"])
    notes = ["protect_no_papers_note"] if alarm.category in _PAPERS_MATTER else []
    notes.append("protect_delete_hint")
    buttons = [composer.label("button_person", "/handoff")]
    if country is None:
        notes.append("protect_ask_country")
        buttons = [composer.country_button(c, _help_in(alarm, c)) for c in Country] + buttons
    language = composer.language.value
    return (
        Reply(text=first, language=language, helplines=cards(lines(topics, country))),
        Reply(text=_text(composer, notes), language=language, buttons=tuple(buttons)),
    )


def _text(composer: Composer, keys: Sequence[str]) -> str:
    return "\n\n".join(composer.phrase(key).text for key in keys)


def _help_in(alarm: Triaged, country: Country) -> str:
    return payloads.write(payloads.HELP_IN, country=country.value, category=alarm.category, urgency=alarm.urgency)


def cards(lines: Sequence[Helpline]) -> tuple[HelplineCard, ...]:
    return tuple(
        HelplineCard(
            name=line.name,
            phone=line.phone,
            country=line.country,
            hours=line.hours,
            languages=line.languages,
            check_first=line.check_first,
        )
        for line in lines
    )
