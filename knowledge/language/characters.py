"""Normalisation of characters, for matching only: the person's own spelling is what is shown. Pure."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

# Zero-width, direction, filling and variation characters; tatweel, Arabic diacritics (harakat, Quranic marks, superscript alef).
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u034f\u061c\u115f\u1160\u180e\u2800\u3164\ufe00-\ufe0f\ufff9-\ufffb\uffa0"
    "\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08ca-\u08ff\U000e0000-\U000e007f]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Three and more of the same letter are emphasis ("chhaaaal", "شكراااا"); digits are left alone.
_ELONGATION = re.compile(r"([^\W\d_])\1{2,}")
_SPACES = re.compile(r"\s+")
_ACCENTS = re.compile("[\u0300-\u036f]+")

_ARABIC_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ٲ": "ا", "ٳ": "ا",
        "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
        # Letters of Persian and Urdu keyboards, and those that Moroccans and Tunisians write for g, v and p.
        "ک": "ك", "ڪ": "ك", "ی": "ي", "ے": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ه",
        "ڭ": "گ", "ݣ": "گ", "ڨ": "ق", "ڤ": "ف", "ڥ": "ف", "پ": "ب", "چ": "ش", "ژ": "ج",
        "œ": "oe", "æ": "ae",  # which nobody's phone offers first
        "،": ",", "؛": ";", "؟": "?",
    }
)  # fmt: skip


# Decimal digits of every script, for one pass over a text.
_DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(0x80, sys.maxunicode + 1)
    if unicodedata.decimal(chr(code), None) is not None
}
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")  # most texts have none, and looking is ten times faster than translating
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛ʼʻ′`´", "'"))


def western_digits(text: str) -> str:
    """Digits of every script as 0-9.

    >>> western_digits("٣٠٠ ۴")
    '300 4'
    """
    return text.translate(_DIGITS) if _FOREIGN_DIGIT.search(text) else text


def readable(text: str) -> str:
    """What a person sees, without invisible and control characters and with single spaces; letters untouched."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", _INVISIBLE.sub("", text))).strip()


@lru_cache(maxsize=8)  # a text's several readers come one after the other; more would keep what people wrote
def normalise(text: str) -> str:
    """One form for all spellings of the same letters: lower case, no marks, Western digits, unified Arabic letters.

    >>> normalise("بِطاقـــة  الفُرَص؟؟؟")
    'بطاقه الفرص???'
    >>> normalise("Chhaaaal  ÉTÉ")
    'chhaal été'
    """
    # Apostrophes first, for NFKC takes some apart; marks again afterwards, for it uncovers some.
    text = unicodedata.normalize("NFKC", readable(text.translate(_APOSTROPHES)))
    text = western_digits(unicodedata.normalize("NFKC", readable(text)))
    return _ELONGATION.sub(r"\1\1", text.casefold().translate(_ARABIC_LETTERS))


def without_accents(text: str) -> str:
    """Latin letters without their accents, as people type on a phone; Arabic is left as it is."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))


def arabic_share(text: str) -> float:
    """The part of the letters that are Arabic, 0..1; 0.0 for a text without letters."""
    letters = [c for c in text if c.isalpha()]
    return sum("\u0600" <= c <= "\u06ff" for c in letters) / len(letters) if letters else 0.0
