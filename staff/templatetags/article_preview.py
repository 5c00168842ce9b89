"""An article as the people who ask will see it, made by the very code that answers them."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from connectors import cards, markup
from connectors.composing import Composer
from connectors.direction import isolate
from connectors.message import Reply
from knowledge import models, phrases, repository
from knowledge.article import Language
from staff.articles import today

register = template.Library()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubble:
    """One reply, drawn."""

    html: SafeString
    buttons: tuple[str, ...]


@register.simple_tag
def bubbles(row: models.Article) -> tuple[Bubble, ...]:
    """The short answer as it is given, then what 'more' opens."""
    article = repository.to_article(row)
    compose = Composer(article.language, phrases.say, repository.figures(), today())
    replies = [compose.answer(article, arabizi=False)]
    if article.body:
        replies.append(compose.more(article, []))
    return tuple(_draw(reply) for reply in replies)


def _draw(reply: Reply) -> Bubble:
    text = cards.whole_text(reply, phrases.say)
    html = markup.write(text, lambda span: _span(span, reply.language))
    return Bubble(html=mark_safe(html), buttons=tuple(button.label for button in reply.buttons))  # noqa: S308  every span is escaped


def _span(span: markup.Span, language: str) -> str:
    match span:
        case markup.Link(label, address):
            return format_html('<a href="{}" rel="noreferrer">{}</a>', address, label)
        case markup.Bold(text):
            return format_html("<strong>{}</strong>", text)
        case markup.Text(text):
            return escape(isolate(text, Language(language).value))
