"""The list of golden questions and their form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from staff import studio_words, words
from staff.models import GoldenQuestion
from staff.studio_forms import ArticleChoice

_ANY = [("", _("Not known"))]


class GoldenQuestionForm(WagtailAdminModelForm):
    expected = ArticleChoice(nothing=_("No answer: nothing of ours answers it"), required=False, label=_("Should be answered with"))
    origin = forms.ChoiceField(choices=[*_ANY, *words.choices(words.COUNTRIES)], required=False, label=_("Comes from"))
    destination = forms.ChoiceField(choices=[*_ANY, *words.choices(words.COUNTRIES)], required=False, label=_("Wants to go to"))

    def save(self, commit: bool = True) -> Any:
        if self.instance._state.adding:
            self.instance.added_by = self.for_user
        return super().save(commit)


class GoldenViewSet(SnippetViewSet):
    model = GoldenQuestion
    icon = "pick"
    menu_label = _("Golden questions")
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ("text", "expected")
    list_filter = ("variety",)
    list_per_page = 50
    list_display = (
        "text",
        Column("variety", label=_("Variety"), accessor=lambda row: studio_words.variety(row.variety), sort_key="variety"),
        Column("expected", label=_("Should be answered with"), accessor=lambda row: row.expected or _("No answer"), sort_key="expected"),
    )
    edit_handler = ObjectList(
        [
            FieldPanel(
                "text",
                heading=_("Question"),
                help_text=_("As people write it. No names, no numbers of people."),
                widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
            ),
            FieldPanel("variety", heading=_("Variety")),
            FieldPanel("expected", heading=_("Should be answered with")),
            MultiFieldPanel(
                [FieldPanel("origin", heading=_("Comes from")), FieldPanel("destination", heading=_("Wants to go to"))],
                heading=_("What is remembered of the person"),
            ),
        ],
        base_form_class=GoldenQuestionForm,
    )
