"""Pay and hours of an offer beside the law of the country. Pure.

What cannot be compared (a sum in another currency, part time without hours, pocket money of an au pair) is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from knowledge.article import Country, Figure
from knowledge.offers.amounts import Money, Period, WorkingTime, sums, working_time
from knowledge.offers.limits import EU_WEEK, Limits, limits
from knowledge.offers.reading import is_pay

WEEKS_A_MONTH = 52 / 12
_TOLERANCE = 0.985  # rounding in what people write ("about 13.85 an hour")
_DESTINATIONS = (Country.DE, Country.FR, Country.BE, Country.IT)
_FULL_DAY = 8.0

_TRAINEE = re.compile(
    r"ausbildung|azubi|auszubildend|apprenti|apprendist|\btrainee|vocational training|alternance|lehrling|"
    r"lehrjahr|تدريب مهني|اوسبيلدون|اوسبيلدونغ|تكوين مهني|التكوين المهني"
)
_NO_PAY_COMPARED = re.compile(
    r"au[ -]?pair|\bfsj\b|\bbfd\b|freiwillig|volontari|volunteer|benevol|service civique|stage\b|stagiaire|"
    r"\btirocini|\binternship|praktikum|taschengeld|pocket money|argent de poche|bourse|stipendium|scholarship|"
    r"تطوع|اوبير"
)
_PART_TIME = re.compile(r"teilzeit|part[ -]time|temps partiel|mi[ -]temps|mini[ -]?job|دوام جزئي|نصف دوام")
_LIVE_IN = re.compile(
    r"\bbadant|\bcolf\b|convivent|live[ -]in|live in carer|assistente familiare|مقيم\w*|domestic|domestique|"
    r"garde[ -]malade|aide a domicile"
)
# What a sum is not pay for: taken off it anywhere in the sentence, said right before it, or right after it.
_TAKEN_OFF = re.compile(
    r"abzug|abzieh|abgezogen|einbehalt|deduct|retenu|retir|deduit|prelev|tratten|trattien|detra|rimbors|"
    r"rembours|repay|خصم|اقتطاع|نقطع|يتقطع|كيتقطع|نقصو|k?hsem|n9at|9ta3"
)
_ELSE_BEFORE = re.compile(
    r"miete|unterkunft|verpflegung|loyer|logement|hebergement|affitto|alloggio|\brent\b|housing|accommodation|"
    r"kaution|frais|\bfees?\b|gebuhr|deposit|caution|commission|"
    r"prime|bonus|premi[oa]|zuschlag|allowance|indemnit|kindergeld|zuschuss|caparra|anticipo|acompte|avance|"
    r"spese|quota|كراء|ايجار|سكن|رسوم|عموله|منحه|مصاريف|عربون|تسبيق|"
    r"\blkra\b|\bsakan\b|repas|ticket|panier|buoni|kurs\b|course|formation|versicherung|insurance|assurance|"
    r"assicurazione|transport|lebenshaltung|cout de la vie|sperrkonto|blocked account|compte bloque"
)
_ELSE_AFTER = re.compile(
    r"miete|loyer|affitto|\brent\b|kaution|frais|\bfees?\b|gebuhr|deposit|caution|commission|prime|bonus|"
    r"zuschlag|zuschuss|spese|كراء|ايجار|رسوم|عموله|\bdi (?:spese|affitto)|de (?:loyer|frais|prime)"
)
_WHOLE_WEEK = 7


def wage_too_low(text: str, countries: Collection[Country], figures: Mapping[str, Figure]) -> str | None:
    """Words and figure of the first sum below the minimum of the country, or of every country where none is named.

    `text` is prepared.
    """
    if _NO_PAY_COMPARED.search(text):
        return None
    time = working_time(text)
    known = [limits(country, figures) for country in _DESTINATIONS if not set(countries) & set(_DESTINATIONS) or country in countries]
    laws = [law for law in known if law is not None and law.hour is not None]
    if not laws:
        return None
    for money in sums(text):
        is_wage = money.euro and is_pay(text, money) and not _for_something_else(text, money)
        if is_wage and all(_below(money, law, time, text) for law in laws):
            return text[money.start : money.end]
    return None


def _for_something_else(text: str, money: Money) -> bool:
    begin = max(text.rfind(mark, 0, money.start) for mark in ".!?;\n")
    after = re.split(r"[.!?;\n]", text[money.end : money.end + 60])[0]
    before = text[max(begin + 1, money.start - 60) : money.start]
    return (
        _TAKEN_OFF.search(before + after) is not None
        or _ELSE_BEFORE.search(before[-32:].rpartition(",")[2]) is not None
        or _ELSE_AFTER.search(after[:26].partition(",")[0]) is not None
    )


def _below(money: Money, law: Limits, time: WorkingTime, text: str) -> bool:
    """Whether a sum is under the law's minimum for its period."""
    hours_week = _hours_a_week(time) or law.full_week
    live_in = law.live_in_month is not None and _LIVE_IN.search(text) is not None
    assert law.hour is not None
    match money.period:
        case Period.HOUR:
            least = law.hour
        case Period.DAY:
            least = law.hour * (time.hours_a_day or _FULL_DAY)
        case Period.WEEK:
            least = law.hour * hours_week
        case Period.YEAR:
            least = law.hour * hours_week * 52
        case _:
            least = law.hour * hours_week * WEEKS_A_MONTH
            if _TRAINEE.search(text):
                least = law.trainee_month or 0.0
            elif live_in and law.live_in_month:
                least = law.live_in_month
    if not _plausible(money) or (_PART_TIME.search(text) and not _hours_a_week(time) and money.period not in {Period.HOUR, Period.DAY}):
        return False
    share = law.net_share if money.net and money.period is not Period.HOUR else 0.8 if money.net else 1.0
    return money.value < least * share * _TOLERANCE


def _plausible(money: Money) -> bool:
    """Sums that can be pay for their period: a fee or a fine is not compared."""
    low, high = {
        Period.HOUR: (0.5, 200), Period.DAY: (5, 1_000), Period.WEEK: (30, 5_000), Period.YEAR: (2_000, 300_000),
    }.get(money.period, (100, 20_000))  # fmt: skip
    return low <= money.value <= high


def _hours_a_week(time: WorkingTime) -> float | None:
    if time.hours_a_week is not None:
        return time.hours_a_week
    if time.hours_a_day is not None and (time.days_a_week or time.hours_a_day >= _FULL_DAY):
        return time.hours_a_day * (time.days_a_week or 5)
    return None


def hours_too_long(text: str, countries: Collection[Country], figures: Mapping[str, Figure]) -> str | None:
    """The working time of a prepared text that no law of the country allows; None when there is none."""
    time = working_time(text)
    laws = [law for country in _DESTINATIONS if country in countries and (law := limits(country, figures))]
    week_limit = min((law.week_limit for law in laws), default=EU_WEEK)
    if laws and any(law.live_in_week for law in laws) and _LIVE_IN.search(text):
        week_limit = max(week_limit, *(law.live_in_week or 0.0 for law in laws))
    day_limit = min((law.day_limit for law in laws), default=10.0)
    if time.hours_a_week is not None and time.hours_a_week > week_limit:
        return f"{time.hours_a_week:g} h"
    if time.hours_a_day is not None:
        if time.hours_a_day > min(day_limit, 10.0):
            return f"{time.hours_a_day:g} h"
        if time.days_a_week and time.hours_a_week is None and time.hours_a_day * time.days_a_week > week_limit:
            return f"{time.hours_a_day * time.days_a_week:g} h"
    return "7/7" if time.days_a_week == _WHOLE_WEEK else None
