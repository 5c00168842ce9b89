"""A reply as requests of the Bot API: HTML, pieces of at most 4096, inline buttons under the last one. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageLimit, ParseMode

from connectors import choices, markup
from connectors.cards import whole_text
from connectors.direction import isolate
from connectors.markup import Bold, Link, Span, Text
from connectors.message import Button, Reply
from connectors.phrasing import Say
from connectors.splitting import split, utf16_length

_SHORT = 18  # two labels of up to this many characters share a line
_MOST_BUTTONS = 100  # of one message
_LABEL_LIMIT = 64


def render(reply: Reply, outbox_id: int, address: str, say: Say) -> list[Mapping[str, Any]]:
    """The arguments of `Bot.send_message`, one mapping a message, in order."""

    def length(text: str) -> int:  # Telegram counts after it has read the marks
        return utf16_length(isolate(markup.write(text, _label), reply.language))

    pieces = split(whole_text(reply, say), MessageLimit.MAX_TEXT_LENGTH, length)
    messages: list[dict[str, Any]] = [
        {"chat_id": int(address), "text": as_html(piece, reply.language), "parse_mode": ParseMode.HTML} for piece in pieces
    ]
    if reply.buttons and messages:
        messages[-1]["reply_markup"] = keyboard(reply.buttons, outbox_id)
    return list(messages)


def as_html(text: str, language: str) -> str:
    def draw(span: Span) -> str:
        match span:
            case Text(words):
                return escape(isolate(words, language), quote=False)
            case Bold(words):
                return f"<b>{escape(isolate(words, language), quote=False)}</b>"
            case Link(label, address):
                return f'<a href="{escape(address)}">{escape(isolate(label, language), quote=False)}</a>'

    return markup.write(text, draw)


def without_html(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The same message as plain text, for the day Telegram cannot read our HTML."""
    text = payload["text"]
    for tag in ("<b>", "</b>", "</a>"):
        text = text.replace(tag, "")
    text = text.replace('<a href="', "").replace('">', " ")
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return {name: value for name, value in payload.items() if name != "parse_mode"} | {"text": text}


def keyboard(buttons: Sequence[Button], outbox_id: int) -> InlineKeyboardMarkup:
    rows: list[list[InlineKeyboardButton]] = []
    carried = choices.references(buttons, outbox_id)
    for index, button in enumerate(buttons[:_MOST_BUTTONS]):
        key = _key(button, carried.get(index))
        room = bool(rows) and len(rows[-1]) == 1 and all(len(label) <= _SHORT for label in (rows[-1][0].text, key.text))
        if room:
            rows[-1].append(key)
        else:
            rows.append([key])
    return InlineKeyboardMarkup(rows)


def _key(button: Button, carried: str | None) -> InlineKeyboardButton:
    label = button.label[:_LABEL_LIMIT] or "…"
    return InlineKeyboardButton(label, url=button.url) if carried is None else InlineKeyboardButton(label, callback_data=carried)


def _label(span: Span) -> str:
    return span.label if isinstance(span, Link) else span.text
