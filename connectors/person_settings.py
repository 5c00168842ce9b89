"""What a person sets or rates: where they come from and go, their language, whether an answer helped."""

from __future__ import annotations

from connectors import payloads
from connectors.composing import Composer
from connectors.current_turn import CurrentTurn
from connectors.engine import Run
from connectors.message import Button, Reply
from connectors.turn import Effect, Outcome, TurnAct
from knowledge.article import Corridor, Country, Language
from knowledge.entities import ORIGINS


def set_profile(turn: CurrentTurn, act: Run) -> Outcome:
    composer = turn.composer()
    corridor = act.corridor.over(turn.state.corridor)
    occupation = act.occupation or turn.state.occupation
    profile = _profile_text(composer, corridor, occupation)
    saved = profile and composer.phrase("profile_saved", *_other_places(composer, corridor), profile=profile)
    reply = saved or ask_country(composer, "ask_from")
    return turn.end(TurnAct.COMMAND, reply, corridor=corridor, occupation=occupation, confidence=1.0)


def change_language(turn: CurrentTurn, language: Language | None) -> Outcome:
    if language is None:
        return turn.end(TurnAct.COMMAND, turn.composer().languages(), confidence=1.0)
    reply = turn.composer(language).phrase("language_changed")
    return turn.end(TurnAct.COMMAND, reply, language=language, language_chosen=True, language_now=language, confidence=1.0)


def ask_country(composer: Composer, key: str) -> Reply:
    """A question of the profile form, with the countries as buttons."""
    slot = {"ask_from": "origin", "ask_to": "destination", "ask_present": "present_in"}[key]
    buttons = [composer.country_button(c, payloads.write("inform", **{slot: c.value})) for c in Country]
    return composer.phrase(key, *buttons)


def _profile_text(composer: Composer, corridor: Corridor, occupation: str) -> str:
    route = [composer.country_name(c) for c in (corridor.origin, corridor.destination) if c]
    parts = [" → ".join(route)] if route else []
    parts += [composer.country_name(corridor.present_in)] if corridor.present_in and corridor.present_in not in (corridor.origin,) else []
    return " · ".join([*parts, *([occupation] if occupation else [])])


def feedback(turn: CurrentTurn, helpful: bool | None) -> Outcome:
    composer = turn.composer()
    if helpful is None:
        yes = composer.label("button_yes", payloads.write("feedback", helpful=True))
        no = composer.label("button_no", payloads.write("feedback", helpful=False))
        return turn.end(TurnAct.COMMAND, composer.phrase("feedback_ask", yes, no), confidence=1.0)
    person = (composer.label("button_person", "/handoff"),) if not helpful else ()
    reply = composer.phrase("feedback_thanks" if helpful else "feedback_sorry", *person)
    return turn.end(TurnAct.COMMAND, reply, effects=(Effect.STORE_FEEDBACK,), helpful=helpful, confidence=1.0)


def _other_places(composer: Composer, corridor: Corridor) -> list[Button]:
    """Who changes their mind about where to go, or was misread, taps the right country."""
    if not corridor.destination:
        return []
    places = [country for country in Country if country not in ORIGINS and country is not corridor.destination]
    return [composer.country_button(country, payloads.write(payloads.GO_TO, destination=country.value)) for country in places]
