"""The hand-over as a random walk: people write, the assistant thinks, caseworkers take steps, all interleaved.

The assistant's turn is two rules, begun and saved, so that everything may happen while it thinks. What must hold is written
down here anew, without the rules' own code: who may speak, that no wish is lost, the order of the queue, the alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from connectors import handover
from connectors.errors import DoesNotFit
from connectors.handover import Call, Case, Ending, Help, Outcome, Stage, Voice
from knowledge.triage.alarm import Category, Urgency

PEOPLE = 2
CASEWORKERS = (1, 2)
IMMEDIATE, OTHERS = timedelta(minutes=5), timedelta(minutes=60)

people = st.integers(0, PEOPLE - 1)
caseworkers = st.sampled_from(CASEWORKERS)
messages = st.sampled_from(["chat", "chat", "ask", "ask", "ask in danger", "status", "withdraw", "delete", "call", "call", "call"])
calls = st.sampled_from(
    [(Category.VIOLENCE, Urgency.IMMEDIATE), (Category.VIOLENCE, Urgency.HIGH), (Category.UNPAID_WAGES, Urgency.SUPPORT)]
)


@dataclass
class Person:
    """One conversation, as the store keeps it."""

    stage: Stage = Stage.BOT
    case: Case | None = None  # the open one
    thinking: tuple[str, Help, bool, bool] | None = None  # message, its call, held and news when it was claimed
    wishes: int = 0
    asked_at: datetime | None = None  # of the open case
    ended: list[Case] = field(default_factory=list)
    numbers: Counter[Help] = field(default_factory=Counter)  # given beside a person, in this case


class HandingOver(RuleBasedStateMachine):
    """Every invariant is checked after every step; `steps` counts them over all walks."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.people = [Person() for _ in range(PEOPLE)]
        self.spoken_over: list[str] = []

    # One rule for all that can happen: Hypothesis leaves rules out of a walk at random, and a walk without people, or
    # without caseworkers, goes nowhere. Most drawn steps fit; every eighth may not, and must then be refused.

    @rule(
        who=people,
        actor=st.sampled_from(["person", "person", "person", "caseworker", "caseworker", "caseworker", "time"]),
        message=messages,
        call=calls,
        caseworker=caseworkers,
        choice=st.integers(0, 1000),
    )
    def something_happens(self, who: int, actor: str, message: str, call: Help, caseworker: int, choice: int) -> None:
        HandingOver.steps += 1
        person = self.people[who]
        match actor:
            case "person":
                self._turn(person, message, call, died=choice % 6 == 0)
            case "caseworker":
                anybody = person if person.case or choice % 8 == 0 else next((p for p in self.people if p.case), person)
                self._caseworker(anybody, caseworker, choice)
            case "time":
                self.now += timedelta(minutes=1 + choice % 90)
                self._sweep()

    # --- what people do, and the assistant's turn about it, which is begun and later saved -----------------------------

    def _turn(self, person: Person, message: str, call: Help, *, died: bool) -> None:
        if person.thinking is None:
            person.thinking = self._begun(person, message, call)
        elif died:  # the worker; another one claims the message again
            person.thinking = self._begun(person, *person.thinking[:2])
        else:
            self._save(person, *person.thinking)

    def _begun(self, person: Person, message: str, call: Help) -> tuple[str, Help, bool, bool]:
        return message, call, person.stage is Stage.PERSON, handover.is_news(person.case, *call)

    def _save(self, person: Person, message: str, call: Help, knew_held: bool, news: bool) -> None:
        person.thinking = None
        voice = {"chat": Voice.CHATTER, "call": Voice.PROTECTIVE}.get(message, Voice.COMMAND)
        silent = knew_held and (message == "chat" or (message == "call" and not news))
        if not silent and handover.may_speak(person.stage, voice):
            self._note_speech(person, message, call, knew_held)
        self._heard(person, Call(category=call[0], urgency=call[1], at=self.now) if message == "call" else None)
        self._wished(person, message, call)

    def _note_speech(self, person: Person, message: str, call: Help, knew_held: bool) -> None:
        if person.stage is not Stage.PERSON:
            return
        if message == "chat":
            self.spoken_over.append(message)
        if message == "call" and knew_held:
            person.numbers[call] += 1

    def _heard(self, person: Person, call: Call | None) -> None:
        if person.case is not None:
            heard = handover.hear(person.case, self.now, call)
            assert heard is not None and heard.since is not None  # somebody must answer it
            assert call is None or heard.call == call
            self._keep(person, heard)
        elif person.stage is Stage.CLOSED:
            person.stage = Stage.BOT

    def _wished(self, person: Person, message: str, call: Help) -> None:
        if message in {"ask", "ask in danger"}:
            before = person.stage
            if person.case is None:
                person.wishes, person.asked_at = person.wishes + 1, self.now
                person.numbers.clear()
            danger = Call(category=call[0], urgency=call[1], at=self.now) if message == "ask in danger" else None
            self._keep(person, handover.tell(handover.ask(self.now, danger, person.case), self.now))
            assert person.stage is Stage.PERSON if before is Stage.PERSON else person.stage is Stage.WAITING
        if message == "withdraw" and person.case is not None:
            self._keep(person, handover.withdraw(person.case, self.now))
        if message == "delete":
            person.ended = [handover.erase(case, self.now) for case in person.ended]
            if person.case is not None:
                self._keep(person, handover.erase(person.case, self.now))
            person.stage = Stage.BOT

    # --- what caseworkers do ----------------------------------------------------------------------------------------

    def _caseworker(self, person: Person, caseworker: int, choice: int) -> None:
        held = person.stage is Stage.PERSON
        waits = person.stage in {Stage.REQUESTED, Stage.WAITING}
        holds = held and person.case is not None and person.case.held_by == caseworker
        steps: list[tuple[bool, Callable[[Case], Case]]] = [
            (waits, lambda case: handover.take(case, caseworker, self.now)),
            *[(holds, lambda case: handover.answer(case, caseworker, self.now))] * 3,
            *[(held, lambda case: handover.transfer(case, caseworker))] * 2,
            (held, lambda case: handover.put_back(case, self.now)),
            (held, lambda case: handover.hand_back(case, self.now)),
            (held, lambda case: handover.close(case, Outcome.ANSWERED, self.now)),
        ]
        likely = steps if choice % 8 == 0 else [step for step in steps if step[0]] or steps
        self._staff(person, *likely[choice // 8 % len(likely)])

    def _staff(self, person: Person, fits: bool, step: Callable[[Case], Case]) -> None:
        """The step is taken exactly when it fits."""
        if person.case is None:
            assert not fits
            return
        try:
            case = step(person.case)
        except DoesNotFit:
            assert not fits
        else:
            assert fits
            self._keep(person, case)

    def _keep(self, person: Person, case: Case) -> None:
        person.stage = handover.stage_of(case)
        person.case = case if case.is_open else None
        if not case.is_open:
            person.ended.append(case)

    # --- time -------------------------------------------------------------------------------------------------------

    def _sweep(self) -> None:
        for person in self.people:
            case = person.case
            waited = self.now - case.since if case and case.since else timedelta()
            if case and case.overdue_at is None and handover.is_overdue(case, waited, immediate=IMMEDIATE, others=OTHERS):
                self._keep(person, handover.sound(case, self.now))
        for person in self.people:  # the alarm has gone off for everybody who waits too long
            case = person.case
            if case and case.since:
                limit = IMMEDIATE if case.urgency is Urgency.IMMEDIATE else OTHERS
                assert self.now - case.since < limit or case.overdue_at is not None

    # --- what must hold ---------------------------------------------------------------------------------------------

    @invariant()
    def the_bot_never_speaks_over_a_person(self) -> None:
        assert self.spoken_over == []
        assert all(count <= 1 for person in self.people for count in person.numbers.values())

    @invariant()
    def no_request_is_forgotten(self) -> None:
        for person in self.people:
            assert person.wishes == len(person.ended) + (person.case is not None)
            assert all(case.ending is not None and case.ended_at is not None for case in person.ended)
            assert (person.case is not None) == (person.stage in {Stage.REQUESTED, Stage.WAITING, Stage.PERSON})
            if person.case is not None:
                assert (person.case.stage, person.case.asked_at) == (person.stage, person.asked_at)
                assert (person.case.held_by is not None) == (person.stage is Stage.PERSON)
                assert person.case.since is not None or person.stage is Stage.PERSON  # in the queue one waits
                assert person.case.since is not None or (person.case.overdue_at, person.case.call) == (None, None)  # all is answered

    @invariant()
    def the_queue_has_danger_first_and_then_who_waits_longest(self) -> None:
        waiting = [person.case for person in self.people if person.case and person.case.since]
        queue = sorted(waiting, key=handover.rank)
        weights = [(case.urgency is None, list(Urgency).index(case.urgency or Urgency.SUPPORT), case.since) for case in queue]
        assert weights == sorted(weights)

    @invariant()
    def what_was_erased_says_nothing(self) -> None:
        for case in (case for person in self.people for case in person.ended):
            if case.ending is Ending.ERASED:
                assert (case.category, case.call, case.helped, case.held_by) == (None, None, frozenset(), None)
