"""The words of page and script, from the catalogue. The script gets them with the page and asks for another language's."""

from __future__ import annotations

from connectors.channels.web.shapes import held_together
from connectors.phrasing import Say
from knowledge.article import Language

# Both draw these; the template uses some more.
SCRIPT_WORDS = (
    *("web_sending", "web_sent", "web_failed", "web_retry", "web_offline", "web_typing", "web_you", "web_bot"),
    *("web_new_messages",),
)
PAGE_WORDS = (
    *SCRIPT_WORDS,
    *("web_title", "web_heading", "web_placeholder", "web_send", "web_exit", "web_exit_note", "web_language", "web_noscript"),
    *("web_notice", "web_close_chat", "web_print", "web_text_size", "web_conversation", "web_options", "web_skip"),
    *("web_example_1", "web_example_2", "web_example_3"),
)
EMBED_WORDS = ("web_open_chat", "web_close_chat", "web_title")
CALENDAR_WORDS = ("web_calendar", "web_weekdays")


def in_language(keys: tuple[str, ...], language: Language, say: Say) -> dict[str, str]:
    return {key: held_together(say(key, language), language.value) for key in keys}
