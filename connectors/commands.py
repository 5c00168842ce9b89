"""Commands people type or tap (`/menu`, `/language fr`) as payloads of the dialogue engine. The same on every channel."""

from __future__ import annotations

import re
from types import MappingProxyType

from knowledge.article import Language

# The order is the order of Telegram's command menu; descriptions are the phrases `cmd_<name>`.
MENU_COMMANDS = ("menu", "language", "profile", "listen", "person", "status", "help", "mydata", "delete")

_PAYLOADS = MappingProxyType(
    {
        "start": "/greet",
        "help": "/menu",
        "menu": "/menu",
        "language": "/change_language",
        "profile": "/set_profile",
        "person": "/handoff",
        "status": "/person_status",
        "cancel": "/person_withdraw",
        "delete": "/delete_data",
        "mydata": "/export_data",
        "listen": "/read_aloud",
    }
)
_COMMAND = re.compile(r"/([A-Za-z_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"/[a-z_]{1,40}(\{.*\})?", re.DOTALL)


def payload(text: str) -> str | None:
    """The engine payload of a known command, else None.

    >>> payload("/language fr")
    '/change_language{"language": "fr"}'
    >>> payload("/start abc"), payload("/weather"), payload("hello")
    ('/greet', None, None)
    """
    match = _COMMAND.fullmatch(text)
    if match is None or match[1].lower() not in _PAYLOADS:
        return None
    known = _PAYLOADS[match[1].lower()]
    argument = (match[2] or "").strip().lower()
    if known == "/change_language" and argument in set(Language):
        return f'{known}{{"language": "{argument}"}}'
    return known


def as_words(text: str) -> str:
    """What a person typed, never read as an engine payload: an unknown command loses its slash.

    >>> as_words("/weather today"), as_words("1/2 time")
    ('weather today', '1/2 time')
    """
    return text.lstrip("/") if text.startswith("/") else text


def is_payload(text: str) -> bool:
    return _PAYLOAD.fullmatch(text) is not None
