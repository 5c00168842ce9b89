"""What one turn needs to know and what it decides. Pure data between the worker and the conversation."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from connectors.handover import Case, Voice
from connectors.message import Reply
from connectors.report import Draft, Report
from knowledge.article import Corridor, Language


class TurnAct(StrEnum):
    """What the turn did, as `dalil ask --jsonl` reports it."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"
    REFUSE = "refuse"
    PROTECT = "protect"
    HANDOFF = "handoff"
    SMALLTALK = "smalltalk"
    COMMAND = "command"
    RUN = "run"
    SILENT = "silent"  # a person holds the conversation


class Effect(StrEnum):
    """What the store must do besides saving replies and state."""

    REQUEST_PERSON = "request_person"
    WITHDRAW_REQUEST = "withdraw_request"
    DELETE_DATA = "delete_data"
    STORE_FEEDBACK = "store_feedback"
    EXPORT_DATA = "export_data"  # the replies become a copy of what is kept
    KEEP_REPORT = "keep_report"  # what was told goes to the desk
    DROP_REPORT = "drop_report"  # the words of what was told go
    STORE_QUESTION = "store_question"  # unanswered, of a person who agreed: redacted


@dataclass(frozen=True, slots=True, kw_only=True)
class Triaged:
    category: str
    urgency: str  # immediate | high | support


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnState:
    """What the conversation remembers between turns."""

    language: Language | None = None
    language_chosen: bool = False
    variety: str = ""
    corridor: Corridor = field(default_factory=Corridor)
    occupation: str = ""
    last_question: str = ""  # as it was understood: a follow-up stands on a line behind the question it leant on
    last_article: str = ""  # shown last
    last_found: str = ""  # that came first for the last question, shown or not
    failed: int = 0  # questions in a row without an answer that helped
    care_turns: int = 0
    noticed: bool = False  # the person was told what is kept
    may_learn: bool = False  # and agreed that the team reads questions without an answer
    awaits_offer: bool = False  # the next message is the offer to check
    held_by_person: bool = False
    case: Case | None = None  # the open wish for a person
    alarm: Triaged | None = None  # the last call for help; it counts while `care_turns` do
    telling: Draft | None = None  # what happened, as far as it is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """What a second opinion hears where triage heard nothing."""

    alarm: Triaged
    sure: bool  # else the person is asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The decision of one turn: what to say, what to remember, what else to do."""

    act: TurnAct
    replies: tuple[Reply, ...]
    state: TurnState
    language: Language
    variety: str
    triage: Triaged | None = None
    confidence: float = 0.0  # 0..1, of the answer; 1 for commands
    effects: tuple[Effect, ...] = ()
    helpful: bool | None = None  # with STORE_FEEDBACK
    degraded: bool = False  # the dialogue engine did not answer
    voice: Voice = Voice.CHATTER  # decides whether it may still be said when a person has taken over meanwhile
    told_hours: bool = False  # with REQUEST_PERSON: the replies say when somebody is there
    report: Report | None = None  # with KEEP_REPORT
    told: bool = False  # a report went on or ended
    forget: tuple[str, ...] = ()  # with DROP_REPORT: the turns whose words go
