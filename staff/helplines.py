"""Helplines: the numbers a person in danger is given, by the country where they are."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from knowledge.models import Helpline
from staff import words


class HelplineForm(WagtailAdminModelForm):
    country = forms.ChoiceField(choices=list(words.HELPLINE_COUNTRIES.items()), label=_("Country"))
    topic = forms.ChoiceField(choices=list(words.HELPLINE_TOPICS.items()), label=_("Topic"))
    confidence = forms.ChoiceField(choices=list(words.HELPLINE_CONFIDENCES.items()), label=_("Confidence"))
    url = forms.URLField(required=False, max_length=500, assume_scheme="https")
    source_url = forms.URLField(max_length=500, assume_scheme="https")


class HelplineViewSet(SnippetViewSet):
    model = Helpline
    icon = "mobile-alt"
    menu_label = _("Helplines")
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ("name", "phone", "country", "topic")
    list_display = (
        "name",
        "phone",
        Column(
            "country", label=_("Country"), accessor=lambda row: words.HELPLINE_COUNTRIES.get(row.country, row.country), sort_key="country"
        ),
        Column("topic", label=_("Topic"), accessor=lambda row: words.HELPLINE_TOPICS.get(row.topic, row.topic), sort_key="topic"),
        Column("confidence", label=_("Confidence"), accessor=lambda row: words.HELPLINE_CONFIDENCES.get(row.confidence, row.confidence)),
    )
    list_filter = ("country", "topic", "confidence")
    list_per_page = 50
    ordering = ("country", "topic", "name")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name", heading=_("Name")),
                    FieldPanel("phone", heading=_("Phone number"), help_text=_("As one dials it in that country.")),
                    FieldPanel("url", heading=_("Address")),
                    FieldPanel("hours", heading=_("Opening hours")),
                    FieldPanel("languages", heading=_("Languages")),
                    FieldPanel("free_of_charge", heading=_("Free of charge")),
                ],
                heading=_("The line"),
            ),
            MultiFieldPanel(
                [FieldPanel("country", heading=_("Country")), FieldPanel("topic", heading=_("Topic"))],
                heading=_("When it is given"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("source_url", heading=_("Source")),
                    FieldPanel("source_date", heading=_("Date of the source")),
                    FieldPanel("confidence", heading=_("Confidence")),
                ],
                heading=_("How we know"),
            ),
        ],
        base_form_class=HelplineForm,
    )
