"""A reply as each channel shows it, drawn from what would really be sent there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from telegram import InlineKeyboardMarkup
from telegram.constants import MessageLimit

from connectors.channels.telegram import render as telegram
from connectors.channels.web import drawing
from connectors.channels.web.shapes import Block, Span
from connectors.channels.web.tongue import direction
from connectors.channels.whatsapp import render as whatsapp
from connectors.message import Reply
from connectors.phrasing import Say
from connectors.splitting import utf16_length

_BOLD = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One message: what it says, the choices under it, and for WhatsApp's list the words that open it."""

    html: SafeString
    direction: str
    buttons: tuple[str, ...] = ()
    opens: str = ""
    size: int = 0  # characters as the channel counts them; 0 = it has no limit
    limit: int = 0


def on_whatsapp(reply: Reply, say: Say) -> tuple[Bubble, ...]:
    return tuple(_whatsapp(dict(body), direction(reply.language)) for body in whatsapp.render(reply, 0, "0", say))


def on_telegram(reply: Reply, say: Say) -> tuple[Bubble, ...]:
    return tuple(_telegram(dict(message), direction(reply.language)) for message in telegram.render(reply, 0, "0", say))


def on_web(reply: Reply, say: Say) -> tuple[Bubble, ...]:
    shown = drawing.draw(0, reply, say)
    parts = [*map(_block, shown["blocks"]), *map(_card, shown["cards"]), *(_line(line) for line in shown["sources"])]
    labels = tuple(button.label for button in reply.buttons)
    return (Bubble(html=_joined(parts), direction=direction(reply.language), buttons=labels),)


def _whatsapp(body: dict[str, object], way: str) -> Bubble:
    match body:
        case {"interactive": {"type": "button", "body": {"text": str(text)}, "action": {"buttons": list(buttons)}}}:
            labels = tuple(button["reply"]["title"] for button in buttons)
            return _words(text, way, whatsapp.INTERACTIVE_LIMIT, labels)
        case {"interactive": {"type": "list", "body": {"text": str(text)}, "action": {"button": str(opens), "sections": list(sections)}}}:
            labels = tuple(row["title"] for section in sections for row in section["rows"])
            return _words(text, way, whatsapp.INTERACTIVE_LIMIT, labels, opens)
        case {"text": {"body": str(text)}}:
            return _words(text, way, whatsapp.TEXT_LIMIT)
    raise ValueError("not a message of WhatsApp")


def _words(text: str, way: str, limit: int, buttons: tuple[str, ...] = (), opens: str = "") -> Bubble:
    html = mark_safe(_BOLD.sub(r"<strong>\1</strong>", escape(text)))  # noqa: S308  escaped just before
    return Bubble(html=html, direction=way, buttons=buttons, opens=opens, size=len(text), limit=limit)


def _telegram(message: dict[str, object], way: str) -> Bubble:
    text, keyboard = str(message["text"]), message.get("reply_markup")
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else ()
    labels = tuple(key.text for row in rows for key in row)
    size = utf16_length(re.sub(r"<[^>]+>", "", text))
    html = mark_safe(text)  # noqa: S308  the channel's own code escapes every span
    return Bubble(html=html, direction=way, buttons=labels, size=size, limit=int(MessageLimit.MAX_TEXT_LENGTH))


def _block(block: Block) -> SafeString:
    match block["k"]:
        case "h":
            return format_html("<p><strong>{}</strong></p>", "".join(block["s"]))
        case "p":
            return format_html("<p>{}</p>", _joined(_line(line) for line in block["lines"]))
        case kind:
            items = format_html_join("", "<li>{}</li>", ((_spans(item),) for item in block["items"]))
            return format_html("<{}>{}</{}>", kind, items, kind)


def _card(card: dict[str, Any]) -> SafeString:
    """A number to call, as the page sets it apart."""
    parts = [format_html("<strong>{}</strong>", card["name"]), format_html('<bdi dir="ltr">{}</bdi>', card["phone"])]
    rest = [_spans(card["details"]), format_html("{}", card["note"])]
    return format_html("<p>{}</p>", format_html_join("", "{}<br>", ((part,) for part in [*parts, *rest] if part)))


def _line(spans: list[Span]) -> SafeString:
    return format_html("{}<br>", _spans(spans))


def _spans(spans: list[Span]) -> SafeString:
    return _joined(map(_span, spans))


def _span(span: Span) -> SafeString:
    match span:
        case str(text):
            return format_html("{}", text)
        case {"b": text}:
            return format_html("<strong>{}</strong>", text)
        case {"a": address, "t": label}:
            return format_html('<a href="{}" rel="noreferrer">{}</a>', address, label)
        case _:
            return format_html('<bdi dir="ltr">{}</bdi>', span["i"])


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
