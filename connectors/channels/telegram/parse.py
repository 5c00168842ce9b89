"""What an update of the Bot API says to us. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Audio, CallbackQuery, ChatMemberUpdated, Message, Update, VideoNote, Voice
from telegram.constants import ChatMemberStatus, ChatType

from connectors.errors import BadRequest
from connectors.media.note import Note
from connectors.message import Incoming, Kind

ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One update: a message, or a person who blocked us, or neither (groups, channels, what came after us)."""

    update_id: int
    message: Incoming | None = None
    callback_query_id: str | None = None  # to be answered at once, or the button keeps spinning
    stopped: str | None = None  # the sender


def parse(data: Mapping[str, Any], account: str) -> Parsed:
    """Read one update. Raises BadRequest when it is no update at all; an unknown kind of update is simply empty."""
    update_id = data.get("update_id")
    if not isinstance(update_id, int):
        raise BadRequest("no update_id")
    try:
        update = Update.de_json(dict(data), None)
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError, OSError) as exc:
        raise BadRequest("not an update of the Bot API") from exc
    return read(update, account)


def read(update: Update, account: str) -> Parsed:
    """The same from the library's own object, as polling brings it."""
    update_id = update.update_id
    external_id = str(update_id)
    if update.callback_query is not None:
        return _pressed(update.callback_query, update_id, account)
    if update.my_chat_member is not None:
        return Parsed(update_id=update_id, stopped=_blocked(update.my_chat_member))
    if update.message is not None:
        return Parsed(update_id=update_id, message=_message(update.message, external_id, account))
    if update.edited_message is not None:
        return Parsed(update_id=update_id, message=_message(update.edited_message, external_id, account, edited=True))
    return Parsed(update_id=update_id)


def _message(message: Message, external_id: str, account: str, *, edited: bool = False) -> Incoming | None:
    person = message.from_user
    if message.chat.type != ChatType.PRIVATE or person is None or person.is_bot:
        return None
    kind, text = _content(message)
    return Incoming(
        channel="telegram",
        account=account,
        external_id=external_id,
        sender=str(message.chat.id),
        address=str(message.chat.id),
        kind=Kind.EDITED if edited else kind,
        text=text,
        sent_at=message.date,
        language_hint=person.language_code,
    )


def _content(message: Message) -> tuple[Kind, str]:
    """Words first: a caption is read by triage, what it stands under is not."""
    text = message.text if message.text is not None else message.caption
    if text is not None:
        return Kind.TEXT, text
    spoken = message.voice or message.audio or message.video_note
    return (Kind.VOICE, _note(spoken).as_payload()) if spoken is not None else (Kind.UNSUPPORTED, "")


def _note(spoken: Voice | Audio | VideoNote) -> Note:
    length = spoken.duration  # the library's own switch decides its type
    seconds = length if isinstance(length, int) else length.total_seconds()
    return Note(id=spoken.file_id, seconds=int(seconds), size=spoken.file_size or 0)


def _pressed(query: CallbackQuery, update_id: int, account: str) -> Parsed:
    """A press of one of our buttons. In a private chat the chat's id is the person's."""
    if query.message is not None and query.message.chat.type != ChatType.PRIVATE:
        return Parsed(update_id=update_id, callback_query_id=query.id)
    message = Incoming(
        channel="telegram",
        account=account,
        external_id=str(update_id),
        sender=str(query.from_user.id),
        address=str(query.from_user.id),
        kind=Kind.BUTTON,
        text=query.data or "/menu",
        language_hint=query.from_user.language_code,
    )
    return Parsed(update_id=update_id, message=message, callback_query_id=query.id)


def _blocked(change: ChatMemberUpdated) -> str | None:
    gone = change.new_chat_member.status == ChatMemberStatus.BANNED
    return str(change.chat.id) if gone and change.chat.type == ChatType.PRIVATE else None
