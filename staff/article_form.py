"""Editing an article, in the order an editor thinks: question, answer, details, how people ask, for whom, sources, dates."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, PublishingPanel

from knowledge import figures, repository
from knowledge.article import Language
from knowledge.checks import SHORT_ANSWER_AT_MOST
from staff import words


def _several(labels: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=words.choices(labels), required=False, widget=forms.CheckboxSelectMultiple)


class ArticleForm(WagtailAdminModelForm):
    """The model's own checks speak at their fields; this form adds names, directions and the live count."""

    topic = forms.ChoiceField(choices=[("", "---------"), *words.choices(words.TOPICS)], label=_("Topic"))
    destination = _several(words.COUNTRIES)
    origin = _several(words.COUNTRIES)
    audience = _several(words.AUDIENCES)
    confidence = forms.ChoiceField(choices=words.choices(words.CONFIDENCES), label=_("Confidence"))
    related = SimpleArrayField(forms.CharField(max_length=80), required=False, label=_("Related articles"))

    class Media:
        js = ("staff/short-answer.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.instance.language if self.instance.locale_id else Language.EN
        for name in {"title", "short_answer", "body"} & self.fields.keys():
            self.fields[name].widget.attrs.update(lang=language.value, dir="rtl" if language is Language.AR else "ltr")
        if "slug" in self.fields:
            self.fields["slug"].widget.attrs["dir"] = "ltr"
            self.fields["slug"].disabled = self.instance.pk is not None  # other articles link to it
        if "short_answer" in self.fields:
            self.fields["short_answer"].widget.attrs.update(_count_attributes(language))

    def clean_related(self) -> list[str]:
        return [slug.strip() for slug in self.cleaned_data["related"] if slug.strip()]


def _count_attributes(language: Language) -> dict[str, str]:
    """What the script needs to count a text as it will be sent: how long each figure is in this language."""
    known = repository.figures()
    lengths = {key: len(figures.number(figure.value, figure.unit, language)) for key, figure in known.items()}
    return {
        "data-short-answer": str(SHORT_ANSWER_AT_MOST),
        "data-short-answer-label": str(_("{count} of {limit} characters")),
        "data-figure-lengths": json.dumps(lengths, separators=(",", ":")),
    }


_BODY_RULES = _(
    "Sections start with a line such as <code>## Steps {#steps}</code>. Keys, in this order: who, steps, documents, cost, time, law, "
    "beware, where. Below them: paragraphs, lists with <code>-</code> or <code>1.</code>, <code>**bold**</code>, and links "
    "<code>[text](https://…)</code>, <code>[text](article:name)</code>, <code>[112](tel:112)</code>. "
    "A figure stands as <code>{its_name}</code>, its year as <code>{its_name:year}</code>. No HTML, tables or pictures."
)

ARTICLE_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("title", heading=_("The question"), help_text=_("As people ask it. 100 characters at most.")),
                FieldPanel(
                    "short_answer",
                    heading=_("The short answer"),
                    help_text=_("Complete in itself: the answer, the figure with its year, what to do next. Plain text."),
                ),
            ],
            heading=_("Question and answer"),
        ),
        MultiFieldPanel(
            [FieldPanel("body", heading=_("Text")), HelpPanel(content=_BODY_RULES, heading=_("How to write it"))],
            heading=_("The whole article"),
        ),
        MultiFieldPanel(
            [FieldPanel("phrasings", heading=_("Phrasings"), help_text=_("Other ways people ask the same, in this language's varieties."))],
            heading=_("How people ask"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("topic", heading=_("Topic")),
                FieldPanel("destination", heading=_("About these countries"), help_text=_("Where one goes or lives. None = any.")),
                FieldPanel("origin", heading=_("For people from"), help_text=_("None = any.")),
                FieldPanel("audience", heading=_("Audience")),
                FieldPanel(
                    "protection",
                    heading=_("Protection"),
                    help_text=_("Safety and rights in danger: shown whatever a person's countries are."),
                ),
                FieldPanel("related", heading=_("Related articles"), help_text=_("Their names, with commas between.")),
                FieldPanel("slug", heading=_("Name"), help_text=_("The same in every language; it stays once chosen.")),
            ],
            heading=_("For whom"),
            help_text=_("The same in every language: published once, it changes in all."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("sources", heading=_("Sources"), help_text=_("At least one; the official one first.")),
                FieldPanel(
                    "official_page", heading=_("Official page"), help_text=_("Where people are sent while the article is being re-checked.")
                ),
                FieldPanel("confidence", heading=_("Confidence")),
            ],
            heading=_("Sources"),
            help_text=_("The same in every language: published once, it changes in all."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("reviewed_on", heading=_("Checked on"), help_text=_("The day somebody last compared it with its sources.")),
                FieldPanel("review_by", heading=_("Check again by"), help_text=_("After this day it is not given as an answer.")),
                FieldPanel("confirmed_by_caseworker", heading=_("Confirmed by a caseworker")),
            ],
            heading=_("Review"),
            help_text=_("The same in every language: published once, it changes in all."),
        ),
        PublishingPanel(),
    ],
    base_form_class=ArticleForm,
)
