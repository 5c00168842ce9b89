"""Drawing the pages. The chat page holds the whole conversation, so that it works without script."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from connectors.channels.web import assets, words
from connectors.channels.web.assets import Asset
from connectors.channels.web.calendar_page import weeks
from connectors.channels.web.drawing import draw
from connectors.channels.web.shapes import blocks
from connectors.channels.web.tongue import direction
from connectors.channels.web.transcript import Event, Status, Words
from connectors.phrasing import Say
from knowledge.article import Language

_EMBED_WORDS = '"DALIL_WORDS"'  # stands in the built embed script


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One rendering of the chat page. `id` is fresh: a form of the page sent twice is one message."""

    id: str
    language: Language
    spoken: Sequence[Words | Event]
    status: Status
    known: bool = False  # the browser holds a session
    embedded: bool = False


class Pages:
    """The templates with what never changes: words, assets, and where to leave to."""

    def __init__(self, say: Say, files: Mapping[str, Asset], exit_url: str) -> None:
        self._say, self._files, self._exit_url = say, files, exit_url
        self._templates = Environment(
            loader=FileSystemLoader(assets.FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )

    def chat(self, view: View) -> bytes:
        texts = words.in_language(words.PAGE_WORDS, view.language, self._say)
        return self._draw(
            "chat.html",
            view.language,
            view=view,
            items=[self._item(item) for item in view.spoken],
            greeting=blocks(self._say("greet", view.language), view.language.value),
            last_seq=max((item.seq for item in view.spoken if isinstance(item, Event)), default=0),
            words=texts,
            script_words=self.script_words(view.language),
        )

    def calendar(self, language: Language, today: date) -> bytes:
        texts = words.in_language(words.CALENDAR_WORDS, language, self._say)
        return self._draw("calendar.html", language, words=texts, weeks=weeks(today), month=f"{today.month:02}/{today.year}")

    def script_words(self, language: Language) -> dict[str, Any]:
        """What the script needs to say everything in a language."""
        texts = words.in_language(words.PAGE_WORDS, language, self._say)
        return {
            "language": language.value,
            "dir": direction(language),
            "words": texts,
            "greeting": blocks(self._say("greet", language), language.value),
        }

    def embed_script(self) -> Asset:
        """The script that sites include, with its few words in every language. Its address has no hash: sites write it down."""
        texts = {language.value: words.in_language(words.EMBED_WORDS, language, self._say) for language in Language}
        source = self._files["embed.js"].plain.decode()
        if _EMBED_WORDS not in source:
            raise ValueError("the embed script has no place for its words")
        plain = source.replace(_EMBED_WORDS, json.dumps(json.dumps(texts))).encode()
        return Asset(address="/embed.js", media_type=self._files["embed.js"].media_type, plain=plain, packed=assets.pack(plain))

    def _item(self, item: Words | Event) -> dict[str, Any]:
        return {"mine": item.text} if isinstance(item, Words) else draw(item.seq, item.reply, self._say)

    def _draw(self, template: str, language: Language, **values: Any) -> bytes:
        html = self._templates.get_template(template).render(
            language=language.value,
            dir=direction(language),
            languages=[(code.value, self._say(f"language_{code.value}", code), direction(code)) for code in Language],
            css=self._files["chat.css"].address,
            js=self._files["chat.js"].address,
            icon=self._files["icon.svg"].address,
            exit_url=self._exit_url,
            attribute=_attribute,
            **values,
        )
        return html.encode()


def _attribute(value: Any) -> str:
    """JSON for a data attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
