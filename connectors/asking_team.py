"""What the team says of itself: how a request for a person stands, who is there, and which lines are open meanwhile."""

from __future__ import annotations

from connectors import reaching_person
from connectors.current_turn import CurrentTurn
from connectors.handover import Voice
from connectors.reaching_person import Knows, Said
from connectors.turn import Outcome
from knowledge.standing import Standing


def about_request(turn: CurrentTurn, standing: Standing) -> Outcome:
    """How the request for a person stands, or the end of it."""
    tell = {Standing.STATUS: reaching_person.status, Standing.WITHDRAW: reaching_person.withdraw}[standing]
    return team_says(turn, tell(turn.state, knows(turn)))


def team_says(turn: CurrentTurn, said: Said) -> Outcome:
    voice = Voice.COMMAND
    return turn.end(said.act, said.reply, effects=said.effects, told_hours=said.told_hours, confidence=1.0, voice=voice)


def knows(turn: CurrentTurn) -> Knows:
    """Out of hours, the numbers are about what the person called for help with."""
    alarm = turn.state.alarm if turn.state.care_turns else None
    topics = turn.do.topics(alarm) if alarm else reaching_person.OUT_OF_HOURS
    return Knows(composer=turn.composer(), desk=turn.do.desk(), lines=turn.do.lines, topics=topics)
