"""What the studio asks of staff: a question to try, and what to make of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge.article import Corridor, Country
from knowledge.models import VARIETIES, Article
from staff import words
from staff.golden import NO_ANSWER
from staff.models import GoldenQuestion

_NOT_KNOWN = [("", _("Not known"))]


class Question(forms.Form):
    """A message of somebody, and what is remembered of them."""

    text = forms.CharField(max_length=500, label=_("Question"), widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}))
    origin = forms.ChoiceField(choices=[*_NOT_KNOWN, *words.choices(words.COUNTRIES)], required=False, label=_("Comes from"))
    destination = forms.ChoiceField(choices=[*_NOT_KNOWN, *words.choices(words.COUNTRIES)], required=False, label=_("Wants to go to"))

    def known(self) -> Corridor:
        """The countries of a valid form."""
        origin, destination = self.cleaned_data["origin"], self.cleaned_data["destination"]
        return Corridor(origin=Country(origin) if origin else None, destination=Country(destination) if destination else None)


class ArticleChoice(forms.ChoiceField):
    """One of the articles, by name; choices are read when the form is made."""

    def __init__(self, *, nothing: Any = None, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [*([(NO_ANSWER, nothing)] if nothing else []), *articles()], **kwargs)


class GoldenForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    """From a question tried to a golden one."""

    variety = forms.ChoiceField(choices=[(code.value, name) for code, name in VARIETIES.items()], label=_("Variety"))
    expected = ArticleChoice(nothing=_("No answer: nothing of ours answers it"), required=False, label=_("Should be answered with"))

    class Meta:
        model = GoldenQuestion
        fields = ("text", "variety", "expected", "origin", "destination")
        widgets = dict.fromkeys(("text", "origin", "destination"), forms.HiddenInput)


def articles() -> list[tuple[str, str]]:
    """Name and question of every article, in English where there is one."""
    rows = Article.objects.order_by("slug").values_list("slug", "locale__language_code", "title")
    found: dict[str, str] = {}
    for slug, _code, title in sorted(rows, key=lambda row: row[1] != "en"):
        found.setdefault(slug, title)
    return sorted(found.items(), key=lambda item: item[1].casefold())
