"""The names staff see for the knowledge base's closed sets, in the language of their interface."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knowledge.article import Audience, Confidence, Country, Topic

_Closed = TypeVar("_Closed", bound=StrEnum)
Label = str | Promise

TOPICS: Mapping[Topic, Label] = {
    Topic.WORK_VISA: _("Work visa"),
    Topic.JOB_SEARCH: _("Job search"),
    Topic.TRAINING: _("Vocational training"),
    Topic.STUDY: _("Study"),
    Topic.FAMILY: _("Family"),
    Topic.VISA_PROCEDURE: _("Visa procedure"),
    Topic.RECOGNITION: _("Recognition of qualifications"),
    Topic.LANGUAGE: _("Language learning"),
    Topic.MONEY: _("Money"),
    Topic.RIGHTS_AT_WORK: _("Rights at work"),
    Topic.ARRIVAL: _("Arrival"),
    Topic.DOCUMENTS: _("Documents"),
    Topic.RECRUITMENT: _("Recruitment"),
    Topic.PROGRAMMES: _("Programmes"),
    Topic.PROTECTION: _("Protection"),
    Topic.ASYLUM: _("Asylum"),
    Topic.RETURN: _("Return home"),
    Topic.MOBILITY: _("Mobility agreements"),
}
COUNTRIES: Mapping[Country, Label] = {
    Country.DE: _("Germany"),
    Country.IT: _("Italy"),
    Country.FR: _("France"),
    Country.BE: _("Belgium"),
    Country.EG: _("Egypt"),
    Country.MA: _("Morocco"),
    Country.TN: _("Tunisia"),
}
AUDIENCES: Mapping[Audience, Label] = {
    Audience.WORKER: _("Workers"),
    Audience.STUDENT: _("Students"),
    Audience.TRAINEE: _("Trainees"),
    Audience.FAMILY: _("Families"),
    Audience.DOMESTIC_WORKER: _("Domestic workers"),
    Audience.SEASONAL_WORKER: _("Seasonal workers"),
    Audience.UNDOCUMENTED: _("People without papers"),
    Audience.RETURNEE: _("Returnees"),
    Audience.ANYONE: _("Anyone"),
}
CONFIDENCES: Mapping[Confidence, Label] = {Confidence.HIGH: _("High"), Confidence.MEDIUM: _("Medium")}
HELPLINE_CONFIDENCES: Mapping[str, Label] = {
    "high": _("High: given to people"),
    "medium": _("Medium: given with 'please check'"),
    "low": _("Low: never given"),
    "unverified": _("Unverified: never given"),
}
HELPLINE_COUNTRIES: Mapping[str, Label] = {
    **{country.value: name for country, name in COUNTRIES.items()},
    "EU": _("European Union"),
    "INT": _("International"),
}
HELPLINE_TOPICS: Mapping[str, Label] = {
    "emergency": _("Emergency"),
    "police": _("Police"),
    "ambulance": _("Ambulance"),
    "fire": _("Fire brigade"),
    "suicide": _("Suicide and crisis"),
    "violence": _("Violence"),
    "trafficking": _("Trafficking"),
    "labour": _("Rights at work"),
    "children": _("Children"),
    "asylum": _("Asylum"),
    "migrant_help": _("Help for migrants"),
    "iom": _("IOM"),
    "consular": _("Consulates"),
}
LANGUAGES: Mapping[str, str] = {"ar": "العربية", "fr": "Français", "en": "English", "it": "Italiano", "de": "Deutsch"}
UNITS = (
    *("EUR", "EUR/hour", "EUR/month", "EUR/year", "MAD", "TND", "EGP", "USD", "percent"),
    *("days", "weeks", "months", "years", "hours", "points", "people", "other"),
)


def choices(labels: Mapping[_Closed, Label]) -> list[tuple[str, Label]]:
    """As a form field takes them."""
    return [(member.value, label) for member, label in labels.items()]


def countries(codes: list[str]) -> str:
    """The names of countries, or that it holds for any."""
    return ", ".join(str(COUNTRIES[Country(code)]) for code in codes) if codes else str(_("Any"))
