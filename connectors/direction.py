"""Left-to-right terms inside Arabic text, held together by Unicode isolates. Pure.

Without them a phone number's groups swap places and the full stop after a link jumps to its front.
"""

from __future__ import annotations

import re

LRI = "\u2066"
PDI = "\u2069"

_RIGHT_TO_LEFT = frozenset({"ar"})
_URL = r"https?://[^\s<>\u2066-\u2069]+[^\s<>\u2066-\u2069.,;:!?)\]،؛؟]"
_COMMAND = r"(?<![\w/:.])/[a-z_]{2,32}(?![\w/])"  # with its slash: Telegram makes a button of it
_PHONE = r"(?<![\w+])\+?\d[\d\u00a0 ()/.-]{2,}\d(?!\w)"
_NUMBER = r"\d+(?:[.,:/-]\d+)+(?!\w)|\d+[A-Za-z]+\b"  # 45,934.20; 30/10/2026; 16a
_LATIN = r"[A-Za-zÀ-ɏ](?:[\wÀ-ɏ@&+#/'\u2019.-]*[\wÀ-ɏ+#])?"
_TERMS = rf"{_LATIN}(?: (?:{_LATIN}|\d(?:[\d.,/-]*\d)?))*"
_KEPT = r"\u2066[^\u2069\n]*\u2069"
_PATTERN = re.compile(
    rf"(?P<kept>{_KEPT})|(?P<url>{_URL})|(?P<command>{_COMMAND})|(?P<number>{_NUMBER})|(?P<phone>{_PHONE})|(?P<terms>{_TERMS})", re.ASCII
)


def isolate(text: str, language: str) -> str:
    """The text with each link, number and Latin term of an Arabic text isolated; other languages unchanged.

    >>> isolate("اتصل 0800 111 010.", "ar").encode("unicode_escape").decode()[-25:]
    '\\\\u20660800 111 010\\\\u2069.'
    >>> isolate("الراتب 45,934.20 يورو", "ar").encode("unicode_escape").decode().count("u206645,934.20")
    1
    >>> isolate("أرسل /delete.", "ar").encode("unicode_escape").decode()[-20:]
    '\\\\u2066/delete\\\\u2069.'
    >>> isolate("Call 0800 111 010.", "en")
    'Call 0800 111 010.'
    """
    return _PATTERN.sub(_wrapped, text) if language in _RIGHT_TO_LEFT else text


def _wrapped(match: re.Match[str]) -> str:
    if match["kept"]:
        return match[0]
    # A space before the closing mark: apps that look for links would take the mark as part of the address.
    gap = " " if match["url"] else ""
    return f"{LRI}{match[0]}{gap}{PDI}"
