"""A person takes over: one wish for a human being, from the asking to its end. Pure: the clock and the people are arguments.

bot -> requested -> waiting -> person -> closed, and the bot again with the next message. The person may ask how it
stands, withdraw the wish or erase everything at any time; a caseworker may transfer, put back, hand back or close.
Every other step raises `DoesNotFit`. Who waits is never dropped: a case ends closed, handed back, withdrawn or erased.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from connectors.errors import DoesNotFit
from knowledge.triage.alarm import Category, Urgency


class Stage(StrEnum):
    """Where a conversation stands between the assistant and the team."""

    BOT = "bot"
    REQUESTED = "requested"  # noted; nothing could be said yet about opening hours and waiting time
    WAITING = "waiting"  # in the queue, and told the truth about both
    PERSON = "person"  # a caseworker holds it: the assistant is silent
    CLOSED = "closed"  # ended; the assistant speaks again with the next message


OPEN = frozenset({Stage.REQUESTED, Stage.WAITING, Stage.PERSON})


class Ending(StrEnum):
    CLOSED = "closed"  # by a caseworker, with an outcome
    HANDED_BACK = "handed_back"  # by a caseworker, to the assistant
    WITHDRAWN = "withdrawn"  # by the person
    ERASED = "erased"  # by the person, with everything they said


class Outcome(StrEnum):
    """What came of a case, as the caseworker who closes it says."""

    ANSWERED = "answered"
    REFERRED = "referred"  # to a hotline or another organisation
    APPOINTMENT = "appointment"
    SAFE = "safe"  # a danger is over
    NOT_REACHED = "not_reached"  # the person wrote no more
    NOT_OURS = "not_ours"
    OTHER = "other"


class Voice(StrEnum):
    """What the assistant is about to say."""

    CHATTER = "chatter"
    COMMAND = "command"  # the answer to a command that the person gave: delete, language, status
    PROTECTIVE = "protective"  # numbers to call


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call for help that triage heard."""

    category: Category
    urgency: Urgency
    at: datetime


Help = tuple[Category, Urgency]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One wish for a person."""

    stage: Stage  # never BOT
    asked_at: datetime
    since: datetime | None  # since when the person waits for a human word; None: the last word is the team's
    urgency: Urgency | None = None  # the highest heard; None: no call for help
    category: Category | None = None
    told_at: datetime | None = None
    held_by: int | None = None  # the caseworker's account
    taken_at: datetime | None = None
    answered_at: datetime | None = None  # the first human word
    call: Call | None = None  # heard while the case is open, and not yet answered by a caseworker
    helped: frozenset[Help] = frozenset()  # the calls whose numbers the person has been given
    overdue_at: datetime | None = None  # when the alarm for this wait went off
    ending: Ending | None = None
    outcome: Outcome | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN


def ask(now: datetime, call: Call | None = None, case: Case | None = None) -> Case:
    """The person wants a human being. Asking again keeps the place in the queue; a call for help moves it up."""
    if case is not None and case.is_open:
        asked = replace(case, since=now) if is_for_the_record(case) else case
        return _raised(asked, call) if call else asked
    fresh = Case(stage=Stage.REQUESTED, asked_at=now, since=now)
    return _raised(fresh, call) if call else fresh


def note_down(now: datetime) -> Case:
    """Something is handed over for the record: the team can read it, and nobody waits for an answer."""
    return Case(stage=Stage.WAITING, asked_at=now, since=None, told_at=now)


def is_for_the_record(case: Case) -> bool:
    """Whether nobody asked for an answer; a wish for a person or a call for help changes that."""
    return case.stage in {Stage.REQUESTED, Stage.WAITING} and case.since is None


def about(case: Case, category: Category) -> Case:
    """What a case is about, when no call for help has said it."""
    return case if case.category else replace(case, category=category, urgency=Urgency.SUPPORT)


def tell(case: Case, now: datetime) -> Case:
    """The person has been told when somebody is there and how long it usually takes."""
    if case.stage is not Stage.REQUESTED:
        return case
    return replace(case, stage=Stage.WAITING, told_at=now)


def hear(case: Case, now: datetime, call: Call | None = None) -> Case | None:
    """The person wrote. Somebody must answer it when a person holds the case; None when it had ended: the bot's turn."""
    if not case.is_open:
        return None
    heard = case if is_for_the_record(case) and call is None else replace(case, since=case.since or now)
    return replace(_raised(heard, call), call=call) if call else heard


def take(case: Case, who: int, now: datetime) -> Case:
    """A caseworker takes it out of the queue."""
    if case.stage not in {Stage.REQUESTED, Stage.WAITING}:
        raise DoesNotFit(case.stage)
    return replace(case, stage=Stage.PERSON, held_by=who, taken_at=case.taken_at or now)


def transfer(case: Case, to: int) -> Case:
    """Another caseworker goes on with it."""
    return replace(_held(case), held_by=to)


def put_back(case: Case, now: datetime) -> Case:
    """Back into the queue, at the place of the first asking; the person is waiting again."""
    held = _held(case)
    stage = Stage.WAITING if held.told_at else Stage.REQUESTED
    return replace(held, stage=stage, held_by=None, since=held.since or now)


def answer(case: Case, who: int, now: datetime) -> Case:
    """The caseworker who holds it writes to the person."""
    if _held(case).held_by != who:
        raise DoesNotFit(case.stage)
    return replace(case, since=None, call=None, overdue_at=None, answered_at=case.answered_at or now)


def hand_back(case: Case, now: datetime) -> Case:
    """The assistant goes on."""
    return _ended(_held(case), Ending.HANDED_BACK, now)


def close(case: Case, outcome: Outcome, now: datetime) -> Case:
    return replace(_ended(_held(case), Ending.CLOSED, now), outcome=outcome)


def withdraw(case: Case, now: datetime) -> Case:
    """The person wants nobody any more, whoever holds the case."""
    if not case.is_open:
        raise DoesNotFit(case.stage)
    return _ended(case, Ending.WITHDRAWN, now)


def erase(case: Case, now: datetime) -> Case:
    """The person deleted their data: of an open case a tombstone stays, so that nobody wonders; of an ended one its end.

    Neither says what it was about.
    """
    blank = replace(case, category=None, call=None, helped=frozenset(), held_by=None)
    return _ended(blank, Ending.ERASED, now) if case.is_open else blank


def sound(case: Case, now: datetime) -> Case:
    """The alarm for this wait goes off, once."""
    if not case.is_open or case.since is None or case.overdue_at is not None:
        raise DoesNotFit(case.stage)
    return replace(case, overdue_at=now)


def stage_of(case: Case) -> Stage:
    """Where the conversation of a case stands: only after a caseworker closed it does the assistant wait for the next message."""
    if case.is_open:
        return case.stage
    return Stage.CLOSED if case.ending is Ending.CLOSED else Stage.BOT


def may_speak(stage: Stage, voice: Voice) -> bool:
    """Whether the assistant may say it now. While a person holds the conversation: only help, and what was asked by command."""
    return stage is not Stage.PERSON or voice is not Voice.CHATTER


def is_news(case: Case | None, category: Category, urgency: Urgency) -> bool:
    """Whether a call for help needs its numbers while a person holds the case: the same numbers are said once."""
    return case is None or (category, urgency) not in case.helped


def is_overdue(case: Case, waited: timedelta, *, immediate: timedelta, others: timedelta) -> bool:
    """Whether somebody must look: `waited` is the time in which the desk was open."""
    if not case.is_open or case.since is None:
        return False
    return waited >= (immediate if case.urgency is Urgency.IMMEDIATE else others)


def rank(case: Case) -> tuple[int, datetime]:
    """Sorts the queue: the most urgent first, then who waits longest; those whose last word is the team's come last."""
    if case.since is None:
        return len(Urgency) + 1, case.asked_at
    return list(Urgency).index(case.urgency) if case.urgency else len(Urgency), case.since


def _raised(case: Case, call: Call) -> Case:
    """As urgent as the most urgent call heard; the most urgent one names the category."""
    order = list(Urgency)
    helped = case.helped | {(call.category, call.urgency)}
    if case.urgency is not None and order.index(case.urgency) < order.index(call.urgency):
        return replace(case, helped=helped)
    return replace(case, helped=helped, urgency=call.urgency, category=call.category)


def _held(case: Case) -> Case:
    if case.stage is not Stage.PERSON:
        raise DoesNotFit(case.stage)
    return case


def _ended(case: Case, ending: Ending, now: datetime) -> Case:
    return replace(case, stage=Stage.CLOSED, ending=ending, ended_at=now, since=None, overdue_at=None, call=None)
