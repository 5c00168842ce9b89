"""A reply as requests of the Cloud API, within its limits: buttons, else a list, else a numbered text. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

from connectors import choices, markup
from connectors.cards import whole_text
from connectors.direction import isolate
from connectors.markup import Bold, Span
from connectors.message import Button, Reply
from connectors.phrasing import Say
from connectors.splitting import shorten, split
from knowledge.article import Language

TEXT_LIMIT = 4096
INTERACTIVE_LIMIT = 1024  # of the text above buttons or a list
MAX_BUTTONS, BUTTON_TITLE = 3, 20
MAX_ROWS, ROW_TITLE, ROW_DESCRIPTION = 10, 24, 72  # ids are at most 64 bytes by `choices.references`; 200 are allowed
LIST_BUTTON = 20


class Layout(Enum):
    """How the choices of a reply are shown."""

    NONE = "none"
    BUTTONS = "buttons"
    LIST = "list"
    NUMBERED = "numbered"


def render(reply: Reply, outbox_id: int, address: str, say: Say) -> list[Mapping[str, Any]]:
    """Bodies of `POST messages`, in order. Choices hang on the last one."""
    shown = choices.options(reply.buttons)
    layout = lay_out(shown)
    text = "\n\n".join(block for block in (whole_text(reply, say), _pages(reply), _numbers(layout, shown)) if block)

    def length(piece: str) -> int:
        return len(as_whatsapp(piece, reply.language))

    pieces = split(text, TEXT_LIMIT, length)
    if layout in (Layout.BUTTONS, Layout.LIST) and pieces:
        # Room for the buttons: what is too long for them goes before, and the end carries them.
        pieces = [*pieces[:-1], *split(pieces[-1], INTERACTIVE_LIMIT, length)]
        pieces = [*_pack(pieces[:-1], length), pieces[-1]]
    contents = [_text(as_whatsapp(piece, reply.language)) for piece in pieces]
    if contents and layout in (Layout.BUTTONS, Layout.LIST):
        body = contents[-1]["text"]["body"]
        keys = list(choices.references(reply.buttons, outbox_id).values())
        picker = shorten(say("list_button", Language(reply.language)), LIST_BUTTON)
        contents[-1] = _buttons(body, keys, shown) if layout is Layout.BUTTONS else _list(body, keys, shown, picker)
    return [{**envelope(_opaque(outbox_id, number, len(contents)), address), **content} for number, content in enumerate(contents, 1)]


def remind(name: str, languages: Sequence[str], language: str, outbox_id: int, address: str) -> list[Mapping[str, Any]]:
    """The approved message template that says that an answer waits: no parameters, so that it can tell nothing else.

    `languages` are the codes it is approved in, the first one for whoever speaks none of them.
    """
    code = next((code for code in languages if code.partition("_")[0] == language), languages[0])
    content = {"type": "template", "template": {"name": name, "language": {"policy": "deterministic", "code": code}}}
    return [{**envelope(str(outbox_id), address), **content}]


def lay_out(shown: Sequence[Button]) -> Layout:
    """
    >>> lay_out([Button(label="Oui", payload="/a")]), lay_out([Button(label="A label of 21 letters", payload="/a")])
    (<Layout.BUTTONS: 'buttons'>, <Layout.LIST: 'list'>)
    """
    titles = [button.label for button in shown]
    distinct = len(set(titles)) == len(titles)
    if not shown:
        return Layout.NONE
    if len(shown) <= MAX_BUTTONS and distinct and all(len(title) <= BUTTON_TITLE for title in titles):
        return Layout.BUTTONS
    if len(shown) <= MAX_ROWS and all(len(title) <= ROW_DESCRIPTION for title in titles):
        return Layout.LIST
    return Layout.NUMBERED


def as_whatsapp(text: str, language: str) -> str:
    """Bold as WhatsApp writes it; a link as its label and address."""

    def draw(span: Span) -> str:
        # A bold number or term keeps its isolate inside the stars: WhatsApp wants them next to a letter's edge.
        return f"*{isolate(span.text, language)}*" if isinstance(span, Bold) else isolate(markup.plain(span), language)

    return markup.write(text, draw)


def _pack(pieces: Sequence[str], length: Callable[[str], int]) -> list[str]:
    return split("\n\n".join(pieces), TEXT_LIMIT, length)


def _pages(reply: Reply) -> str:
    """Buttons that open a page, as lines: reply buttons cannot do that here."""
    return "\n".join(f"[{re.sub(r'[][]', ' ', button.label)}]({button.url})" for button in reply.buttons if button.url)


def _numbers(layout: Layout, shown: Sequence[Button]) -> str:
    return choices.numbered(shown) if layout is Layout.NUMBERED else ""


def _opaque(outbox_id: int, number: int, count: int) -> str:
    """What Meta echoes in each status. Only the last piece stands for the reply: when it arrived, all is said."""
    return str(outbox_id) if number == count else f"{outbox_id}.{number}"


def envelope(opaque: str, address: str) -> dict[str, Any]:
    """To a phone number by `to`, to a business-scoped user id by `recipient`."""
    person = {"to": address} if address.isdigit() else {"recipient": address}
    return {"messaging_product": "whatsapp", "recipient_type": "individual", **person, "biz_opaque_callback_data": opaque}


def _text(body: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": body, "preview_url": False}}


def _buttons(body: str, keys: Sequence[str], shown: Sequence[Button]) -> dict[str, Any]:
    buttons = [{"type": "reply", "reply": {"id": key, "title": button.label}} for key, button in zip(keys, shown, strict=True)]
    return _interactive({"type": "button", "body": {"text": body}, "action": {"buttons": buttons}})


def _list(body: str, keys: Sequence[str], shown: Sequence[Button], picker: str) -> dict[str, Any]:
    rows = [_row(key, button.label) for key, button in zip(keys, shown, strict=True)]
    action = {"button": picker, "sections": [{"rows": rows}]}
    return _interactive({"type": "list", "body": {"text": body}, "action": action})


def _row(key: str, label: str) -> dict[str, str]:
    """A label over the title's length stands whole in the description."""
    if len(label) <= ROW_TITLE:
        return {"id": key, "title": label}
    return {"id": key, "title": shorten(label, ROW_TITLE), "description": label}


def _interactive(content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": content}
