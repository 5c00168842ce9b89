"""One message to one outcome: the whole product on one screen.

Triage comes first and needs nothing else. A person who holds the conversation is never spoken over. The dialogue engine
decides what the message wants; when it is away, the message is treated as a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from connectors import listening, payloads, reaching_person
from connectors.asking_team import about_request, knows, team_says
from connectors.calls_for_help import asked_gently, suspected, tapped_for_help
from connectors.current_turn import CurrentTurn, Steps
from connectors.engine import Act, LookUp, Run, Say, Tell, engine_member
from connectors.errors import EngineUnavailable
from connectors.handover import Voice
from connectors.languages import is_foreign, known_before, language_of
from connectors.looking_up import look_up, look_up_alone
from connectors.offer_turns import ask_for_offer, sent_offer, with_offer
from connectors.own_data import ask_deletion, export, own_data, wiped
from connectors.person_settings import ask_country, change_language, feedback, set_profile
from connectors.reporting import of_report, offered, offers, protect_teller, resumed, tell
from connectors.showing import explained, show, simpler
from connectors.spoken_turns import confirmed, heard_right
from connectors.turn import Outcome, TurnAct, TurnState
from knowledge.article import Corridor, Language
from knowledge.retrieval.following import LONGEST
from knowledge.standing import Standing, heard

OVERRULE_FROM = 0.9  # an article this sure answers although the engine heard small talk ("salam, chhal …")
_SMALLTALK = frozenset({"greet", "goodbye", "thanks", "affirm_ack", "deny_ack", "about", "help"})


async def respond(
    text: str, state: TurnState, do: Steps, *, turn_id: str, sender: str, language_hint: str | None = None, doubtful: bool = False
) -> Outcome:
    """Decide one turn. Never raises for what a person wrote; collaborators' failures degrade the answer.

    `doubtful` words were spoken and perhaps misheard: unless they call for help, the person is asked whether they are right.
    """
    text = confirmed(text)
    turn = replace(_read(text, state, do, language_hint), id=turn_id)
    payload = payloads.read(text)
    if payload and payload[0] == payloads.WIPE:
        return wiped(turn, payload[1])
    if payload is None and (alarm := do.triage(text)) and not listening.tells(alarm, state.telling, state.alarm):
        return with_offer(turn, protect_teller(turn, alarm))
    suspicion = suspected(turn) if payload is None else None
    if suspicion and suspicion.sure and not listening.tells(suspicion.alarm, state.telling, state.alarm):
        return with_offer(turn, protect_teller(turn, suspicion.alarm))
    if state.held_by_person:
        return _while_held(turn, payload)
    if doubtful:
        return heard_right(turn)
    outcome = resumed(turn, await _decided(turn, sender=sender))
    return asked_gently(turn, outcome, suspicion.alarm) if suspicion else offered(turn, outcome)


async def _decided(turn: CurrentTurn, *, sender: str) -> Outcome:
    """What the message wants, when it calls for no help and nobody holds the conversation."""
    text, state, do = listening.meant(turn.text, turn.state.telling), turn.state, turn.do
    payload = payloads.read(text)
    if state.case and payload is None and (standing := heard(text)):
        return about_request(turn, standing)
    if payload is None and not state.telling and (offer := sent_offer(turn)):
        return offer
    if turn.foreign and not state.telling:
        return turn.end(TurnAct.COMMAND, turn.composer().languages_we_have(), confidence=1.0)
    if outcome := _shown(turn, *payload) if payload else explained(turn) or _said_again(turn):
        return outcome
    about = {"sender": sender, "language": turn.language.value, "variety": turn.variety}
    if state.telling:
        about["asked"] = state.telling.asked.value

    async def ask(said: str, call: str) -> list[Act]:
        return await do.engine(said, turn_id=f"{turn.id}{call}", **about)

    try:
        acts = await listening.listen(text, state.telling, ask)
    except EngineUnavailable:
        turn = replace(turn, degraded=True)
        told = listening.without_engine(text, state.telling)
        acts = [told or ((payloads.act(*payload) or Say(key="help")) if payload else LookUp())]
    return _joined(turn, acts)


def _said_again(turn: CurrentTurn) -> Outcome | None:
    """ "I don't understand", after an answer: the same in simpler words."""
    return simpler(turn) if turn.state.last_article and turn.do.unclear(turn.text) else None


def _read(text: str, state: TurnState, do: Steps, hint: str | None) -> CurrentTurn:
    """Language, variety and countries; the state is moved on to the language of this turn."""
    tapped = payloads.read(text) is not None
    asked = None if tapped else do.asked(text)
    # "Anmeldung" is said in every language: only the words around a term tell which one the person speaks.
    read = None if tapped else do.identify(asked.cue if asked else text, known_before(state, hint))
    language = language_of(read, state, hint)
    variety = read.variety.value if read else state.variety or language.value
    named = Corridor() if tapped else do.countries(text)
    moved = replace(state, language=language, variety=variety, care_turns=max(0, state.care_turns - 1), awaits_offer=False)
    return CurrentTurn(
        text=text,
        state=moved,
        language=language,
        variety=variety,
        named=named,
        do=do,
        asked=asked,
        caring=state.care_turns > 0 or state.telling is not None,
        awaited_offer=state.awaits_offer and not tapped,
        foreign=is_foreign(read, state),
    )


def _while_held(turn: CurrentTurn, payload: tuple[str, Mapping[str, Any]] | None) -> Outcome:
    """A person holds the conversation: silence, except for the commands that must always work, which need no engine."""
    if payload is None:
        return turn.end(TurnAct.SILENT)
    name, fields = payload
    outcome: Outcome | None = None
    match name:
        case reaching_person.STATUS | reaching_person.WITHDRAW | payloads.REPORT_UNSAFE:
            outcome = _shown(turn, name, fields)
        case payloads.REPORT_STOP | payloads.REPORT_ANSWER if turn.state.telling:  # only its end is said beside a person
            step = listening.without_engine(turn.text, turn.state.telling)
            outcome = tell(turn, step) if step and step.question is None else None
        case payloads.HELP_IN | payloads.NEED_HELP:
            found = _shown(turn, name, fields)
            return replace(found, replies=found.replies[:1]) if found else turn.end(TurnAct.SILENT)
        case "delete_data":
            outcome = own_data(turn, name, fields) or _run(turn, Run(tool="delete_data"))
        case payloads.EXPORT | payloads.CONSENT:
            outcome = own_data(turn, name, fields)
        case "change_language":
            outcome = change_language(turn, engine_member(fields.get("language"), Language))
        case "handoff":
            outcome = about_request(turn, Standing.STATUS)
        case "greet" | "menu" | "help":
            outcome = turn.end(TurnAct.COMMAND, reaching_person.held_menu(turn.composer()), confidence=1.0)
    # What is left is an article's button, say.
    return replace(outcome, voice=Voice.COMMAND) if outcome else turn.end(TurnAct.SILENT)


def _shown(turn: CurrentTurn, name: str, fields: Mapping[str, Any]) -> Outcome | None:
    """Buttons that the conversation answers itself; None for those of the engine."""
    return _about_answer(turn, name, fields) or _about_person(turn, name, fields) or own_data(turn, name, fields)


def _about_answer(turn: CurrentTurn, name: str, fields: Mapping[str, Any]) -> Outcome | None:
    """Buttons under an answer, or under a question that leads to one."""
    match name, fields:
        case payloads.SHOW, {"article": str(article)}:
            return show(turn, article, fields)
        case payloads.PICK, _:
            picked = payloads.corridor(fields)
            again = " ".join(turn.state.last_question.split("\n"))
            return look_up_alone(replace(turn, text=again, named=picked), LookUp(corridor=picked))
        case payloads.MISHEARD, _:
            return turn.end(TurnAct.COMMAND, turn.composer().phrase("voice_again"), confidence=1.0)
        case payloads.NONE, _:
            failed = turn.state.failed + 1
            return turn.end(TurnAct.ABSTAIN, turn.composer().dont_know(again=failed > 1), failed=failed)
    return None


def _about_person(turn: CurrentTurn, name: str, fields: Mapping[str, Any]) -> Outcome | None:
    """Buttons about where somebody goes, what happened to them, and who helps."""
    match name, fields:
        case payloads.GO_TO, _:
            return set_profile(turn, Run(tool="set_profile", corridor=payloads.corridor(fields)))
        case ((payloads.NEED_HELP | payloads.HELP_IN), _):
            return tapped_for_help(turn, name, fields)
        case ((payloads.REPORT_UNSAFE | payloads.REPORT_CHANGE), _):
            return of_report(turn, name, fields)
        case ((reaching_person.STATUS | reaching_person.WITHDRAW), _):
            return about_request(turn, Standing.STATUS if name == reaching_person.STATUS else Standing.WITHDRAW)
    return None


def _act(turn: CurrentTurn, act: Act) -> Outcome:
    match act:
        case LookUp():
            return look_up(turn, act)
        case Say(key=key):
            return _say(turn, key)
        case Run(tool="check_offer"):
            return ask_for_offer(turn)
        case Run():
            return _run(turn, act)
        case Tell():
            return tell(turn, act)


def _say(turn: CurrentTurn, key: str) -> Outcome:
    """A phrase; unless an article answers with near certainty what the engine took for small talk or not ours."""
    if key in _SMALLTALK or key == "out_of_scope":
        found = look_up(turn, LookUp()) if _may_ask(turn) else None
        if found and _overrules(found, turn):
            return found
    composer = turn.composer()
    if turn.caring and key in _SMALLTALK | {"out_of_scope"}:
        return turn.end(TurnAct.SMALLTALK, composer.phrase("care_followup", composer.label("button_person", "/handoff"), *offers(turn)))
    if key in {"out_of_scope", "abuse"}:
        return turn.end(TurnAct.REFUSE, composer.phrase(key), confidence=1.0)
    if key == "greet":
        reply = composer.phrase(key, composer.label("button_menu", "/menu"), composer.label("button_languages", "/change_language"))
        return turn.end(TurnAct.SMALLTALK, reply, confidence=1.0)
    if key == "profile_saved":
        return _run(turn, Run(tool="set_profile"))
    if key in {"ask_from", "ask_to", "ask_present"}:
        return turn.end(TurnAct.COMMAND, ask_country(composer, key), confidence=1.0)
    act = TurnAct.SMALLTALK if key in _SMALLTALK else TurnAct.COMMAND
    return turn.end(act, composer.phrase(key), confidence=1.0)


def _may_ask(turn: CurrentTurn) -> bool:
    """A word or two ask nothing, except after a question ("Belgique ?")."""
    return not payloads.read(turn.text) and (len(turn.text.split()) > 2 or bool(turn.state.last_question))


def _overrules(found: Outcome, turn: CurrentTurn) -> bool:
    """Near certain, and not only because "thanks!" behind the last question finds the last answer again."""
    if found.act is not TurnAct.ANSWER or found.confidence < OVERRULE_FROM:
        return False
    alone = found.state.last_question == turn.text[:LONGEST]
    return len(turn.text.split()) > 2 if alone else found.state.last_article != turn.state.last_article


def _run(turn: CurrentTurn, act: Run) -> Outcome:
    composer = turn.composer()
    match act.tool:
        case "menu":
            return turn.end(TurnAct.COMMAND, composer.menu(), confidence=1.0)
        case "change_language":
            return change_language(turn, act.language)
        case "set_profile":
            return set_profile(turn, act)
        case "handoff":
            return team_says(turn, reaching_person.request(turn.state, knows(turn)))
        case "delete_data":
            return ask_deletion(turn)
        case "export_data":
            return export(turn)
        case "feedback":
            return feedback(turn, act.helpful)
    return turn.end(TurnAct.ABSTAIN, composer.dont_know())


def _joined(turn: CurrentTurn, acts: Sequence[Act]) -> Outcome:
    """Several acts of one turn (a digression answered, then the form's question again): the first one names the turn.

    Each act starts from what the one before it made the conversation remember.
    """
    outcomes: list[Outcome] = []
    for act in acts:
        outcomes.append(_act(turn, act))
        turn = replace(turn, state=outcomes[-1].state, language=outcomes[-1].language)
    replies = tuple(reply for outcome in outcomes for reply in outcome.replies)
    effects = tuple(effect for outcome in outcomes for effect in outcome.effects)
    told = next((outcome for outcome in outcomes if outcome.told), outcomes[0])
    return replace(
        outcomes[0],
        replies=replies,
        effects=effects,
        state=turn.state,
        language=turn.language,
        told=told.told,
        report=told.report,
        forget=told.forget,
    )
