"""Since when something goes on, in the words people use: "3 chhour", "depuis mars", "من رمضان", "gestern". Pure."""

import re

from components.quantities import quantities_of

_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_UNITS = (
    "days? weeks? months? years? jours? semaines? mois ans? années? annees? giorn[oi] settiman[ae] mes[ei] ann[oi] tag(?:e|en)? wochen? "
    "monat(?:e|en)? jahr(?:e|en)? nhar n?yam iyam ayyam ayam simana simanat sma?na jom3a ch?har ch?hour ch?hor "
    "shahr shuhur shohour 3am 3amin sna snin sana sneen "
    "يوم ايام أيام يومين اسبوع أسبوع اسابيع أسابيع اسبوعين سيمانة سيمانات شهر شهور اشهر أشهر "
    "شهرين شهرا عام عامين اعوام أعوام سنة سنين سنوات سنتين جمعة"
)
_COUNTED = (
    "a an one two three four five six seven eight nine ten "
    "eleven twelve several some few many un une deux trois quatre cinq six sept huit neuf dix "
    "quelques plusieurs uno una due tre quattro cinque sei sette otto nove dieci "
    "alcuni alcune ein eine einem einer zwei drei vier fünf sechs sieben acht neun zehn paar "
    "wa7ed wahed jouj joj zouj tlata tleta reb3a rb3a khamsa setta seb3a tmenya tes3ud 3achra talata arba3a tnin kam chi "
    "واحد جوج زوج ثلاث ثلاثة ثلث تلاتة تلت اربع اربعة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان ثمانية تسع تسعة عشر عشرة كم شي بضعة"
)
_NAMED = (
    "yesterday today ramadan ramdan romdan eid last\\s(?:night|week|month|year|summer|winter|spring|autumn) "
    "this\\s(?:morning|week|month|year|summer) "
    "hier aujourd'hui avant-hier (?:la\\ssemaine|le\\smois|l'année|l'an|l'été|l'hiver)\\s(?:dernière|dernier|passée?) toujours "
    "ieri oggi (?:la\\ssettimana|il\\smese|l'anno|l'estate)\\sscors[oa] "
    "gestern heute vorgestern letzte[nrs]?\\s(?:woche|monat|jahr|sommer|winter) "
    "lbare7 lbareh embare7 imbareh lyouma lyoum elyoum ennharda s-?sif sif chta "
    "البارح البارحة امبارح إمبارح أمس امس اليوم النهارده رمضان العيد الصيف الشتا الشتاء "
    "(?:الشهر|العام|الاسبوع|الأسبوع|السنة)\\s(?:الماضي|الماضية|اللي\\sفات|اللي\\sفاتت|لي\\sفات)"
)
_CUES = "since from for depuis pendant dal dalla dallo da seit ab mn men mnin mel من منذ مند مذ مدة dep9a 9bel"
_CUE = rf"(?:(?<!\w)(?:{'|'.join(re.escape(word) for word in _CUES.split())})\s+)?"
_COUNT = rf"(?:[{_DIGITS}]{{1,3}}|{'|'.join(re.escape(word) for word in _COUNTED.split())})"
_UNIT = "|".join(_UNITS.split())
_YEAR = r"(?:19|20)\d\d"
# Months that are other words too ("may", "mars"): only right after a cue.
_AFTER_CUE = rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in _CUES.split())})\s+(?:march|mars|may|mai|marz)(?!\w)"
_PATTERNS = (
    re.compile(_AFTER_CUE, re.IGNORECASE),
    re.compile(rf"{_CUE}(?<!\w){_COUNT}\s*(?:d\s|dial\s|ديال\s|de\s)?\s*(?:{_UNIT})(?!\w)", re.IGNORECASE),
    re.compile(rf"{_CUE}(?<!\w)(?:{'|'.join(_NAMED.split())})(?!\w)", re.IGNORECASE),
    re.compile(r"(?<!\w)(?:شهرين|عامين|سنتين|يومين|اسبوعين|أسبوعين|chhrin|chehrin|shahrein|3amin|sentin)(?!\w)", re.IGNORECASE),
    re.compile(rf"{_CUE}(?<!\w){_YEAR}(?!\w)", re.IGNORECASE),
)
_CUE_BEFORE = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in _CUES.split())})\s+$", re.IGNORECASE)


def since_of(text: str) -> str | None:
    """The part of a message that says when something began, as it was typed; None when nothing does.

    >>> since_of("no, since March"), since_of("mn 3 chhour hakka"), since_of("in Italy")
    ('since March', 'mn 3 chhour', None)
    """
    for found in quantities_of(text):
        if found.entity == "date":
            cue = _CUE_BEFORE.search(text[: found.start])
            return text[cue.start() if cue else found.start : found.end]
    for pattern in _PATTERNS:
        if match := pattern.search(text):
            return match[0].strip()
    return None
