"""The answer to a call for help: fixed, reviewed words and the numbers of the country the person is in. Pure.

Nothing here needs the dialogue engine, the encoder, the database or the network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from connectors import payloads
from connectors.composing import Composer
from connectors.message import HelplineCard, Reply
from connectors.turn import Triaged
from knowledge import helpline_words
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
        Reply(text=first, language=language, helplines=cards(composer, lines(topics, country), country)),
        Reply(text=_text(composer, notes), language=language, buttons=tuple(buttons)),
    )


def numbers_only(composer: Composer, alarm: Triaged, topics: Sequence[str], country: Country | None, lines: Lines) -> Reply:
    """While a person holds the conversation: the words and numbers of the call, the country if unknown, and nothing else."""
    first, _ = protect(composer, alarm, topics, country, lines)
    if country is not None:
        return first
    buttons = tuple(composer.country_button(c, _help_in(alarm, c)) for c in Country)
    return replace(first, text=f"{first.text}\n\n{composer.phrase('protect_ask_country').text}", buttons=buttons)


def _text(composer: Composer, keys: Sequence[str]) -> str:
    return "\n\n".join(composer.phrase(key).text for key in keys)


def _help_in(alarm: Triaged, country: Country) -> str:
    return payloads.write(payloads.HELP_IN, country=country.value, category=alarm.category, urgency=alarm.urgency)


def cards(composer: Composer, lines: Sequence[Helpline], country: Country | None) -> tuple[HelplineCard, ...]:
    """The lines in the words of the person's language, their numbers as one dials them in `country`; None: nobody knows where."""
    return tuple(_card(composer, line, country) for line in lines)


def _card(composer: Composer, line: Helpline, country: Country | None) -> HelplineCard:
    language, say = composer.language, composer.say
    via, number = line.reached(country)
    return HelplineCard(
        name=line.title(language),
        phone=number,
        country=line.country.value,
        via=via.value,
        about=helpline_words.about(line, language, say),
        hours=helpline_words.hours(line.hours, language, say),
        languages=helpline_words.languages(line.languages, language, say),
        cost=helpline_words.cost(line.cost, language, say),
        warning=helpline_words.warning(line.warning, language, say),
        check_first=line.check_first,
    )
