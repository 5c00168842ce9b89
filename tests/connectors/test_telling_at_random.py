"""A report at random: answers, corrections, questions, calls for help, an engine that forgets and goes away. What must always hold."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from connectors import payloads
from connectors.report import CODES, SKIPPED, Question
from connectors.turn import Effect, Outcome, Triaged, TurnAct
from tests.connectors.reporting import NO, YES, Teller, answers
from tests.connectors.talking import payloads_of

DANGER = {"he is breaking the door": Triaged(category="violence", urgency="immediate")}
ASKED = [question for question in Question if question is not Question.SURE]


class Telling(RuleBasedStateMachine):
    """`said` is written down here anew: what the person answered last to each question."""

    def __init__(self) -> None:
        super().__init__()
        self.person = Teller(alarms=DANGER)
        self.said: dict[str, str] = {}
        self.shown = False  # the last message was the copy
        self.last: Outcome | None = None

    @property
    def open(self) -> Question | None:
        return self.person.state.telling.asked if self.person.state.telling else None

    def says(self, text: str) -> Outcome:
        self.last = self.person.says(text)
        self.shown = YES in payloads_of(self.last)
        return self.last

    @precondition(lambda self: self.open is None)
    @rule()
    def begins(self) -> None:
        self.said = {}
        self.says("/report")
        assert self.open is Question.KIND

    @precondition(lambda self: self.open not in (None, Question.SURE))
    @rule(choice=st.integers(0, 20), skip=st.booleans())
    def answers(self, choice: int, skip: bool) -> None:
        question = self.open
        assert question is not None
        codes = CODES[question]
        value = SKIPPED if skip or not codes else codes[choice % len(codes)]
        self.said[question.value] = value
        if question is Question.EMPLOYER and value != "yes":
            self.said["name"] = SKIPPED
            self.says(answers(employer=value, name=SKIPPED))
        else:
            self.says(answers(**{question.value: value}))

    @precondition(lambda self: self.open in (Question.SINCE, Question.NAME))
    @rule(text=st.sampled_from(["since March", "the day I came", "Bella Napoli"]))
    def answers_in_words(self, text: str) -> None:
        assert self.open is not None
        self.said[self.open.value] = text
        self.says(text)

    @precondition(lambda self: self.open is Question.SURE)
    @rule(choice=st.integers(0, 5))
    def changes(self, choice: int) -> None:
        self.says(payloads.write(payloads.REPORT_CHANGE, what=ASKED[choice].value))

    @precondition(lambda self: self.open is not None)
    @rule(text=st.sampled_from(["how much is the wage?", "thanks", "he is breaking the door"]))
    def interrupts(self, text: str) -> None:
        if text in DANGER and self.open is Question.KIND:
            self.said["kind"] = "abuse"  # a call for help says what happened
        outcome = self.says(text)
        assert (outcome.act is TurnAct.PROTECT) == (text in DANGER)
        assert self.open is not None

    @precondition(lambda self: self.open is not None)
    @rule(word=st.sampled_from(["stop", "/report_stop", "not safe now", "/report_unsafe"]))
    def stops(self, word: str) -> None:
        outcome = self.says(word)
        assert self.open is None and outcome.effects == (Effect.DROP_REPORT,)

    @precondition(lambda self: self.open is not None)
    @rule()
    def says_no_to_the_copy(self) -> None:
        if self.open is Question.SURE:
            assert self.says(NO).effects == (Effect.DROP_REPORT,)
            assert self.open is None

    @rule()
    def says_yes(self) -> None:
        shown, asked = self.shown, self.open
        outcome = self.says(YES)
        if asked is Question.SURE and shown:
            assert outcome.report is not None
            assert {name: value for name, value in outcome.report.as_json().items() if name in self.said} == self.said
            assert self.open is None
        elif asked is not Question.SURE:
            assert outcome.report is None and Effect.KEEP_REPORT not in outcome.effects

    @rule(away=st.booleans(), forgets=st.booleans())
    def the_engine_fails(self, away: bool, forgets: bool) -> None:
        self.person.form.away = away
        if forgets:
            self.person.form.slots = None

    @invariant()
    def no_answer_is_lost_and_none_is_invented(self) -> None:
        if self.person.state.telling:
            assert {q.value: answer for q, answer in self.person.state.telling.answers.items()} == self.said

    @invariant()
    def only_a_yes_hands_over(self) -> None:
        assert self.last is None or self.last.report is None or self.person.state.telling is None

    @invariant()
    def the_engine_never_hears_a_name(self) -> None:
        assert all(heard["text"] != "Bella Napoli" or heard["asked"] != "name" for heard in self.person.engine_heard)


TestTelling = Telling.TestCase
TestTelling.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
