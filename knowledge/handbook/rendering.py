"""Article Markdown as safe HTML, and texts with their numbers and Latin terms held together. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from knowledge import figures
from knowledge.article import Figure, Language

Address = Callable[[str], str | None]  # id of an article -> where its page is; None = it has none

_RIGHT_TO_LEFT = frozenset({Language.AR})
_LINK = re.compile(r"(?:https?://[^/\s]|tel:[+\d]|article:[a-z0-9])")
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "bdi"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
# In Arabic text a phone number's groups swap places, and a Latin name with a number falls apart.
_LATIN = r"[A-Za-zÀ-ɏ](?:[\wÀ-ɏ@&+#/'’.-]*[\wÀ-ɏ+#])?"
_TERM = re.compile(
    rf"https?://[^\s<>]+[^\s<>.,;:!?)\]]|\+?\d[\d\u00a0 ()/.,:-]*\d(?!\w)|\d+[A-Za-z]+\b|{_LATIN}(?: (?:{_LATIN}|\d(?:[\d.,/-]*\d)?))*",
    re.ASCII,
)
_DAYS = {Language.DE: "{0.day:02}.{0.month:02}.{0.year}"}
_DAY_FIRST = "{0.day:02}/{0.month:02}/{0.year}"


def direction(language: Language) -> str:
    """What HTML's `dir` wants."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def isolated(text: str, language: Language) -> Markup:
    """The text escaped; in Arabic each number and Latin term in `<bdi>`, so that it keeps its own order.

    >>> isolated("اتصل 0800 111 <1>", Language.AR)
    Markup('اتصل <bdi>0800 111</bdi> &lt;1&gt;')
    """
    if language not in _RIGHT_TO_LEFT:
        return escape(text)
    parts, end = [], 0
    for match in _TERM.finditer(text):
        parts += [escape(text[end : match.start()]), Markup("<bdi>{}</bdi>").format(match[0])]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])


def day(moment: date, language: Language) -> Markup:
    """A date in digits as people of the language write it, kept together and readable by machines.

    >>> day(date(2026, 11, 5), Language.DE)
    Markup('<time datetime="2026-11-05"><bdi>05.11.2026</bdi></time>')
    """
    written = _DAYS.get(language, _DAY_FIRST).format(moment)
    return Markup('<time datetime="{}"><bdi>{}</bdi></time>').format(moment.isoformat(), written)


def filled(text: str, known: Mapping[str, Figure], language: Language) -> Markup:
    """A plain text of an article with its figures, escaped and isolated."""
    return isolated(figures.fill(text, known, language), language)


def body(text: str, known: Mapping[str, Figure], language: Language, address: Address) -> Markup:
    """Restricted Markdown with its figures as HTML. What is not of the restricted form is shown as text, never as markup.

    A link to an article without a page becomes its words.
    """
    tokens = _MARKDOWN.parse(figures.fill(text, known, language))
    for token in tokens:
        if token.children:
            _resolve(token.children, address)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {"language": language})
    # Cleaned once more by other code: what the renderer should never write cannot pass.
    return Markup(nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https", "http", "tel"}, link_rel=None))  # noqa: S704


def _resolve(children: list[Token], address: Address) -> None:
    """Give links to articles their place; take the link from those that lead nowhere."""
    dropped = False
    for token in children:
        if token.type == "link_open":
            target = str(token.attrGet("href"))
            place = address(target.removeprefix("article:")) if target.startswith("article:") else target
            dropped = place is None
            token.attrs = {"href": place or ""}
        if dropped and token.type in {"link_open", "link_close"}:
            dropped = token.type == "link_open"
            token.type, token.tag, token.content = "text", "", ""


def _text(_: Any, tokens: list[Token], place: int, __: Any, env: Mapping[str, Any]) -> str:
    return str(isolated(tokens[place].content, env["language"]))


def _markdown() -> MarkdownIt:
    reader = MarkdownIt("zero").enable(["list", "emphasis", "link"])
    reader.validateLink = lambda url: _LINK.match(url) is not None  # type: ignore[method-assign]
    reader.add_render_rule("text", _text)
    return reader


_MARKDOWN = _markdown()
