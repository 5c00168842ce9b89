"""The names staff see for the knowledge base's closed sets, in the language of their interface."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from connectors.handover import Ending, Outcome
from knowledge.article import Audience, Confidence, Country, Topic
from knowledge.triage.alarm import Category, Urgency

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
    "sea": _("Rescue at sea"),
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
HELPLINE_COSTS: Mapping[str, Label] = {
    "free": _("Free of charge"),
    "local": _("Price of an ordinary call"),
    "paid": _("Not free of charge"),
    "unknown": _("Not known"),
}
HELPLINE_FOR_WHOM: Mapping[str, Label] = {
    "anyone": _("Anyone"),
    "women": _("Women"),
    "men": _("Men"),
    "children": _("Children"),
    "families": _("Families"),
    "workers": _("Workers"),
    "migrants": _("Migrants"),
    "refugees": _("Refugees and asylum seekers"),
    "trafficking-victims": _("Victims of trafficking"),
    "violence-victims": _("Victims of violence"),
    "own-nationals": _("Citizens of that country"),
    "homeless": _("People without shelter"),
    "cannot-speak": _("People who cannot speak or hear"),
    "at-sea": _("People at sea"),
}
HELPLINE_WARNINGS: Mapping[str, Label] = {
    "none": _("None"),
    "police-may-check-papers": _("The police may check papers"),
    "not-for-emergencies": _("Not for emergencies"),
    "not-a-rescue-service": _("Not a rescue service"),
}
CATEGORIES: Mapping[str, Label] = {
    Category.DISTRESS_AT_SEA_OR_DESERT: _("Distress at sea or in the desert"),
    Category.MEDICAL_EMERGENCY: _("Medical emergency"),
    Category.SELF_HARM: _("Suicide or self-harm"),
    Category.CHILD_IN_DANGER: _("Child in danger"),
    Category.SEXUAL_HARASSMENT: _("Sexual harassment"),
    Category.VIOLENCE: _("Violence"),
    Category.TRAFFICKING_FORCED_LABOUR: _("Trafficking or forced labour"),
    Category.CONFINEMENT_THREATS: _("Confinement or threats"),
    Category.DETENTION_DEPORTATION: _("Detention or deportation"),
    Category.PAPERS_WITHHELD: _("Papers withheld"),
    Category.RECRUITMENT_FRAUD: _("Recruitment fraud"),
    Category.UNPAID_WAGES: _("Unpaid wages"),
}
URGENCIES: Mapping[str, Label] = {
    Urgency.IMMEDIATE: _("Danger now"),
    Urgency.HIGH: _("Urgent"),
    Urgency.SUPPORT: _("Needs support"),
}
OUTCOMES: Mapping[Outcome, Label] = {
    Outcome.ANSWERED: _("Question answered"),
    Outcome.REFERRED: _("Referred to a hotline or another organisation"),
    Outcome.APPOINTMENT: _("Appointment made"),
    Outcome.SAFE: _("The person is safe"),
    Outcome.NOT_REACHED: _("The person wrote no more"),
    Outcome.NOT_OURS: _("Not a matter for us"),
    Outcome.OTHER: _("Something else"),
}
ENDINGS: Mapping[str, Label] = {
    Ending.CLOSED: _("Closed"),
    Ending.HANDED_BACK: _("Handed back to the assistant"),
    Ending.WITHDRAWN: _("Withdrawn by the person"),
    Ending.ERASED: _("Erased by the person"),
}
ZONES: Mapping[str, Label] = {
    "Europe/Berlin": _("Berlin"),
    "Europe/Rome": _("Rome"),
    "Europe/Paris": _("Paris"),
    "Europe/Brussels": _("Brussels"),
    "Africa/Cairo": _("Cairo"),
    "Africa/Casablanca": _("Casablanca"),
    "Africa/Tunis": _("Tunis"),
}
LANGUAGES: Mapping[str, str] = {"ar": "العربية", "fr": "Français", "en": "English", "it": "Italiano", "de": "Deutsch"}
UNITS = (
    *("EUR", "EUR/hour", "EUR/month", "EUR/year", "MAD", "TND", "EGP", "USD", "percent"),
    *("days", "weeks", "months", "years", "hours", "points", "people", "other"),
)


def choices(labels: Mapping[_Closed, Label]) -> list[tuple[str, Label]]:
    """As a form field takes them."""
    return [(member.value, label) for member, label in labels.items()]


def listed(keys: list[str], labels: Mapping[str, Label]) -> str:
    """The names of several, in one line."""
    return ", ".join(str(labels.get(key, key)) for key in keys)


def countries(codes: list[str]) -> str:
    """The names of countries, or that it holds for any."""
    return ", ".join(str(COUNTRIES[Country(code)]) for code in codes) if codes else str(_("Any"))
