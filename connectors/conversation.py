"""One message to one outcome: the whole product on one screen.

Triage comes first and needs nothing else. A person who holds the conversation is never spoken over. The dialogue engine
decides what the message wants; when it is away, the message is treated as a question.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from connectors import payloads, reaching_person
from connectors.commands import as_words
from connectors.composing import Composer, plain_related
from connectors.engine import Act, LookUp, Run, Say, engine_member
from connectors.errors import EngineUnavailable
from connectors.handover import Voice, is_news
from connectors.languages import is_foreign, known_before, language_of
from connectors.message import Reply
from connectors.opening import DeskNow
from connectors.phrasing import Say as SayPhrase
from connectors.protecting import CARE_TURNS, Lines, numbers_only, protect
from connectors.reaching_person import Knows, Said
from connectors.turn import Effect, Outcome, Suspicion, Triaged, TurnAct, TurnState
from knowledge.article import Article, Corridor, Country, Figure, Language
from knowledge.glossary import Asked
from knowledge.language.context import Context
from knowledge.language.identify import Identified
from knowledge.language.shorthand import spelled_out
from knowledge.retrieval.ranking import Decision, Verdict
from knowledge.standing import Standing, heard
from knowledge.triage.alarm import Category, Urgency

OVERRULE_FROM = 0.9  # an article this sure answers although the engine heard small talk ("salam, chhal …")
_SMALLTALK = frozenset({"greet", "goodbye", "thanks", "affirm_ack", "deny_ack", "about", "help"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What is published now: articles by id and language, and the figures in them."""

    articles: Mapping[str, Mapping[Language, Article]]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The collaborators of a turn. Only `engine` waits for the network."""

    identify: Callable[[str, Context], Identified | None]
    triage: Callable[[str], Triaged | None]
    topics: Callable[[Triaged], Sequence[str]]
    lines: Lines
    countries: Callable[[str], Corridor]
    engine: Callable[..., Awaitable[list[Act]]]
    search: Callable[[str, str, Corridor, Corridor], Decision]
    base: Callable[[], Base]
    say: SayPhrase
    today: Callable[[], date]
    article_for: Callable[[Triaged], str | None] = lambda _: None  # what to do about a kind of alarm
    asked: Callable[[str], Asked | None] = lambda _: None  # the term whose meaning a message asks for
    suspects: Callable[[str, str], Suspicion | None] = lambda _text, _variety: None  # a second opinion where triage heard nothing
    desk: Callable[[], DeskNow | None] = lambda: None  # when somebody of the team is there; None: not known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """A message as it is understood so far."""

    text: str
    state: TurnState
    language: Language
    variety: str
    named: Corridor
    do: Steps
    asked: Asked | None = None
    caring: bool = False  # soon after a call for help
    foreign: bool = False  # surely in none of our languages, and not told so yet
    degraded: bool = False

    @property
    def arabizi(self) -> bool:
        return self.variety.endswith("-Latn")

    def composer(self, language: Language | None = None) -> Composer:
        return Composer(language or self.language, self.do.say, self.do.base().figures, self.do.today())

    def end(self, act: TurnAct, *replies: Reply, **changes: Any) -> Outcome:
        """The outcome, with the state changed as said; `state` fields and outcome fields share one namespace."""
        of_state = {name: changes.pop(name) for name in tuple(changes) if name in TurnState.__slots__}
        state = replace(self.state, **of_state)
        language = changes.pop("language_now", self.language)
        return Outcome(act=act, replies=replies, state=state, language=language, variety=self.variety, degraded=self.degraded, **changes)


async def respond(
    text: str, state: TurnState, do: Steps, *, turn_id: str, sender: str, language_hint: str | None = None, doubtful: bool = False
) -> Outcome:
    """Decide one turn. Never raises for what a person wrote; collaborators' failures degrade the answer.

    `doubtful` words were spoken and perhaps misheard: unless they call for help, the person is asked whether they are right.
    """
    text = _confirmed(text)
    turn = _read(text, state, do, language_hint)
    payload = payloads.read(text)
    if payload and payload[0] == payloads.WIPE:
        return _wiped(turn, payload[1])
    if payload is None and (alarm := do.triage(text)):
        return _protect(turn, alarm)
    suspicion = _suspected(turn) if payload is None else None
    if suspicion and suspicion.sure:
        return _protect(turn, suspicion.alarm)
    if state.held_by_person:
        return _while_held(turn, payload)
    if doubtful:
        return _asked_back(turn)
    outcome = await _decided(turn, payload, turn_id=turn_id, sender=sender)
    return _asked_gently(turn, outcome, suspicion.alarm) if suspicion else outcome


def _confirmed(text: str) -> str:
    """The words that a person confirmed to have spoken, from then on the same as typed ones."""
    match payloads.read(text):
        case (payloads.HEARD, {"text": str(words)}):
            return as_words(words)
    return text


def _asked_back(turn: _Turn) -> Outcome:
    """Did I hear this right? Nothing else is remembered of it until the person says so."""
    composer = turn.composer()
    yes = composer.label("button_heard", payloads.write(payloads.HEARD, text=turn.text[:1000]))
    no = composer.label("button_misheard", payloads.write(payloads.MISHEARD))
    return turn.end(TurnAct.CLARIFY, composer.phrase("voice_check", yes, no, text=turn.text[:1000]), confidence=0.0)


def _suspected(turn: _Turn) -> Suspicion | None:
    try:
        return turn.do.suspects(turn.text, turn.variety)
    except Exception:  # the opinion may only add: whatever it raises, the message is answered as without it
        return None


async def _decided(turn: _Turn, payload: tuple[str, Mapping[str, Any]] | None, *, turn_id: str, sender: str) -> Outcome:
    """What the message wants, when it calls for no help and nobody holds the conversation."""
    text, state, do = turn.text, turn.state, turn.do
    if state.case and payload is None and (standing := heard(text)):
        return _about_request(turn, standing)
    if turn.foreign:
        return turn.end(TurnAct.COMMAND, turn.composer().languages_we_have(), confidence=1.0)
    if outcome := _shown(turn, *payload) if payload else _explained(turn):
        return outcome
    try:
        acts = await do.engine(text, sender=sender, turn_id=turn_id, language=turn.language.value, variety=turn.variety)
    except EngineUnavailable:
        turn = replace(turn, degraded=True)
        acts = [(payloads.act(*payload) or Say(key="help")) if payload else LookUp()]
    return _joined(turn, acts)


def _asked_gently(turn: _Turn, outcome: Outcome, alarm: Triaged) -> Outcome:
    """The answer, and after it the question whether help is needed: who needs none has lost nothing."""
    if turn.caring:
        return outcome  # the numbers were shown a moment ago
    composer = replace(turn, language=outcome.language).composer()
    button = composer.label("button_need_help", payloads.write(payloads.NEED_HELP, category=alarm.category, urgency=alarm.urgency))
    return replace(outcome, replies=(*outcome.replies, composer.phrase("protect_gently", button)))


def _read(text: str, state: TurnState, do: Steps, hint: str | None) -> _Turn:
    """Language, variety and countries; the state is moved on to the language of this turn."""
    tapped = payloads.read(text) is not None
    asked = None if tapped else do.asked(text)
    # "Anmeldung" is said in every language: only the words around a term tell which one the person speaks.
    read = None if tapped else do.identify(asked.cue if asked else text, known_before(state, hint))
    language = language_of(read, state, hint)
    variety = read.variety.value if read else state.variety or language.value
    named = Corridor() if tapped else do.countries(text)
    moved = replace(state, language=language, variety=variety, care_turns=max(0, state.care_turns - 1))
    return _Turn(
        text=text,
        state=moved,
        language=language,
        variety=variety,
        named=named,
        do=do,
        asked=asked,
        caring=state.care_turns > 0,
        foreign=is_foreign(read, state),
    )


def _protect(turn: _Turn, alarm: Triaged) -> Outcome:
    """A call for help: before the engine, and whatever it would have said."""
    # Where the person says they are, or a country of destination they name ("f talyan"), or what we knew.
    place = turn.named.present_in or turn.named.destination or turn.state.corridor.present_in
    corridor = replace(turn.state.corridor, present_in=place)
    turn = replace(turn, state=replace(turn.state, corridor=corridor))
    if turn.state.held_by_person:
        return _help_beside_person(turn, alarm, place)
    outcome = _help(turn, alarm, place)
    if alarm.urgency == "immediate":  # one message, one action
        return outcome
    # Where nobody's life is at stake, the article that says what to do comes after the numbers.
    try:
        found = _what_to_do(replace(turn, state=outcome.state, caring=True), alarm)
    except Exception:  # whatever search may raise, the numbers must arrive
        return outcome
    return replace(outcome, replies=(*outcome.replies, *found.replies), state=found.state) if found else outcome


def _what_to_do(turn: _Turn, alarm: Triaged) -> Outcome | None:
    """What search is sure of, else the article about this kind of alarm, else nothing."""
    found = _look_up(turn, LookUp())
    if found.act is TurnAct.ANSWER:
        return found
    about = turn.do.article_for(alarm)
    if about is None or about not in turn.do.base().articles:
        return None
    return _show(turn, about, {"part": "answer"})


def _help(turn: _Turn, alarm: Triaged, country: Country | None) -> Outcome:
    replies = protect(turn.composer(), alarm, turn.do.topics(alarm), country, turn.do.lines)
    return turn.end(TurnAct.PROTECT, *replies, triage=alarm, alarm=alarm, care_turns=CARE_TURNS, confidence=1.0, voice=Voice.PROTECTIVE)


def _help_beside_person(turn: _Turn, alarm: Triaged, country: Country | None) -> Outcome:
    """A call for help while a person holds the conversation: the desk hears it each time, the person gets its numbers once."""
    if not is_news(turn.state.case, Category(alarm.category), Urgency(alarm.urgency)):
        return turn.end(TurnAct.SILENT, triage=alarm)
    reply = numbers_only(turn.composer(), alarm, turn.do.topics(alarm), country, turn.do.lines)
    return turn.end(TurnAct.PROTECT, reply, triage=alarm, alarm=alarm, confidence=1.0, voice=Voice.PROTECTIVE)


def _while_held(turn: _Turn, payload: tuple[str, Mapping[str, Any]] | None) -> Outcome:
    """A person holds the conversation: silence, except for the commands that must always work, which need no engine."""
    if payload is None:
        return turn.end(TurnAct.SILENT)
    name, fields = payload
    outcome: Outcome | None = None
    match name:
        case reaching_person.STATUS | reaching_person.WITHDRAW:
            outcome = _shown(turn, name, fields)
        case payloads.HELP_IN | payloads.NEED_HELP:
            found = _shown(turn, name, fields)
            return replace(found, replies=found.replies[:1]) if found else turn.end(TurnAct.SILENT)
        case "delete_data":
            outcome = _own_data(turn, name, fields) or _run(turn, Run(tool="delete_data"))
        case payloads.EXPORT | payloads.CONSENT:
            outcome = _own_data(turn, name, fields)
        case "change_language":
            outcome = _change_language(turn, engine_member(fields.get("language"), Language))
        case "handoff":
            outcome = _about_request(turn, Standing.STATUS)
        case "greet" | "menu" | "help":
            outcome = turn.end(TurnAct.COMMAND, reaching_person.held_menu(turn.composer()), confidence=1.0)
    # What is left is an article's button, say.
    return replace(outcome, voice=Voice.COMMAND) if outcome else turn.end(TurnAct.SILENT)


def _about_request(turn: _Turn, standing: Standing) -> Outcome:
    """How the request for a person stands, or the end of it."""
    tell = {Standing.STATUS: reaching_person.status, Standing.WITHDRAW: reaching_person.withdraw}[standing]
    return _said(turn, tell(turn.state, _knows(turn)))


def _said(turn: _Turn, said: Said) -> Outcome:
    voice = Voice.COMMAND
    return turn.end(said.act, said.reply, effects=said.effects, told_hours=said.told_hours, confidence=1.0, voice=voice)


def _knows(turn: _Turn) -> Knows:
    """Out of hours, the numbers are about what the person called for help with."""
    alarm = turn.state.alarm if turn.state.care_turns else None
    topics = turn.do.topics(alarm) if alarm else reaching_person.OUT_OF_HOURS
    return Knows(composer=turn.composer(), desk=turn.do.desk(), lines=turn.do.lines, topics=topics)


def _shown(turn: _Turn, name: str, fields: Mapping[str, Any]) -> Outcome | None:
    """Buttons that the conversation answers itself; None for those of the engine."""
    match name, fields:
        case payloads.SHOW, {"article": str(article)}:
            return _show(turn, article, fields)
        case payloads.PICK, _:
            picked = payloads.corridor(fields)
            return _look_up(replace(turn, text=turn.state.last_question, named=picked), LookUp(corridor=picked))
        case payloads.MISHEARD, _:
            return turn.end(TurnAct.COMMAND, turn.composer().phrase("voice_again"), confidence=1.0)
        case payloads.NONE, _:
            return turn.end(TurnAct.ABSTAIN, turn.composer().dont_know())
        case payloads.NEED_HELP, _:
            needed = payloads.alarm(fields)
            return _help(turn, needed, turn.state.corridor.present_in) if needed else None
        case payloads.HELP_IN, _:
            alarm, place = payloads.alarm(fields), payloads.corridor({"present_in": fields.get("country")}).present_in
            moved = replace(turn.state, corridor=replace(turn.state.corridor, present_in=place))
            return _help(replace(turn, state=moved), alarm, place) if alarm else None
        case ((reaching_person.STATUS | reaching_person.WITHDRAW), _):
            return _about_request(turn, Standing.STATUS if name == reaching_person.STATUS else Standing.WITHDRAW)
    return _own_data(turn, name, fields)


def _own_data(turn: _Turn, name: str, fields: Mapping[str, Any]) -> Outcome | None:
    """What people may always do with their data, whoever holds the conversation; none of it needs the engine."""
    match name, fields:
        case "delete_data", {"sure": True}:
            reply = turn.composer().phrase("delete_done")
            return turn.end(TurnAct.RUN, reply, effects=(Effect.DELETE_DATA,), voice=Voice.COMMAND)
        case "delete_data", {"sure": False}:
            return turn.end(TurnAct.RUN, turn.composer().phrase("delete_kept"), voice=Voice.COMMAND)
        case payloads.EXPORT, _:
            return _export(turn)
        case payloads.CONSENT, {"learn": bool(learn)}:
            reply = turn.composer().phrase("learn_yes" if learn else "learn_no")
            return turn.end(TurnAct.COMMAND, reply, may_learn=learn, confidence=1.0, voice=Voice.COMMAND)
    return None


def _wiped(turn: _Turn, fields: Mapping[str, Any]) -> Outcome:
    """After a panic word: one neutral line, whoever holds the conversation."""
    language = engine_member(fields.get("language"), Language) or turn.language
    fresh = replace(turn, state=TurnState(), language=language, variety=language.value)
    line = fresh.composer().phrase("wiped")
    return fresh.end(TurnAct.RUN, line, effects=(Effect.DELETE_DATA,), confidence=1.0, voice=Voice.COMMAND)


def _explained(turn: _Turn) -> Outcome | None:
    """What a term means, when the message asks nothing else; its article must be live, for it vouches for the meaning."""
    languages = turn.do.base().articles.get(turn.asked.term.article) if turn.asked else None
    if not turn.asked or not languages:
        return None
    article = _in_language(languages, turn.language)
    if article.is_overdue(turn.do.today()):
        return None
    reply = turn.composer().explanation(turn.asked.term, article, arabizi=turn.arabizi)
    return turn.end(TurnAct.ANSWER, reply, last_article=article.id, last_question=turn.text[:1000], confidence=1.0)


def _show(turn: _Turn, article: str, fields: Mapping[str, Any]) -> Outcome:
    languages = turn.do.base().articles.get(article)
    if not languages:  # withdrawn since the button was shown
        return turn.end(TurnAct.ABSTAIN, turn.composer().dont_know())
    language = engine_member(fields.get("language"), Language) or turn.language
    shown = _in_language(languages, language)
    composer = turn.composer(shown.language)
    if "language" in fields or fields.get("part") == "answer" or shown.is_overdue(turn.do.today()):
        reply = composer.answer(shown, arabizi=False, feedback=not turn.caring)
    else:
        available = {key: _in_language(group, language) for key, group in turn.do.base().articles.items()}
        reply = composer.more(shown, plain_related(shown, available))
    return turn.end(TurnAct.ANSWER, reply, last_article=article, confidence=1.0)


def _in_language(languages: Mapping[Language, Article], language: Language) -> Article:
    """The article in the language, else in English, else in any."""
    return languages.get(language) or languages.get(Language.EN) or next(iter(languages.values()))


def _act(turn: _Turn, act: Act) -> Outcome:
    match act:
        case LookUp():
            return _look_up(turn, act)
        case Say(key=key):
            return _say(turn, key)
        case Run():
            return _run(turn, act)


def _say(turn: _Turn, key: str) -> Outcome:
    """A phrase; unless an article answers with near certainty what the engine took for small talk or not ours."""
    if key in _SMALLTALK or key == "out_of_scope":
        found = _look_up(turn, LookUp()) if len(turn.text.split()) > 2 and not payloads.read(turn.text) else None
        if found and found.act is TurnAct.ANSWER and found.confidence >= OVERRULE_FROM:
            return found
    composer = turn.composer()
    if turn.caring and key in _SMALLTALK | {"out_of_scope"}:
        return turn.end(TurnAct.SMALLTALK, composer.phrase("care_followup", composer.label("button_person", "/handoff")))
    if key in {"out_of_scope", "abuse"}:
        return turn.end(TurnAct.REFUSE, composer.phrase(key), confidence=1.0)
    if key == "greet":
        reply = composer.phrase(key, composer.label("button_menu", "/menu"), composer.label("button_languages", "/change_language"))
        return turn.end(TurnAct.SMALLTALK, reply, confidence=1.0)
    if key == "profile_saved":
        return _run(turn, Run(tool="set_profile"))
    if key in {"ask_from", "ask_to", "ask_present"}:
        return turn.end(TurnAct.COMMAND, _asked(composer, key), confidence=1.0)
    act = TurnAct.SMALLTALK if key in _SMALLTALK else TurnAct.COMMAND
    return turn.end(act, composer.phrase(key), confidence=1.0)


def _asked(composer: Composer, key: str) -> Reply:
    """A question of the profile form, with the countries as buttons."""
    slot = {"ask_from": "origin", "ask_to": "destination", "ask_present": "present_in"}[key]
    buttons = [composer.country_button(c, payloads.write("inform", **{slot: c.value})) for c in Country]
    return composer.phrase(key, *buttons)


def _look_up(turn: _Turn, act: LookUp) -> Outcome:
    """Search, then answer, ask back, or say honestly that there is no checked answer."""
    named = _roles(act.corridor, turn.named)
    question, variety = _question_of(turn, follow_up=act.follow_up)
    decision = turn.do.search(question, variety, turn.state.corridor, named)
    corridor = _over(named, turn.state.corridor)
    last = turn.state.last_question if act.follow_up and turn.state.last_question else turn.text[:1000]
    asked = replace(turn, state=replace(turn.state, corridor=corridor, last_question=last))
    base, composer = turn.do.base(), turn.composer()
    needed = decision.hits[:1] if decision.verdict is Verdict.ANSWER else decision.hits
    chosen = [_in_language(base.articles[hit.article], turn.language) for hit in needed if hit.article in base.articles]
    withdrawn = len(chosen) < len(needed)  # since the index was built
    match Verdict.ABSTAIN if withdrawn else decision.verdict:
        case Verdict.ANSWER:
            reply = composer.answer(chosen[0], arabizi=turn.arabizi, feedback=not turn.caring)
            return asked.end(TurnAct.ANSWER, reply, last_article=chosen[0].id, confidence=decision.confidence)
        case Verdict.CLARIFY:
            return asked.end(TurnAct.CLARIFY, _question(composer, chosen, corridor), confidence=decision.confidence)
        case Verdict.ABSTAIN:
            kept = (Effect.STORE_QUESTION,) if turn.state.may_learn else ()
            return asked.end(TurnAct.ABSTAIN, composer.dont_know(), confidence=decision.confidence, effects=kept)


def _question_of(turn: _Turn, *, follow_up: bool) -> tuple[str, str]:
    """What to search for, and its variety: a follow-up leans on the question before, in that one's own spelling."""
    last = turn.state.last_question
    text, variety = turn.text, turn.variety
    if follow_up and last:
        read = turn.do.identify(last, Context(origin=turn.state.corridor.origin))
        text, variety = f"{last} {text}", read.variety.value if read else variety
    return (spelled_out(text) if variety == Language.FR else text), variety


def _question(composer: Composer, choices: Sequence[Article], corridor: Corridor) -> Reply:
    """Ask for the country when the tied articles differ in it and none is known; else for the article."""
    places = [next(iter(article.destination)) for article in choices if len(article.destination) == 1]
    same_topic = len({article.topic for article in choices}) == 1
    if same_topic and not corridor.destination and len(set(places)) == len(choices):
        return composer.which_country(dict.fromkeys(places))
    return composer.which_article(choices)


def _roles(engine: Corridor, named: Corridor) -> Corridor:
    """The engine knows the part a country plays, but remembers older ones: only those named now count as named."""
    now = {c for c in (named.origin, named.destination, named.present_in) if c}
    return (
        Corridor(
            origin=engine.origin if engine.origin in now else None,
            destination=engine.destination if engine.destination in now else None,
            present_in=engine.present_in if engine.present_in in now else None,
        )
        if any(c in now for c in (engine.origin, engine.destination, engine.present_in))
        else named
    )


def _over(new: Corridor, old: Corridor) -> Corridor:
    return Corridor(
        origin=new.origin or old.origin,
        destination=new.destination or old.destination,
        present_in=new.present_in or old.present_in,
    )


def _run(turn: _Turn, act: Run) -> Outcome:
    composer = turn.composer()
    match act.tool:
        case "menu":
            return turn.end(TurnAct.COMMAND, composer.menu(), confidence=1.0)
        case "change_language":
            return _change_language(turn, act.language)
        case "set_profile":
            corridor = _over(act.corridor, turn.state.corridor)
            occupation = act.occupation or turn.state.occupation
            profile = _profile(composer, corridor, occupation)
            reply = composer.phrase("profile_saved", profile=profile) if profile else _asked(composer, "ask_from")
            return turn.end(TurnAct.COMMAND, reply, corridor=corridor, occupation=occupation, confidence=1.0)
        case "handoff":
            return _said(turn, reaching_person.request(turn.state, _knows(turn)))
        case "delete_data":
            sure = composer.label("button_delete_sure", payloads.write("delete_data", sure=True))
            keep = composer.label("button_cancel", payloads.write("delete_data", sure=False))
            return turn.end(TurnAct.RUN, composer.phrase("delete_ask", sure, keep), confidence=1.0, voice=Voice.COMMAND)
        case "export_data":
            return _export(turn)
        case "feedback":
            return _feedback(turn, act.helpful)
    return turn.end(TurnAct.ABSTAIN, composer.dont_know())


def _export(turn: _Turn) -> Outcome:
    """The store puts what it keeps in the place of the title."""
    title = turn.composer().phrase("copy_title")
    return turn.end(TurnAct.RUN, title, effects=(Effect.EXPORT_DATA,), confidence=1.0, voice=Voice.COMMAND)


def _change_language(turn: _Turn, language: Language | None) -> Outcome:
    if language is None:
        return turn.end(TurnAct.COMMAND, turn.composer().languages(), confidence=1.0)
    reply = turn.composer(language).phrase("language_changed")
    return turn.end(TurnAct.COMMAND, reply, language=language, language_chosen=True, language_now=language, confidence=1.0)


def _feedback(turn: _Turn, helpful: bool | None) -> Outcome:
    composer = turn.composer()
    if helpful is None:
        yes = composer.label("button_yes", payloads.write("feedback", helpful=True))
        no = composer.label("button_no", payloads.write("feedback", helpful=False))
        return turn.end(TurnAct.COMMAND, composer.phrase("feedback_ask", yes, no), confidence=1.0)
    person = (composer.label("button_person", "/handoff"),) if not helpful else ()
    reply = composer.phrase("feedback_thanks" if helpful else "feedback_sorry", *person)
    return turn.end(TurnAct.COMMAND, reply, effects=(Effect.STORE_FEEDBACK,), helpful=helpful, confidence=1.0)


def _profile(composer: Composer, corridor: Corridor, occupation: str) -> str:
    route = [composer.country_name(c) for c in (corridor.origin, corridor.destination) if c]
    parts = [" → ".join(route)] if route else []
    parts += [composer.country_name(corridor.present_in)] if corridor.present_in and corridor.present_in not in (corridor.origin,) else []
    return " · ".join([*parts, *([occupation] if occupation else [])])


def _joined(turn: _Turn, acts: Sequence[Act]) -> Outcome:
    """Several acts of one turn (a digression answered, then the form's question again): the first one names the turn.

    Each act starts from what the one before it made the conversation remember.
    """
    outcomes: list[Outcome] = []
    for act in acts:
        outcomes.append(_act(turn, act))
        turn = replace(turn, state=outcomes[-1].state, language=outcomes[-1].language)
    replies = tuple(reply for outcome in outcomes for reply in outcome.replies)
    effects = tuple(effect for outcome in outcomes for effect in outcome.effects)
    return replace(outcomes[0], replies=replies, effects=effects, state=turn.state, language=turn.language)
