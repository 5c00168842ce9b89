"""Replies in the person's language: an article's answer with its source and date, a choice, an honest "I don't know". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from connectors import payloads
from connectors.message import Button, Citation, Reply
from connectors.phrasing import Say
from knowledge import figures, markdown
from knowledge.article import Article, Country, Figure, Language
from knowledge.glossary import Term

CITED_SOURCES = 2
RELATED_BUTTONS = 3
SIMPLER_SENTENCES, SIMPLER_TERMS = 4, 2
# Behind a word or a year: "1. Januar" and "z. B." end no sentence.
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3}[.!?؟])\s+|(?<=[0-9]{4}[.!?؟])\s+")
_ARTICLE_LINK = re.compile(r"\[([^\]\[]+)\]\(article:([a-z0-9-]+)\)")
_HEADING = re.compile(r"^## (.+?) \{#[a-z]+\}\s*$", re.M)


class Composer:
    """Everything a reply is made of, in one language. Made for each turn; holds no state."""

    def __init__(self, language: Language, say: Say, known: Mapping[str, Figure], today: date) -> None:
        self.language, self._say, self._figures, self._today = language, say, known, today

    @property
    def say(self) -> Say:
        """The catalogue it speaks with."""
        return self._say

    def phrase(self, key: str, *buttons: Button, **values: str) -> Reply:
        """One sentence of the catalogue."""
        return Reply(text=self._say(key, self.language, **values), language=self.language.value, buttons=buttons)

    def label(self, key: str, payload: str) -> Button:
        return Button(label=self._say(key, self.language), payload=payload)

    def answer(self, article: Article, *, arabizi: bool, feedback: bool = True) -> Reply:
        """The short answer with source and date; an overdue article only says that it is being re-checked."""
        if article.is_overdue(self._today):
            return self._rechecked(article)
        text = figures.fill(article.short_answer, self._figures, article.language)
        buttons = self._answer_buttons(article, arabizi=arabizi, feedback=feedback)
        if article.language is not self.language:
            name = self._say(f"language_{article.language.value}", self.language)
            text = f"{self._say('answer_in_other_language', self.language, language_name=name)}\n\n{text}"
        return Reply(text=text, language=article.language.value, citations=citations(article), buttons=tuple(buttons))

    def _rechecked(self, article: Article) -> Reply:
        reply = self.phrase("being_rechecked", self.label("button_person", "/handoff"), url=article.official_page)
        return replace(reply, citations=citations(article))

    def _answer_buttons(self, article: Article, *, arabizi: bool, feedback: bool) -> list[Button]:
        buttons = [self.label("button_more", payloads.write(payloads.SHOW, article=article.id))]
        if arabizi:  # French is what many who write Arabizi read with ease: one tap away
            buttons.append(self.label("button_french", payloads.write(payloads.SHOW, article=article.id, language="fr")))
        if feedback:
            buttons.append(self.label("button_yes", payloads.write("feedback", helpful=True)))
            buttons.append(self.label("button_no", payloads.write("feedback", helpful=False)))
        buttons.append(self.label("button_person", "/handoff"))
        return buttons

    def more(self, article: Article, related: Sequence[Article]) -> Reply:
        """The whole article: its title and sections; related articles as buttons."""
        body = figures.fill(article.body, self._figures, article.language)
        text = _HEADING.sub(r"**\1**", _ARTICLE_LINK.sub(r"\1", body))
        buttons = [Button(label=a.title, payload=payloads.write(payloads.SHOW, article=a.id, part="answer")) for a in related]
        buttons.append(self.label("button_person", "/handoff"))
        return Reply(
            text=f"**{article.title}**\n\n{text}",
            language=article.language.value,
            citations=citations(article),
            buttons=tuple(buttons),
        )

    def explanation(self, term: Term, article: Article, *, arabizi: bool) -> Reply:
        """What a term of law means; the article that says more is one tap away, and its sources stand below."""
        buttons = [Button(label=article.title, payload=payloads.write(payloads.SHOW, article=article.id, part="answer"))]
        if arabizi:
            buttons.append(self.label("button_french", payloads.write(payloads.SHOW, article=article.id, language="fr")))
        buttons.append(self.label("button_person", "/handoff"))
        text = f"**{term.term}**\n{term.explanation[self.language]}"
        return Reply(text=text, language=self.language.value, citations=citations(article), buttons=tuple(buttons))

    def simpler(self, article: Article, terms: Sequence[Term]) -> Reply:
        """The short answer once more, one sentence a line, and what its hard words mean."""
        text = figures.fill(article.short_answer, self._figures, article.language)
        lines = [f"- {sentence}" for sentence in _SENTENCE_END.split(text.strip())[:SIMPLER_SENTENCES]]
        words = [f"**{term.term}**: {term.explanation[article.language]}" for term in terms[:SIMPLER_TERMS]]
        intro = self._say("simpler_intro", self.language)
        buttons = (
            self.label("button_more", payloads.write(payloads.SHOW, article=article.id)),
            self.label("button_person", "/handoff"),
        )
        parts = [intro, "\n".join(lines), *words]
        return Reply(text="\n\n".join(parts), language=article.language.value, citations=citations(article), buttons=buttons)

    def which_country(self, countries: Iterable[Country]) -> Reply:
        """One clarifying question: the articles that tie are about different countries."""
        buttons = [self.country_button(c, payloads.write(payloads.PICK, destination=c.value)) for c in countries]
        return self.phrase("clarify_country", *buttons)

    def which_article(self, articles: Sequence[Article]) -> Reply:
        """One clarifying question: the articles that tie are about different things."""
        buttons = [Button(label=a.title, payload=payloads.write(payloads.SHOW, article=a.id, part="answer")) for a in articles]
        return self.phrase("clarify_topic", *buttons, self.label("none_of_these", payloads.write(payloads.NONE)))

    def dont_know(self, *, again: bool = False) -> Reply:
        """No checked answer: say so and offer a person."""
        return self.phrase("dont_know_again" if again else "dont_know", self.label("button_person", "/handoff"))

    def menu(self) -> Reply:
        return self.phrase(
            "menu_text",
            self.label("button_profile", "/set_profile"),
            self.label("button_offer", "/check_offer"),
            self.label("button_languages", "/change_language"),
            self.label("button_person", "/handoff"),
        )

    def languages(self) -> Reply:
        return self.phrase("ask_language", *self._language_buttons())

    def languages_we_have(self) -> Reply:
        """For a message in none of them: said in each, for we do not know which one the person reads."""
        text = "\n\n".join(self._say("languages_we_have", language) for language in Language)
        return Reply(text=text, language=self.language.value, buttons=tuple(self._language_buttons()))

    def _language_buttons(self) -> list[Button]:
        return [self.label(f"language_{code.value}", payloads.write("change_language", language=code.value)) for code in Language]

    def country_button(self, country: Country, payload: str) -> Button:
        return self.label(f"country_{country.value}", payload)

    def country_name(self, country: Country) -> str:
        return self._say(f"country_{country.value}", self.language)


def citations(article: Article) -> tuple[Citation, ...]:
    """The sources shown under an answer: official ones first, with the day the facts were checked."""
    ordered = sorted(article.sources, key=lambda source: (not source.official, source.number))
    by_publisher = {source.publisher: source for source in reversed(ordered)}  # one page of each publisher, its first
    best = [source for source in ordered if by_publisher[source.publisher] is source][:CITED_SOURCES]
    return tuple(
        Citation(
            article=article.id,
            title=source.publisher,
            url=source.url,
            checked_on=article.reviewed_on.isoformat(),
            confirmed=article.confirmed_by_caseworker,
        )
        for source in best
    )


def plain_related(article: Article, available: Mapping[str, Article]) -> list[Article]:
    """Related articles that exist, those linked in the body first."""
    linked = [target.removeprefix("article:") for _, target in markdown.links(article.body) if target.startswith("article:")]
    ids = dict.fromkeys([*linked, *article.related])
    return [available[slug] for slug in ids if slug in available and slug != article.id][:RELATED_BUTTONS]
