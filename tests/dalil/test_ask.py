from __future__ import annotations

import json
from typing import Any

import anyio
import pytest

from connectors.message import Button, Citation, HelplineCard, Reply
from connectors.turn import Outcome, Triaged, TurnAct, TurnState
from dalil.ask import answer_line
from knowledge.article import Corridor, Country, Language

REPLY = Reply(
    text="You get 12.82 EUR.",
    language="en",
    citations=(Citation(article="de-wage", title="Zoll", url="https://a.b", checked_on="2026-11-01"),),
    helplines=(HelplineCard(name="Police", phone="110", country="DE", hours="24/7"),),
    buttons=(Button(label="More", payload="/show"), Button(label="A person", payload="/handoff")),
)


class Scripted:
    """Answers every turn alike and remembers what it was asked."""

    def __init__(self, **outcome: Any) -> None:
        self.heard: list[tuple[str, TurnState, str]] = []
        self._outcome = {
            "act": TurnAct.ANSWER,
            "replies": (REPLY,),
            "language": Language.EN,
            "variety": "en",
            "confidence": 0.98765,
        } | outcome

    async def __call__(
        self, text: str, state: TurnState, *, turn_id: str, sender: str, language_hint: str | None, doubtful: bool = False
    ) -> Outcome:
        self.heard.append((text, state, sender))
        return Outcome(state=TurnState(last_question=text), **self._outcome)


def asked(row: Any, respond: Scripted | None = None) -> dict[str, Any]:
    line = row if isinstance(row, str) else json.dumps(row)
    answer: dict[str, Any] = anyio.run(answer_line, respond or Scripted(), line)
    return answer


def test_an_answer_has_the_shape_of_the_contract() -> None:
    respond = Scripted(triage=Triaged(category="violence", urgency="high"))
    answer = asked({"id": "q1", "text": "minimum wage?"}, respond)
    assert answer["turns"][0].pop("ms") >= 0
    assert answer == {
        "id": "q1",
        "turns": [
            {
                "act": "answer",
                "language": "en",
                "variety": "en",
                "replies": [
                    {
                        "text": "You get 12.82 EUR.",
                        "citations": [{"article": "de-wage", "title": "Zoll", "url": "https://a.b", "checked_on": "2026-11-01"}],
                        "buttons": ["More", "A person"],
                    }
                ],
                "triage": {"category": "violence", "urgency": "high"},
                "helplines": [{"name": "Police", "phone": "110", "country": "DE"}],
                "confidence": 0.9877,
            }
        ],
    }
    assert json.dumps(answer)


def test_without_an_alarm_triage_is_null() -> None:
    assert asked({"id": 1, "text": "x"})["turns"][0]["triage"] is None


def test_turns_are_one_conversation_and_lines_are_not() -> None:
    respond = Scripted()
    answer = asked({"id": 1, "turns": [{"text": "one"}, {"text": "two"}]}, respond)
    asked({"id": 2, "text": "three"}, respond)
    assert len(answer["turns"]) == 2
    assert [text for text, _, _ in respond.heard] == ["one", "two", "three"]
    assert [state.last_question for _, state, _ in respond.heard] == ["", "one", ""]
    senders = [sender for _, _, sender in respond.heard]
    assert senders[0] == senders[1] != senders[2]


def test_countries_and_language_of_the_line_are_known_from_the_start() -> None:
    respond = Scripted()
    asked({"id": 1, "text": "x", "origin": "ma", "destination": "DE", "present_in": "XX", "language": "fr"}, respond)
    asked({"id": 2, "text": "x", "origin": None, "language": "xx"}, respond)
    first, second = (state for _, state, _ in respond.heard)
    assert first.corridor == Corridor(origin=Country.MA, destination=Country.DE) and first.language is Language.FR
    assert second == TurnState()


def test_silence_while_a_person_holds_the_conversation_is_reported_as_a_handoff() -> None:
    assert asked({"id": 1, "text": "x"}, Scripted(act=TurnAct.SILENT, replies=()))["turns"][0]["act"] == "handoff"


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("not json", None),
        ("[]", None),
        ("7", None),
        ("[" * 100_000, None),
        ('{"id": 5}', 5),
        ('{"id": 5, "text": null}', 5),
        ('{"id": 5, "turns": "words"}', 5),
        ('{"id": 5, "turns": [{"say": "x"}]}', 5),
    ],
)
def test_a_line_that_is_not_of_the_contract_is_an_error_with_its_id(line: str, id: int | None) -> None:
    respond = Scripted()
    answer = asked(line, respond)
    assert answer["id"] == id and answer["error"].startswith("not a line of the contract") and respond.heard == []


def test_a_fault_of_ours_is_not_blamed_on_the_line() -> None:
    class Broken(Scripted):
        async def __call__(self, *_: Any, **__: Any) -> Outcome:
            raise KeyError("ours")

    with pytest.raises(KeyError):
        asked({"id": 1, "text": "x"}, Broken())
