"""Dead letters are seen without their words, and put back when the cause is gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors import dead_letters, inbox, outbox, turns
from connectors.inbox import Intake
from connectors.message import Incoming, Kind, Reply
from connectors.models import Conversation, Inbox, InboxState, Outbox, OutboxState
from dalil import dead_letters as command
from tests.connectors.house import IDENTITY_KEY
from tests.connectors.speaking import answer

pytestmark = pytest.mark.usefixtures("database")

SECRET_WORDS = "my passport was taken"
GRACE = timedelta(seconds=20)


def _asked(number: int = 1) -> turns.Turn:
    message = Incoming(channel="telegram", account="7", external_id=str(number), sender="1", address="1", kind=Kind.TEXT, text=SECRET_WORDS)
    inbox.accept([message], Intake(secret=IDENTITY_KEY, text_limit=4000), datetime.now(UTC))
    turn = turns.claim(Conversation.objects.values_list("id", flat=True).get())
    assert turn is not None
    return turn


def _buried() -> turns.Turn:
    turn = _asked()
    assert turns.bury(turn, Reply(text="kind sentence", language="en"))
    return turn


def _given_up(code: str = "400") -> outbox.Outgoing:
    turn = _asked()
    turns.save(turn, answer(SECRET_WORDS))
    out = outbox.claim(turn.conversation, GRACE, ("telegram",))
    assert out is not None
    outbox.give_up(out, code)
    return out


def test_they_are_listed_with_their_code_and_never_a_word() -> None:
    _given_up("131026")
    for shown in (command.listed(as_json=False), command.listed(as_json=True)):
        assert "131026" in shown and "telegram" in shown
        assert SECRET_WORDS not in shown
    assert dead_letters.count() == 1


def test_a_message_is_answered_anew_beside_the_kind_sentence_it_got() -> None:
    turn = _buried()
    assert [letter.kind for letter in dead_letters.find()] == ["message"]
    assert command.replayed(code=None, number=turn.inbox).startswith("1 put back")
    again = turns.claim(turn.conversation)
    assert again is not None
    assert (again.inbox, again.text) == (turn.inbox, SECRET_WORDS)
    assert turns.save(again, answer("at last"))
    assert [row.reply["text"] for row in Outbox.objects.order_by("seq")] == ["kind sentence", "at last"]
    assert (Inbox.objects.get().state, dead_letters.count()) == (InboxState.DONE, 0)


def test_a_reply_is_sent_anew_and_only_those_with_the_code_that_was_named() -> None:
    out = _given_up("400")
    assert command.replayed(code="131026", number=None).startswith("0 put back")
    assert command.replayed(code="400", number=None).startswith("1 put back")
    again = outbox.claim(out.conversation, GRACE, ("telegram",))
    assert again is not None
    assert again.id == out.id


@pytest.mark.parametrize("code", ["unneeded", "unreadable"])
def test_what_is_dead_on_purpose_stays_so(code: str) -> None:
    out = _given_up(code)
    assert dead_letters.find() == []
    letter = dead_letters.DeadLetter(
        kind="reply", id=out.id, conversation=out.conversation, channel="telegram", code=code, attempts=1, at=datetime.now(UTC)
    )
    assert dead_letters.replay([letter]) == 0
    assert Outbox.objects.get().state == OutboxState.DEAD


def test_whoever_blocked_us_is_not_written_to_again() -> None:
    _given_up()
    Conversation.objects.update(stopped=True)
    assert dead_letters.find() == []


def test_a_message_whose_words_were_erased_cannot_be_answered() -> None:
    _buried()
    Inbox.objects.update(sealed=b"")
    assert dead_letters.count() == 0
