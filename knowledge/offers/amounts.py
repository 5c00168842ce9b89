"""Sums of money, hours and days in a text, whatever the language: numbers with their unit and the period they hold for. Pure.

Texts are read as `reading.prepared` leaves them: lower case, no accents, Western digits, unified Arabic letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

NUMBER = r"\d{1,3}(?:[ .,'\u066c]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,6}(?:[.,]\d{1,2})?(?!\d)"
_THOUSAND = r"(?:mille|mila|k|tausend|thousand|الف|الاف|alf|alaf|2alf|mlion|melyoun|مليون)"
_EURO = r"(?:€|eur(?:o|os|i)?|evro|yuro|yoro|uro|oro|ouro|orow|يورو|اورو|يوروو|ايرو|اوروه|لورو)"
_OTHER = (
    r"(?:dhs?|mad|dirhams?|درهما?|دراهم|dt|tnd|dinars?|دينارا?|دنانير|egp|le|genih|geneh|gneh|guineh|جنيها?|"
    r"usd|\$|dollars?|dolar|دولارا?|usdt|£|gbp)"
)
CURRENCY = rf"(?:{_EURO}|{_OTHER})"
_BEFORE = r"(?:€|eur|\$|usd|mad|egp|£)"
MONEY = re.compile(
    rf"(?<![a-z0-9.,_])(?:(?P<low>{NUMBER})\s?(?:-|–|a|to|bis|et|و|ل|الي)\s?)??"
    rf"(?:(?P<number>{NUMBER})\s?(?P<thousand>{_THOUSAND}\b)?\s?(?P<unit>{CURRENCY})(?![a-z\u0621-\u064a])"
    rf"|(?P<unit2>{_BEFORE})\s?(?P<number2>{NUMBER})(?P<k>k\b)?)"
)
_IS_EURO = re.compile(_EURO)
# How long after a sum its period may stand: "2.450 EUR brutto im Monat".
_PERIOD_REACH = 34


class Period(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


_ARTICLE = (
    r"(?:\b(?:par|per|al|alla|all'|a|an|the|im|in der|pro|je|pro|each|every|ogni|chaque|de l'|l'|le|la|"
    r"el|f|fel|fil|fi|l|في|كل|kol|koll|by)\s?|[/|]\s?|في ?ال|ل|بال|فال|ف|b|l)"
)
_PERIODS = (
    (
        Period.HOUR,
        rf"{_ARTICLE}(?:heures?|hour|hr|h\b|stunden?|std|ora\b|sa3a|sa3|ساعه|saa3a)|\b(?:hourly|horaire|stundenlohn|"
        r"orari[oa]?|l'ora|all'ora|de l'heure|die stunde|saa|ساعه)\b",
    ),
    (
        Period.MONTH,
        rf"{_ARTICLE}(?:mois|month|monat|mese|chhar|chher|chahr|shahr|shahar|ch7ar|chehar|شهر)|\b(?:mensuels?|"
        r"mensuelles?|monthly|monatlich\w*|mensil[ei]|mensili|monats\w+|pcm|chahriyan|chahriya|shahri\w*|شهريا|"
        r"شهري|شهريه|الشهر|mtl)\b|\bmois\b|\bmonat\b|\bmese\b|\bmonth\b|\bchhar\b|شهر",
    ),
    (
        Period.YEAR,
        rf"{_ARTICLE}(?:ans?\b|annee|year|jahr\b|anno|3am\b|sana\b|سنه|عام\b)|\b(?:annuels?|annuelle|yearly|"
        r"annual(?:ly)?|p\.? ?a\.?|jahrlich\w*|jahresgehalt|annu[oai]|annual[ei]|lordi annui|سنويا|سنوي|sanawiyan)\b",
    ),
    (
        Period.WEEK,
        rf"{_ARTICLE}(?:semaine|week|woche|settimana|simana|smana|jem3a|اسبوع|سيمانه|جمعه)|\b(?:hebdo\w*|weekly|"
        r"wochentlich|settimanal[ei]|اسبوعيا)\b",
    ),
    (
        Period.DAY,
        rf"{_ARTICLE}(?:jours?|journee|day|tag\b|giorno|giornata|nhar|nhaar|yom|youm|yawm|يوم|نهار)\b|\b(?:daily|"
        r"taglich|giornalier[oi]|journalier|au jour|يوميا)\b",
    ),
)
_PERIOD_PATTERNS = tuple((period, re.compile(pattern)) for period, pattern in _PERIODS)
_NET = re.compile(r"\b(?:nets?|nette|netto|netti|safi|safia|in hand|auf die hand)\b|صافي|صافيه")


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """A sum as it stands in the text; of a range, the lower end."""

    start: int  # characters
    end: int
    value: float
    euro: bool
    period: Period
    net: bool


def value_of(number: str) -> float:
    """A number however its thousands and decimals are written.

    >>> value_of("2.450"), value_of("2 450,50"), value_of("13,90"), value_of("1,200.00")
    (2450.0, 2450.5, 13.9, 1200.0)
    """
    compact = re.sub(r"[ '\u066c]", "", number)
    head, mark, cents = compact[:-3], compact[-3:-2], compact[-2:]
    if mark in {".", ","} and head:
        return float(re.sub(r"[.,]", "", head) + "." + cents)
    if len(compact) > 2 and compact[-2] in ".,":
        return float(re.sub(r"[.,]", "", compact[:-2]) + "." + compact[-1])
    return float(re.sub(r"[.,]", "", compact))


def sums(text: str) -> Iterator[Money]:
    """Every sum of a prepared text, in order."""
    for match in MONEY.finditer(text):
        written = match["low"] or match["number"] or match["number2"]
        value = value_of(written)
        if match["thousand"] or match["k"]:
            value *= 1_000_000 if (match["thousand"] or "").startswith(("مليون", "ml", "mel")) else 1_000
        unit = match["unit"] or match["unit2"]
        yield Money(
            start=match.start(),
            end=match.end(),
            value=value,
            euro=_IS_EURO.fullmatch(unit) is not None,
            period=_period(text, match),
            net=_NET.search(text, max(0, match.start() - 20), match.end() + 25) is not None,
        )


def _period(text: str, match: re.Match[str]) -> Period:
    """The period named soonest after the sum, before the next sum or sentence; NONE when there is none."""
    after = text[match.end() : match.end() + _PERIOD_REACH]
    after = re.split(r"[.!?;\n](?:\s|$)|\d|€", after, maxsplit=1)[0]
    found = [(place.start(), period) for period, pattern in _PERIOD_PATTERNS if (place := pattern.search(after))]
    if found:
        return min(found)[1]
    before = text[max(0, match.start() - 22) : match.start()]
    before = re.split(r"[.!?;,\n]", before)[-1]
    found = [(-place.start(), period) for period, pattern in _PERIOD_PATTERNS if (place := pattern.search(before))]
    return min(found)[1] if found else Period.NONE


_HOURS = r"(?:heures?|hours?|hrs?|h|stunden?|std|ore|ora|sa3at|sa3a|saa3a|sa3at|swaye3|sway3|swaya3|swayea|sa3et|ساعات|ساعه|سوايع|سواع)"
_RANGE = r"(?:(?P<low>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:-|–|a|à|to|bis|ou|o|ل|الي|حتي)\s?)?"
_EACH_DAY = r"(?:jours?|journee|days?|tag|taglich|giorno|giornalier[ei]|die|nhar|nhaar|yom|youm|يوم|نهار|يوميا|اليوم|daily|quotidien\w*)"
_EACH_WEEK = (
    r"(?:semaine|sem|weekly|week|woche|wochentlich|wochenarbeitszeit|settimana|settimanal[ei]|simana|smana|"
    r"jem3a|osbou3|usbu3|اسبوع|الاسبوع|اسبوعيا|سيمانه|جمعه|hebdo\w*|wk)"
)
_LINK = r"[\s/]{0,3}(?:\S{1,9}[\s/]{1,2}){0,3}?"
HOURS_A_DAY = re.compile(rf"(?<![\d:.,])(?P<number>{_RANGE}\d{{1,2}})\s?{_HOURS}\b{_LINK}(?:l'|al|el|lil|fi|f|ن|ف|في)?(?:ال)?{_EACH_DAY}\b")
HOURS_A_WEEK = re.compile(
    rf"(?<![\d:.,])(?P<number>{_RANGE}\d{{2,3}}(?:[.,]\d{{1,2}})?)(?:\s?|-){_HOURS}?(?:-|\b){_LINK}(?:ال)?{_EACH_WEEK}\b"
)
HOURS_NAMED = re.compile(
    r"(?:wochenarbeitszeit|orario settimanale|weekly hours|working hours|duree hebdomadaire|weekly working time|"
    r"arbeitszeit)\D{0,18}(?P<number>\d{2}(?:[.,]\d{1,2})?)"
)
DAYS_A_WEEK = re.compile(
    r"(?<!\d)(?P<number>[5-7])\s?(?:/\s?7|(?:jours?|days?|tage?|giorni|nharat|ayam|ayyam|iyam|jour|ايام|"
    r"ايم|نهارات|يام)\b)(?!\s?(?:de|of|di)\s(?:conge|vacances|leave|ferie)|\s?(?:urlaub|ferie|left|restants))"
)
_FROM_TO = re.compile(
    r"(?:de|from|dalle?|von|men|mn|mel|من)\s?(?:les?|ال)?\s?(?P<from>\d{1,2})(?:[:h.]\d{2}|\s?h|\s?uhr|"
    r"\s?am)?\s?(?:du matin|in the morning|del mattino|s?be7|sbah|الصبح|صباحا|الصباح)?\s?"
    r"(?:a|à|to|until|till|alle|bis|7atta|7ta|hta|l|lel|ل|لل|الي|حتي)\s?(?:ال)?(?P<to>\d{1,2})(?:[:h.]\d{2}|"
    r"\s?h|\s?uhr)?\s?(?P<pm>pm|du soir|di sera|at night|in the evening|del lil|d lil|bel lil|blil|مساء|"
    r"العشيه|بالليل|ليلا|الليل)?"
)


_CLOCK = re.compile(
    r"\d ?h\b|\d[:h]\d|\buhr\b|\b[ap]m\b|matin|soir|morning|night|evening|\bsera\b|mattin|abend|sbah|"
    r"s?be7|\blil\b|صباح|صبح|مساء|ليل|عشيه|ساعه"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTime:
    """The longest times a text names; None where it names none."""

    hours_a_day: float | None
    hours_a_week: float | None
    days_a_week: int | None


def working_time(text: str) -> WorkingTime:
    """Hours and days of work in a prepared text."""
    a_day = [_upper(match) for match in HOURS_A_DAY.finditer(text)]
    a_day += [hours for match in _FROM_TO.finditer(text) if (hours := _span(match))]
    a_week = [_upper(match) for pattern in (HOURS_A_WEEK, HOURS_NAMED) for match in pattern.finditer(text)]
    days = [int(match["number"]) for match in DAYS_A_WEEK.finditer(text)]
    return WorkingTime(
        hours_a_day=max((hours for hours in a_day if 2 <= hours <= 24), default=None),
        hours_a_week=max((hours for hours in a_week if 10 <= hours <= 120), default=None),
        days_a_week=max(days, default=None),
    )


def _upper(match: re.Match[str]) -> float:
    return float(re.findall(r"\d+(?:[.,]\d+)?", match["number"])[-1].replace(",", "."))


def _span(match: re.Match[str]) -> float | None:
    """Hours between two times of the clock; None when they cannot be a working day."""
    around = match.string[match.start() : match.end() + 9]
    if not match[0].startswith("dall") and not _CLOCK.search(around):
        return None  # "from 5 to 20 people"
    begin, end = int(match["from"]), int(match["to"])
    if end <= 12 and (match["pm"] or end <= begin):
        end += 12
    return float(end - begin) if 4 <= begin <= 12 and end <= 24 and end - begin >= 4 else None
