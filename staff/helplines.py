"""Helplines: the numbers a person in danger is given, by the country where they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from knowledge import helpline_checks, helpline_sheet
from knowledge.helpline import Helpline as Line
from knowledge.models import Helpline
from staff import words
from staff.articles import today

_REASONS = {
    "name": _("Give it a name of its own, or say what it is in all five languages."),
    "hours": _("Write 24/7, office, varies, unknown, or days and times: mo-fr 09:00-17:00."),
    "languages": _("Write language codes: it en ar, with a ? after one that is not always spoken."),
    "source_date": _("Write 2024, 2024-05 or 2024-05-31."),
}


class HelplineForm(WagtailAdminModelForm):
    country = forms.ChoiceField(choices=list(words.HELPLINE_COUNTRIES.items()), label=_("Country"))
    topics = forms.MultipleChoiceField(
        choices=list(words.HELPLINE_TOPICS.items()), widget=forms.CheckboxSelectMultiple, label=_("What it is for")
    )
    cost = forms.ChoiceField(choices=list(words.HELPLINE_COSTS.items()), label=_("Cost"))
    for_whom = forms.ChoiceField(choices=list(words.HELPLINE_FOR_WHOM.items()), label=_("For whom"))
    warning = forms.ChoiceField(choices=list(words.HELPLINE_WARNINGS.items()), label=_("Warning"))
    confidence = forms.ChoiceField(choices=list(words.HELPLINE_CONFIDENCES.items()), label=_("Confidence"))
    url = forms.URLField(required=False, max_length=500, assume_scheme="https")
    source_url = forms.URLField(max_length=500, assume_scheme="https")

    def clean_topics(self) -> list[str]:
        """What the line was first of all for stays first."""
        chosen: list[str] = self.cleaned_data["topics"]
        return sorted(chosen, key=lambda topic: topic != (self.instance.topics or [""])[0])

    def clean(self) -> dict[str, Any]:
        """The same notations and checks as the sheet's."""
        data: dict[str, Any] = super().clean()
        if self.errors:
            return data
        cells = {column: str(data.get(column) or "") for column in helpline_sheet.COLUMNS}
        try:
            line = helpline_sheet.read({**cells, "topics": " ".join(data["topics"])})
        except helpline_sheet.BadCell as exc:
            self.add_error(exc.column, ValidationError(_REASONS.get(exc.column, exc.reason)))
        else:
            self._check(line)
        return data

    def _check(self, line: Line) -> None:
        for field in helpline_checks.wrong_numbers(line):
            self.add_error(field, ValidationError(_("This number cannot be dialled: see the form it must have.")))
        if helpline_checks.lacks_warning(line):
            self.add_error("warning", ValidationError(_("A police line must warn that papers may be checked.")))
        if line.last_test_call and line.last_test_call > today():
            self.add_error("last_test_call", ValidationError(_("This day has not come yet.")))


class HelplineViewSet(SnippetViewSet):
    model = Helpline
    icon = "mobile-alt"
    menu_label = _("Helplines")
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ("name", "name_en", "name_fr", "name_ar", "phone_local", "phone_international", "whatsapp", "country")
    list_display = (
        Column("name", label=_("Name"), accessor=str, sort_key="name"),
        Column(
            "number", label=_("Phone number"), accessor=lambda row: row.phone_local or row.phone_international or row.whatsapp or row.sms
        ),
        Column(
            "country", label=_("Country"), accessor=lambda row: words.HELPLINE_COUNTRIES.get(row.country, row.country), sort_key="country"
        ),
        Column("topics", label=_("What it is for"), accessor=lambda row: words.listed(row.topics, words.HELPLINE_TOPICS)),
        Column("confidence", label=_("Confidence"), accessor=lambda row: words.HELPLINE_CONFIDENCES.get(row.confidence, row.confidence)),
        Column("last_test_call", label=_("Last test call"), sort_key="last_test_call"),
    )
    list_filter = ("country", "confidence", "for_whom")
    list_per_page = 50
    ordering = ("country", "topics", "name", "name_en")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name", heading=_("Its own name"), help_text=_("As it stands on its page. Leave empty when it has none.")),
                    FieldPanel("name_ar", heading=_("What it is, in Arabic")),
                    FieldPanel("name_fr", heading=_("What it is, in French")),
                    FieldPanel("name_en", heading=_("What it is, in English")),
                    FieldPanel("name_it", heading=_("What it is, in Italian")),
                    FieldPanel("name_de", heading=_("What it is, in German")),
                    FieldPanel("url", heading=_("Address")),
                ],
                heading=_("The line"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "phone_international",
                        heading=_("Phone number from abroad"),
                        help_text=_("With its country code: +39 06 … Leave empty for numbers that do not work from abroad."),
                    ),
                    FieldPanel("phone_local", heading=_("Phone number"), help_text=_("As one dials it in that country.")),
                    FieldPanel("whatsapp", heading=_("WhatsApp"), help_text=_("With its country code.")),
                    FieldPanel("sms", heading=_("Text messages")),
                    FieldPanel("hours", heading=_("Opening hours"), help_text=_REASONS["hours"]),
                    FieldPanel("languages", heading=_("Languages"), help_text=_REASONS["languages"]),
                    FieldPanel("cost", heading=_("Cost")),
                    FieldPanel("warning", heading=_("Warning"), help_text=_("What a person must know before calling.")),
                ],
                heading=_("How to reach it"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("country", heading=_("Country")),
                    FieldPanel("topics", heading=_("What it is for")),
                    FieldPanel("for_whom", heading=_("For whom")),
                ],
                heading=_("When it is given"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("source_url", heading=_("Source")),
                    FieldPanel("source_date", heading=_("Date of the source"), help_text=_REASONS["source_date"]),
                    FieldPanel("confidence", heading=_("Confidence")),
                    FieldPanel("last_test_call", heading=_("Last test call"), help_text=_("The day when one of you last called it.")),
                    FieldPanel("note", heading=_("Note"), help_text=_("For the team only.")),
                ],
                heading=_("How we know"),
            ),
        ],
        base_form_class=HelplineForm,
    )
