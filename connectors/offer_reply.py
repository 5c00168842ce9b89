"""What a person is told about an offer: what worries and why, what not to do, how to check, whom to ask. Pure.

Never "this is safe"; nothing is called worrying without its reason, and the articles behind the reasons are cited.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from connectors import payloads
from connectors.composing import Composer, citations
from connectors.message import Button, Reply
from knowledge.article import Article
from knowledge.offers import Checked, Finding, Indicator, Level, principles

HOW_TO_CHECK = "check-employer-agency"
ARTICLE_BUTTONS = 2  # beside the one for a person: three are what WhatsApp shows as buttons
CITED = 4

_LEAST_WORDS = 12  # fewer are a question about an offer, not the offer
_PASTED_WORDS = 25  # a message this long that claims to be an offer and worries is one, asked for or not
_HOURS = re.compile(r"[\d.]+ h")


def is_offer(text: str, checked: Checked, *, awaited: bool) -> bool:
    """Whether a message is an offer to check: what was asked for, or plainly pasted."""
    words = len(text.split())
    if awaited:
        return words >= _LEAST_WORDS or bool(checked.findings)
    return words >= _PASTED_WORDS and checked.claims and bool(checked.findings)


def told(composer: Composer, checked: Checked, articles: Mapping[str, Article]) -> Sequence[Reply]:
    """The result, then how to check as the article says it; `articles` are those live in the person's language."""
    cited = [articles[name] for name in _articles(checked) if name in articles]
    parts = [composer.phrase(f"offer_{checked.level.value.replace('-', '_')}").text]
    parts += [f"• {_reason(composer, finding)}" for finding in checked.findings]
    parts += [composer.phrase(key).text for key in ("offer_do_not", "offer_verify", "offer_orientation")]
    result = Reply(
        text="\n".join(parts),
        language=composer.language.value,
        citations=tuple(dict.fromkeys(citation for article in cited for citation in citations(article)))[:CITED],
        buttons=(*(_more(article) for article in cited[:ARTICLE_BUTTONS]), composer.label("button_person", "/handoff")),
    )
    how = articles.get(HOW_TO_CHECK)
    return (result, replace(composer.answer(how, arabizi=False, feedback=False), buttons=())) if how else (result,)


def _articles(checked: Checked) -> list[str]:
    """The articles behind the findings, the gravest first; how to check is always among them."""
    named = [principles()[_name(finding)].article for finding in checked.findings]
    return list(dict.fromkeys([*named, HOW_TO_CHECK]))


def _reason(composer: Composer, finding: Finding) -> str:
    match finding.indicator:
        case Indicator.WAGE:
            return composer.phrase("offer_wage", amount=finding.because).text
        case Indicator.HOURS if _HOURS.fullmatch(finding.because):
            return composer.phrase("offer_hours", amount=finding.because).text
        case Indicator.HOURS:
            return composer.phrase("offer_hours_rest").text
        case Indicator.DOMAIN:
            return composer.phrase(f"offer_{_name(finding)}", address=finding.because).text
    return composer.phrase(f"offer_{finding.indicator.value}").text


def _name(finding: Finding) -> str:
    """The principle's name: merely free mail has one of its own."""
    free = finding.indicator is Indicator.DOMAIN and finding.level is Level.CAUTION
    return "free_mail" if free else finding.indicator.value


def _more(article: Article) -> Button:
    return Button(label=article.title, payload=payloads.write(payloads.SHOW, article=article.id, part="answer"))
