"""Figures: a number with its year, edited once for all languages and answered with at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from knowledge.models import Article, Figure
from staff import words


class FigureForm(WagtailAdminModelForm):
    unit = forms.ChoiceField(choices=[(unit, unit) for unit in words.UNITS], label=_("Unit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields and not self.instance._state.adding:
            self.fields["key"].disabled = True  # texts hold it

    def clean(self) -> dict[str, Any]:
        """The source that supports the figure must be there."""
        data: dict[str, Any] = super().clean()
        slug, number = data.get("article"), data.get("source")
        article = Article.objects.filter(slug=slug).first()
        if slug and article is None:
            self.add_error("article", ValidationError(_("There is no article '%(slug)s'."), params={"slug": slug}))
        elif article and number and not 1 <= number <= len(article.sources):
            wrong = ValidationError(_("That article has %(count)d sources."), params={"count": len(article.sources)})
            self.add_error("source", wrong)
        return data


class FigureViewSet(SnippetViewSet):
    model = Figure
    icon = "order"
    menu_label = _("Figures")
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ("key", "article")
    list_display = ("key", "value", "unit", "year", "article")
    list_filter = ("year", "unit")
    list_per_page = 50
    ordering = ("key",)
    edit_handler = ObjectList(
        [
            FieldPanel("key", heading=_("Name"), help_text=_("As texts hold it: {name}. It stays once chosen.")),
            FieldPanel("value", heading=_("Value")),
            FieldPanel("unit", heading=_("Unit")),
            FieldPanel("year", heading=_("Year"), help_text=_("The year it holds for.")),
            FieldPanel("article", heading=_("Article"), help_text=_("The name of the article whose source supports it.")),
            FieldPanel("source", heading=_("Source"), help_text=_("The number of that source: 1 is the first.")),
        ],
        base_form_class=FigureForm,
    )
