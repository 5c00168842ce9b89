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


def protect(composer: Composer, alarm: Triaged, topics: Sequence[str], country: Country | None, lines: Lines) -> Reply:
    """Short and warm, one action, the numbers, how to delete this chat, and a person."""
    # The first line is what a locked screen shows: it must not say what this is about.
    parts = ["protect_safe_check", f"protect_{alarm.category}_{alarm.urgency}"]
    if alarm.category in _PAPERS_MATTER:
        parts.append("protect_no_papers_note")
    if country is None:
        parts.append("protect_ask_country")
    parts.append("protect_delete_hint")
    replies = [composer.phrase(key) for key in parts]
    buttons = [composer.label("button_person", "/handoff")]
    if country is None:
        buttons = [composer.country_button(c, _help_in(alarm, c)) for c in Country] + buttons
    return Reply(
        text="\n\n".join(reply.text for reply in replies),
        language=composer.language.value,
        helplines=cards(lines(topics, country)),
        buttons=tuple(buttons),
    )


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
