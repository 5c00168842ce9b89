"""An offer behind a call for help: it is checked after the numbers, but never beside a person who has the word."""

from __future__ import annotations

from dataclasses import replace

from connectors.current_turn import CurrentTurn
from connectors.message import Reply
from connectors.offer_turns import with_offer
from connectors.turn import Outcome, Triaged, TurnAct, TurnState
from knowledge.article import Corridor, Language
from knowledge.offers import check
from tests.connectors.talking import Talk

NUMBERS = Reply(text="110", language="en")


def after_numbers(state: TurnState) -> Outcome:
    turn = CurrentTurn(
        text="You must pay 500 EUR for the contract before you travel.",
        state=state,
        language=Language.EN,
        variety="en",
        named=Corridor(),
        do=replace(Talk()._steps(), check_offer=lambda text: check(text, {})),
        awaited_offer=True,
    )
    alarm = Triaged(category="unpaid_wages", urgency="high")
    return with_offer(turn, turn.end(TurnAct.PROTECT, NUMBERS, triage=alarm))


def test_an_offer_that_was_asked_for_is_checked_after_the_numbers() -> None:
    assert len(after_numbers(TurnState()).replies) == 2


def test_nothing_is_said_over_a_person_who_holds_the_conversation() -> None:
    assert after_numbers(replace(TurnState(), held_by_person=True)).replies == (NUMBERS,)
