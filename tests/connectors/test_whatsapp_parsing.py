"""Recorded shapes of WhatsApp webhooks, and what each says to us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.channels.whatsapp.parse import Parsed, parse, read_timestamp
from connectors.channels.whatsapp.signature import is_signed, sign
from connectors.media.note import Note
from connectors.message import Kind
from connectors.models import OutboxState
from connectors.outbox import Status
from tests.fakes.whatsapp import BSUID, PHONE, PHONE_NUMBER_ID, batch

NOW = datetime(2026, 11, 22, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))


def _parse(message: dict[str, Any], contacts: Any = None) -> Parsed:
    filled = {"id": "wamid.x", "timestamp": STAMP, "type": "text", "text": {"body": "hi"}, "from": PHONE} | message
    filled = {name: value for name, value in filled.items() if value is not None}
    return parse({"object": "whatsapp_business_account", "entry": [batch([filled], contacts=contacts)]}, PHONE_NUMBER_ID, NOW)


NO_CONTACTS: list[Any] = []
IDENTITIES: dict[str, tuple[dict[str, Any], Any, str]] = {
    "id in the message": ({"from_user_id": BSUID}, None, BSUID),
    "id in the contacts only": ({}, None, BSUID),
    "id in from": ({"from": BSUID}, NO_CONTACTS, BSUID),
    "parent id": ({"from": "US.ENT.11815799212886844830"}, NO_CONTACTS, "US.ENT.11815799212886844830"),
    "phone alone": ({}, NO_CONTACTS, PHONE),
    "phone with a plus": ({"from": f"+{PHONE}"}, NO_CONTACTS, PHONE),
    "an id that is none": ({"from_user_id": "not an id"}, NO_CONTACTS, PHONE),
    "no from, phone in the contacts": ({"from": None}, [{"wa_id": PHONE}], PHONE),
    "no from, id in the contacts": ({"from": None}, [{"user_id": BSUID}], BSUID),
    "two contacts, mine by its phone": ({}, [{"wa_id": "4917000", "user_id": "DE.1"}, {"wa_id": PHONE, "user_id": BSUID}], BSUID),
    "two contacts, none is mine": ({}, [{"wa_id": "4917000", "user_id": "DE.1"}, {"wa_id": "49180", "user_id": "DE.2"}], PHONE),
}


@pytest.mark.parametrize("name", IDENTITIES)
def test_a_person_is_known_by(name: str) -> None:
    message, contacts, expected = IDENTITIES[name]
    [incoming] = _parse(message, contacts).messages
    assert (incoming.sender, incoming.address) == (expected, expected)


CONTENTS: dict[str, tuple[dict[str, Any], Kind, str]] = {
    "text": ({"text": {"body": "سلام"}}, Kind.TEXT, "سلام"),
    "reply button": (
        {"type": "interactive", "interactive": {"type": "button_reply", "button_reply": {"id": "/menu", "title": "M"}}},
        Kind.BUTTON,
        "/menu",
    ),
    "list row": (
        {"type": "interactive", "interactive": {"type": "list_reply", "list_reply": {"id": "/x", "title": "M"}}},
        Kind.BUTTON,
        "/x",
    ),
    "template button": ({"type": "button", "button": {"payload": "p", "text": "Yes"}}, Kind.TEXT, "Yes"),
    "picture with words": ({"type": "image", "image": {"id": "1", "caption": "is this right?"}}, Kind.TEXT, "is this right?"),
    "picture": ({"type": "image", "image": {"id": "1"}}, Kind.UNSUPPORTED, ""),
    "voice": ({"type": "audio", "audio": {"id": "1", "sha256": "abc", "voice": True}}, Kind.VOICE, Note(id="1", sha256="abc").as_payload()),
    "voice without an id": ({"type": "audio", "audio": {"voice": True}}, Kind.UNSUPPORTED, ""),
    "form": ({"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {}}}, Kind.UNSUPPORTED, ""),
    "unsupported": ({"type": "unsupported", "errors": [{"code": 131051}]}, Kind.UNSUPPORTED, ""),
    "a kind of next year": ({"type": "hologram"}, Kind.UNSUPPORTED, ""),
    "text of a wrong shape": ({"text": "hi"}, Kind.UNSUPPORTED, ""),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_content(name: str) -> None:
    message, kind, text = CONTENTS[name]
    [incoming] = _parse(message).messages
    assert (incoming.kind, incoming.text) == (kind, text)


SKIPPED: dict[str, tuple[dict[str, Any], str]] = {
    "reaction": ({"type": "reaction", "reaction": {"emoji": "👍"}}, "silent_type"),
    "number change": ({"type": "system", "system": {"type": "user_changed_user_id"}}, "silent_type"),
    "too old": ({"timestamp": str(int((NOW - timedelta(days=9)).timestamp()))}, "too_old"),
    "no id": ({"id": None}, "no_id"),
    "group": ({"group_id": "1203"}, "group"),
}


@pytest.mark.parametrize("name", SKIPPED)
def test_skipped_with_a_reason(name: str) -> None:
    message, reason = SKIPPED[name]
    parsed = _parse(message)
    assert (parsed.messages, parsed.skipped) == ((), {reason: 1})


def test_nobody_to_answer_is_skipped() -> None:
    assert _parse({"from": None}, NO_CONTACTS).skipped == {"no_sender": 1}


def test_messages_of_another_number_are_not_ours() -> None:
    entry = batch([{"id": "wamid.x", "type": "text", "text": {"body": "hi"}, "from": PHONE}], number="999")
    assert parse({"entry": [entry]}, PHONE_NUMBER_ID, NOW).skipped == {"other_account": 1}


def test_a_batch_is_read_in_the_order_it_was_written() -> None:
    late, early = (
        {"id": name, "timestamp": stamp, "type": "text", "text": {"body": name}, "from": PHONE}
        for name, stamp in [("b", STAMP), ("a", "1795200000")]
    )
    parsed = parse({"entry": [batch([late]), batch([early])]}, PHONE_NUMBER_ID, NOW)
    assert [message.text for message in parsed.messages] == ["a", "b"]


def test_statuses_carry_our_id_state_and_code() -> None:
    reports = [
        {"id": "wamid.1", "status": "delivered", "biz_opaque_callback_data": "12"},
        {"id": "wamid.2", "status": "failed", "biz_opaque_callback_data": "13", "errors": [{"code": 131047, "title": "t"}]},
        {"id": "wamid.3", "status": "read"},
        {"id": "wamid.4", "status": "read", "biz_opaque_callback_data": "x1"},
        {"id": "wamid.5", "status": "warning", "biz_opaque_callback_data": "14"},
        {"id": "wamid.6", "status": "sent", "biz_opaque_callback_data": "15.2"},
        {"id": "wamid.7", "status": "sent", "biz_opaque_callback_data": "15.2.1"},
    ]
    parsed = parse({"entry": [batch(statuses=reports)]}, PHONE_NUMBER_ID, NOW)
    assert parsed.statuses == (
        Status(reply=12, state=OutboxState.DELIVERED),
        Status(reply=13, state=OutboxState.DEAD, code="131047"),
        Status(reply=15, state=OutboxState.SENT, piece=2),
    )
    assert parsed.skipped == {"foreign_status": 3, "other_status": 1}


@pytest.mark.parametrize("value", [None, "", "x", "-5", "99999999999999", [], {}, 1.5, "١٢"])
def test_an_unreadable_timestamp_is_none(value: object) -> None:
    assert read_timestamp(value) is None


# Bodies as Meta writes them, and the signature each has under this secret (computed with openssl dgst -sha256 -hmac).
SECRET = "courier"
VECTORS = [b'{"a":"\\u0633\\u0644\\u0627\\u0645"}', b'{"a":"https:\\/\\/x \\u00e4 \\u003C"}', '{"a":"سلام"}'.encode(), b""]


@pytest.mark.parametrize("raw", VECTORS)
def test_a_signature_holds_for_the_raw_bytes_only(raw: bytes) -> None:
    header = f"sha256={sign(raw, SECRET)}"
    assert is_signed(raw, header, SECRET)
    assert not is_signed(raw + b" ", header, SECRET)
    assert not is_signed(raw, header, f"{SECRET}x")
    assert not is_signed(raw, header.upper(), SECRET)


def test_escaped_and_unescaped_arabic_do_not_share_a_signature() -> None:
    assert sign(VECTORS[0], SECRET) != sign(VECTORS[2], SECRET)
