"""Amounts of money and dates, by pattern, in digits of every script and months of every language. Pure."""

import re
from dataclasses import dataclass

_DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9]"
_NUMBER = rf"{_DIGIT}{{1,3}}(?:[ .,'\u00a0\u066c]{_DIGIT}{{3}})+(?:[.,]{_DIGIT}{{1,2}})?|{_DIGIT}+(?:[.,\u066b]{_DIGIT}{{1,2}})?"
_CURRENCIES = {
    "EUR": r"€|eur(?:o|os|i)?|orou|يورو|اورو|أورو",
    "MAD": r"dhs?|mad|dirhams?|derhem|drhm|dh|درهم|دراهم",
    "TND": r"dt|tnd|dinars?|dinari|dinare|دينار|دنانير|د\.ت",
    "EGP": r"egp|l\.e\.?|gne?h|gineh|geneh|جنيه|جنية|livres? [ée]gyptiennes?",
    "USD": r"\$|usd|dollars?|dollari|دولار",
}
_MONTHS = (
    "january janvier gennaio januar janfi yanayer janvi يناير جانفي جانفيي كانون_الثاني",
    "february fevrier février febbraio februar fevri fibrayer فبراير فيفري شباط",
    "march mars marzo marz märz maghres مارس اذار آذار",
    "april avril aprile avri abril أبريل ابريل أفريل افريل نيسان",
    "may mai maggio mayo ماي مايو أيار ايار",
    "june juin giugno juni jwan yonyo يونيو جوان حزيران",
    "july juillet luglio juli juilia yolyo يوليوز يوليو جويلية تموز",
    "august aout août agosto ghocht أغسطس اغسطس غشت أوت اوت آب",
    "september septembre settembre chtanbir sbtambr سبتمبر شتنبر أيلول ايلول",
    "october octobre ottobre oktober oktobr أكتوبر اكتوبر تشرين_الأول",
    "november novembre nouvembre nwanbir نوفمبر نونبر تشرين_الثاني",
    "december decembre décembre dicembre dezember dojanbir ديسمبر دجنبر كانون_الأول",
)
_MONTH_OF = {name.replace("_", " "): number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_ANY_MONTH = "|".join(re.escape(name) for name in sorted(_MONTH_OF, key=len, reverse=True))
_WORD_END = r"(?![^\W\d_])"
_BEFORE_NUMBER = r"(?<![\w.,])"

_AMOUNTS = [
    (code, re.compile(rf"{_BEFORE_NUMBER}({_NUMBER})\s*(?:{signs}){_WORD_END}", re.IGNORECASE)) for code, signs in _CURRENCIES.items()
] + [(code, re.compile(rf"(?<!\w)(?:{signs})\s*({_NUMBER})(?!\w)", re.IGNORECASE)) for code, signs in _CURRENCIES.items()]
_NUMERIC_DATE = re.compile(
    rf"{_BEFORE_NUMBER}(?:({_DIGIT}{{4}})[-/]({_DIGIT}{{1,2}})[-/]({_DIGIT}{{1,2}})|"
    rf"({_DIGIT}{{1,2}})[-/.]({_DIGIT}{{1,2}})[-/.]({_DIGIT}{{4}}|{_DIGIT}{{2}}))(?!\w)"
)
_NAMED_DATE = re.compile(
    rf"(?:(?<!\w)({_DIGIT}{{1,2}})(?:er|st|nd|rd|th|\.)?\s+(?:of\s+|de\s+|من\s+)?)?(?<!\w)({_ANY_MONTH}){_WORD_END}(?:\s+({_DIGIT}{{4}}))?",
    re.IGNORECASE,
)
_AMBIGUOUS_ALONE = frozenset({"may", "march", "mars", "mai", "marz"})  # verbs and adverbs too: a number must be near


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """`entity` is "amount" ("850 EUR") or "date" ("2026-09-15", "--09", "2026-09"); `start:end` is what was typed."""

    entity: str
    value: str
    start: int
    end: int


def quantities_of(text: str) -> list[Quantity]:
    """Every amount and date of a message, in order; a number is never both."""
    found = [*_amounts(text), *_dates(text)]
    found.sort(key=lambda quantity: (quantity.start, -quantity.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return kept


def _amounts(text: str) -> list[Quantity]:
    return [
        Quantity(entity="amount", value=f"{_plain(match[1])} {code}", start=match.start(), end=match.end())
        for code, pattern in _AMOUNTS
        for match in pattern.finditer(text)
    ]


def _dates(text: str) -> list[Quantity]:
    dates: list[Quantity] = []
    for match in _NUMERIC_DATE.finditer(text):
        year, month, day = match.group(1, 2, 3) if match[1] else (match[6], match[5], match[4])
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            century = "20" if len(year) == 2 else ""
            value = f"{century}{int(year):02d}-{int(month):02d}-{int(day):02d}"
            dates.append(Quantity(entity="date", value=value, start=match.start(), end=match.end()))
    return dates + [
        Quantity(entity="date", value=_named_value(match), start=match.start(), end=match.end())
        for match in _NAMED_DATE.finditer(text)
        if match[1] or match[3] or match[2].casefold() not in _AMBIGUOUS_ALONE
    ]


def _named_value(match: re.Match[str]) -> str:
    day, name, year = match.groups()
    value = f"{int(year) if year else '-'}-{_MONTH_OF[name.casefold()]:02d}"
    return f"{value}-{int(day):02d}" if day else value


def _plain(number: str) -> str:
    """A number as typed, as ASCII without grouping: "١٬٢٠٠" and "1.200" are 1200, "12,50" is 12.50.

    >>> _plain("1.200"), _plain("12,5"), _plain("١٢٠٠")
    ('1200', '12.5', '1200')
    """
    signs = "".join(str(int(sign)) if sign.isdigit() else sign for sign in number)
    whole, mark, rest = signs, "", ""
    if cents := re.search(r"[.,\u066b](\d{1,2})$", signs):
        whole, mark, rest = signs[: cents.start()], ".", cents[1]
    return re.sub(r"\D", "", whole) + mark + rest
