"""Taking personal data out of a text, before anybody reads it who need not know whose it is. Pure.

Used for what goes to the dialogue engine, and for questions without an answer. It is a net, not a wall: names without a cue and
numbers spelt as words pass. What stays must still be understood, so amounts, ages, dates and years stay, and what goes leaves a
word that says what it was. Digits of every script become Western ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from knowledge import redaction_cues as cues
from knowledge.language.characters import readable, western_digits

REGIONS = ("EG", "MA", "TN", "DE", "BE", "FR", "IT")
LONG_RUN = 7  # digits; a helpline or a law has fewer
_PERSONAL_HOSTS = re.compile(
    r"(?:^|\.)(?:t\.me|wa\.me|telegram\.me|facebook\.com|fb\.com|m\.me|instagram\.com|tiktok\.com|x\.com|twitter\.com|linkedin\.com)$"
)


def _any(listed: str) -> str:
    """The cues as one pattern, the longest first; apostrophes and accents are optional where people leave them out."""
    words = sorted({word.strip() for line in listed.strip().splitlines() for word in line.split("|")} - {""}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(word).replace("'", "['’ʼ` ]?").replace(r"\ ", r"[\s-]+") for word in words)


_I = re.IGNORECASE
_EDGE, _END = r"(?<![^\W_])", r"(?![^\W_])"
_GLUED = "[وفبل]?"  # Arabic writes "and", "in", "with" and "for" as one word with the next
_FILL = rf"(?:[\s:=#.,°-]|{_EDGE}(?:{_any(cues.FILLER)}){_END})"
_WORD = r"[^\W\d_][\w'’-]*"
_DATE = r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})"
_YEAR = r"(?:19|20)\d{2}(?:[-/]\d{1,4})?"
_ROUND = r"[1-9]\d{0,2}(?:[\s.,]000)+"
_ORDINARY = re.compile(rf"(?:{_DATE}|{_YEAR}|{_ROUND})(?:[\s/–.-]+(?:{_DATE}|{_YEAR}|{_ROUND}))*")
_MONEY = re.compile(rf"\s*(?:{cues.CURRENCY}){_END}", _I)

# Bounds and left edges keep every pattern linear: a message of 4,000 signs may be made to be slow.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", _I)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'،]+|(?<![\w.@/-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/[^\s<>\"'،]*", _I)
_IBAN = re.compile(rf"{_EDGE}[A-Z]{{2}}\s?\d{{2}}(?:[\s.-]?(?=[A-Z]{{0,3}}\d)[A-Z0-9]{{1,4}}){{3,8}}{_END}", _I)
_CARD = re.compile(r"(?<!\d)\d(?:[\s.-]?\d){12,18}(?!\d)")
_BIRTHDAY = rf"(?:{_DATE}|\d{{1,2}}\s+{_WORD}\s+\d{{2,4}}|{_WORD}\s+\d{{1,2}},?\s+\d{{4}}|(?:19|20)\d{{2}})"
_BIRTH = re.compile(rf"{_EDGE}({_GLUED}(?:{_any(cues.BIRTH)})){_END}({_FILL}{{0,6}}){_BIRTHDAY}", _I)
_NUMBER = (  # of a document: five digits, or three after a letter, or a file's number with its year
    r"(?=(?:[A-Z-]*\d){5}|[A-Z-]*[A-Z](?:[A-Z-]*\d){3}|\d+[/-]\d{3})[A-Z0-9]+(?:[\s/-](?=[A-Z0-9]*\d)[A-Z0-9]+)*"
)
_DOCUMENT = re.compile(
    rf"{_EDGE}({_GLUED}(?:{_any(cues.DOCUMENT)})){_END}((?:{_FILL}|\s+{_WORD}){{0,6}}?[\s:=#.°-]*)(?!{_YEAR}{_END}){_NUMBER}{_END}", _I
)
_CODE = re.compile(  # without a cue: as passports and files are numbered; an amount with its currency is none
    rf"{_EDGE}(?!\d+(?:{cues.CURRENCY}){_END})(?=(?:[A-Za-z]*\d){{5}})(?=\d*[A-Za-z])[A-Za-z0-9]{{6,24}}{_END}"
    rf"|{_EDGE}(?=(?:[A-Z]*\d){{3}})(?=\d*[A-Z])[A-Z0-9]{{8,24}}{_END}"
)
_TAX_CODE = re.compile(rf"{_EDGE}[A-Z]{{6}}\d{{2}}[A-Z]\d{{2}}[A-Z]\d{{3}}[A-Z]{_END}", _I)  # Italy's, which holds the birthday
_DIGITS = re.compile(r"(?<![\w.,/-])(?:\+\s?)?[(]?\d(?:[\s().·/-]{0,3}\d){6,}(?!\w)|\d{7,}")
_HANDLE = re.compile(r"(?<![\w.])@[\w.]{2,}")
_ACCOUNT = re.compile(rf"{_EDGE}({cues.ACCOUNT})(\s*[:=]\s*)(?=\S*[\w.@][\d._@])(?!\[)\S+", _I)
_ENDS_NAME = frozenset(word.strip() for line in cues.AFTER_NAME.strip().splitlines() for word in line.split("|"))
_NAME = re.compile(rf"{_EDGE}({_GLUED}(?:{_any(cues.NAME)})){_END}({_FILL}{{0,6}})({_WORD}(?:[\s]+{_WORD}){{0,3}})", _I)
_CAPITAL = r"[^\W\d_a-zß-ÿ][\w'’-]*"
_TITLED = re.compile(rf"(?<!واحد ){_EDGE}({_any(cues.TITLE)})(\.?\s+){_CAPITAL}(?:\s+{_CAPITAL}){{0,2}}")


def redact(text: str) -> str:
    """The text without personal data, in Western digits.

    >>> redact("je m'appelle Karim Alaoui, 06 12 34 56 78, salaire 1 500 €")
    "je m'appelle [name], [phone], salaire 1 500 €"
    >>> redact("سميتي فاطمة و جواز AB٧٦٥٤٣٢١")
    'سميتي [name] و جواز [document]'
    """
    plain = western_digits(readable(text))
    for pattern, replace in _STEPS:
        plain = pattern.sub(replace, plain)
    return plain


def _link(match: re.Match[str]) -> str:
    """The host stays, for a question may be about it; a page of one person does not."""
    address = match[0] if "://" in match[0] else f"https://{match[0]}"
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return "[link]"
    return "[link]" if not host or _PERSONAL_HOSTS.search(host) or re.search(r"\d{4}", host) else f"[link {host}]"


def _iban(match: re.Match[str]) -> str:
    return "[iban]" if sum(c.isdigit() for c in match[0]) >= 10 else match[0]


def _card(match: re.Match[str]) -> str:
    digits = [int(c) for c in match[0] if c.isdigit()][::-1]
    doubled = (d if n % 2 == 0 else sum(divmod(2 * d, 10)) for n, d in enumerate(digits))
    return "[card]" if sum(doubled) % 10 == 0 else match[0]


def _digits(match: re.Match[str]) -> str:
    run = match[0]
    if _ORDINARY.fullmatch(run.strip(" ()")) or (_MONEY.match(match.string, match.end()) and re.fullmatch(r"\d{1,3}(?:[\s.]\d{3})+", run)):
        return run
    kinds = _number_kinds(run)
    if PhoneNumberType.TOLL_FREE in kinds:  # a helpline: whose number it is, everybody may know
        return run
    return "[phone]" if kinds else "[number]"


def _number_kinds(run: str) -> set[int]:
    """What the number can be where our people are: phonenumbers.PhoneNumberType; empty for none."""
    kinds = set()
    for region in REGIONS:
        try:
            number = phonenumbers.parse(re.sub(r"^00", "+", run), region)
        except NumberParseException:
            break
        if phonenumbers.is_valid_number(number):
            kinds.add(phonenumbers.number_type(number))
    return kinds


def _name(match: re.Match[str]) -> str:
    """Names, until a word that belongs to the rest; where capitals are used, until the first word without one."""
    words = re.findall(_WORD, match[3])
    taken = 0
    for word in words[:3]:
        small = word[0].islower() and words[0][0].isupper()
        if word.casefold() in _ENDS_NAME or (taken and small):
            break
        taken += 1
    if not taken:
        return match[0]
    end = list(re.finditer(_WORD, match[3]))[taken - 1].end()
    return f"{match[0][: match.start(3) - match.start()]}[name]{match[3][end:]}"


Replace = str | Callable[[re.Match[str]], str]
# In this order: what holds digits and letters before what holds digits only, and that before names.
_STEPS: tuple[tuple[re.Pattern[str], Replace], ...] = (
    (_EMAIL, "[email]"),
    (_URL, _link),
    (_BIRTH, r"\1\2[date of birth]"),
    (_IBAN, _iban),
    (_CARD, _card),
    (_TAX_CODE, "[document]"),
    (_CODE, "[document]"),
    (_DIGITS, _digits),
    (_DOCUMENT, r"\1\2[document]"),
    (_ACCOUNT, r"\1\2[handle]"),
    (_HANDLE, "[handle]"),
    (_NAME, _name),
    (_TITLED, r"\1\2[name]"),
)
