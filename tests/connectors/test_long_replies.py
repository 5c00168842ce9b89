"""WhatsApp reports each piece of a long reply: a report about the first one must not stand for the rest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors import inbox, outbox, turns
from connectors.channels.whatsapp.render import render
from connectors.inbox import Intake
from connectors.message import Button, Incoming, Kind, Reply
from connectors.models import Conversation, Outbox, OutboxState
from connectors.outbox import Outgoing, Status
from tests.connectors.house import IDENTITY_KEY
from tests.connectors.speaking import answer, say

GRACE = timedelta(seconds=30)
PAST = datetime(2020, 1, 1, tzinfo=UTC)


def test_only_the_last_piece_carries_the_bare_number_of_the_reply() -> None:
    long = Reply(text="\n\n".join(["word " * 150] * 12), language="en", buttons=(Button(label="Yes", payload="/yes"),))
    opaque = [piece["biz_opaque_callback_data"] for piece in render(long, 17, "212600000001", say)]
    assert len(opaque) >= 3
    assert opaque == [*(f"17.{number}" for number in range(1, len(opaque))), "17"]
    short = render(Reply(text="a", language="en"), 17, "212600000001", say)
    assert [piece["biz_opaque_callback_data"] for piece in short] == ["17"]


@pytest.fixture
def claimed(database: str) -> Outgoing:
    message = Incoming(channel="whatsapp", account="7", external_id="1", sender="1", address="1", kind=Kind.TEXT, text="a")
    inbox.accept([message], Intake(secret=IDENTITY_KEY, text_limit=4000), datetime.now(UTC))
    conversation = Conversation.objects.values_list("id", flat=True).get()
    turn = turns.claim(conversation)
    assert turn is not None
    turns.save(turn, answer("A"))
    out = outbox.claim(conversation, GRACE, ("whatsapp",))
    assert out is not None
    return out


def _again(out: Outgoing) -> Outgoing | None:
    """What a worker finds after the one that sent was killed."""
    Outbox.objects.update(next_try_at=PAST)
    return outbox.claim(out.conversation, GRACE, ("whatsapp",))


def test_a_report_about_an_early_piece_leaves_the_rest_to_be_sent(claimed: Outgoing) -> None:
    outbox.note_statuses((Status(reply=claimed.id, state=OutboxState.DELIVERED, piece=1),), "7")
    again = _again(claimed)
    assert again is not None
    assert (again.pieces_sent, again.attempt) == (1, 2)


def test_late_reports_of_early_pieces_take_nothing_back(claimed: Outgoing) -> None:
    outbox.note_piece(claimed, 2, GRACE)
    outbox.note_statuses((Status(reply=claimed.id, state=OutboxState.READ, piece=1),), "7")
    assert Outbox.objects.get().pieces_sent == 2
    outbox.note_statuses((Status(reply=claimed.id, state=OutboxState.READ),), "7")
    outbox.note_statuses((Status(reply=claimed.id, state=OutboxState.SENT, piece=1),), "7")
    assert Outbox.objects.get().state == OutboxState.READ
    assert _again(claimed) is None


def test_a_failed_piece_ends_the_reply(claimed: Outgoing) -> None:
    outbox.note_statuses((Status(reply=claimed.id, state=OutboxState.DEAD, code="131026", piece=1),), "7")
    row = Outbox.objects.get()
    assert (row.state, row.error) == (OutboxState.DEAD, "131026")


def test_each_piece_has_the_whole_grace_before_another_worker_may_take_over(claimed: Outgoing) -> None:
    Outbox.objects.update(next_try_at=PAST)
    outbox.note_piece(claimed, 1, GRACE)
    assert outbox.claim(claimed.conversation, GRACE, ("whatsapp",)) is None
