"""Arabizi and Arabic letters on common ground: one consonant skeleton for both scripts, and a plain transliteration.

People write the same word with or without vowels, with digits or digraphs, in either script: "ch7al", "chhal", "xhal",
"shhal" and "شحال". The skeleton keeps the consonants that all of them share, so that lexical search can match
them. It is never shown. Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.language.characters import normalise, without_accents

# Longest first: digraphs before their letters. Emphatics fold into plain letters, h and 7 into one.
_LATIN_SOUNDS = (
    ("tch", "C"), ("sch", "C"), ("ch", "C"), ("sh", "C"), ("kh", "x"), ("gh", "G"), ("dj", "j"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("qu", "k"), ("3'", "G"), ("7'", "x"), ("9'", "d"), ("6'", "d"), ("ou", "w"), ("oo", "w"),
    ("3", "E"), ("7", "h"), ("9", "q"), ("5", "x"), ("2", ""), ("8", "G"), ("6", "t"), ("4", "d"),
    ("v", "f"), ("p", "b"), ("z", "s"), ("g", "j"), ("c", "k"), ("x", "C"), ("ç", "s"),
)  # fmt: skip
_ARABIC_SOUNDS = str.maketrans(
    {
        "ا": "a", "و": "w", "ي": "y", "ء": "", "ه": "h", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d",
        "ر": "r", "ز": "s", "س": "s", "ش": "C", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": "E", "غ": "G", "ف": "f", "ق": "q",
        "ك": "k", "گ": "j", "ل": "l", "م": "m", "ن": "n",
    }
)  # fmt: skip
_LATIN_TABLE = dict(_LATIN_SOUNDS)
_LATIN_PATTERN = re.compile("|".join(re.escape(sound) for sound, _ in _LATIN_SOUNDS))
_DOUBLED = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of a normalised text; an apostrophe inside a word stays ("l'almanya", "3'ali")."""
    return _WORD.findall(text)


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants that all spellings of a word share, in either script; "" when nothing is left.

    >>> {skeleton(w) for w in ("ch7al", "chhal", "shhal", "شحال")}
    {'Chl'}
    >>> skeleton("flous") == skeleton("فلوس") == skeleton("flus")
    True
    """
    if word.isdigit():
        return word  # an amount or a year, not Arabizi
    if "\u0600" <= word[:1] <= "\u06ff":
        sounds = word.removesuffix("ه").translate(_ARABIC_SOUNDS)
        sounds = sounds.removeprefix("al") if len(sounds) > 4 else sounds
    else:
        plain = without_accents(word).replace("'", "") if not _has_arabizi_apostrophe(word) else without_accents(word)
        sounds = _LATIN_PATTERN.sub(lambda match: _LATIN_TABLE[match[0]], plain)
        sounds = re.sub(r"^[ea]?l-?(?=\w{4,})", "", sounds) if re.match(r"^(el|al|l)", plain) else sounds
        sounds = sounds[:1] + sounds[1:].removesuffix("h") if len(sounds) > 3 else sounds
    return _DOUBLED.sub(r"\1", re.sub(r"[aeiouwy]", "", sounds[1:] if sounds[:1] in "aeio" else sounds))


def _has_arabizi_apostrophe(word: str) -> bool:
    return bool(re.search(r"[3796]'", word))


def skeletons(text: str) -> list[str]:
    """The skeletons of a text's words, without the empty ones."""
    return [s for s in (skeleton(word) for word in words(normalise(text))) if s]


# Towards Arabic letters, for the encoder, which has seen little Arabizi. One plain reading is enough there.
_TO_ARABIC = (
    ("tch", "تش"), ("sch", "ش"), ("ch", "ش"), ("sh", "ش"), ("kh", "خ"), ("gh", "غ"), ("dj", "ج"), ("th", "ث"), ("dh", "ذ"), ("ph", "ف"),
    ("ou", "و"), ("oo", "و"), ("ee", "ي"), ("aa", "ا"), ("ii", "ي"), ("3'", "غ"), ("7'", "خ"), ("9'", "ض"), ("6'", "ظ"),
    ("3", "ع"), ("7", "ح"), ("9", "ق"), ("5", "خ"), ("2", "ء"), ("8", "غ"), ("6", "ط"), ("4", "ض"),
    ("b", "ب"), ("t", "ت"), ("j", "ج"), ("d", "د"), ("r", "ر"), ("z", "ز"), ("s", "س"), ("f", "ف"), ("q", "ق"), ("k", "ك"), ("l", "ل"),
    ("m", "م"), ("n", "ن"), ("h", "ه"), ("w", "و"), ("y", "ي"), ("g", "ج"), ("p", "ب"), ("v", "ف"), ("c", "ك"), ("x", "ش"),
    ("a", "ا"), ("e", ""), ("i", "ي"), ("o", "و"), ("u", "و"), ("'", ""),
)  # fmt: skip
_DOUBLED_LATIN = re.compile(r"([b-df-hj-np-tv-z])\1")
_TO_ARABIC_TABLE = dict(_TO_ARABIC)
_TO_ARABIC_PATTERN = re.compile("|".join(re.escape(sound) for sound, _ in _TO_ARABIC))


def to_arabic(text: str) -> str:
    """A plain reading of Arabizi in Arabic letters; numbers and Arabic words stay.

    >>> to_arabic("chhal khassni flous")
    'شال خاسني فلوس'
    """

    def letters(match: re.Match[str]) -> str:
        word = match[0]
        if word.isdigit() or not word.isascii():
            return word
        plain = _DOUBLED_LATIN.sub(r"\1", re.sub("^e", "a", word))  # "el", "euro": an initial e is heard, others rarely
        return _TO_ARABIC_PATTERN.sub(lambda sound: _TO_ARABIC_TABLE[sound[0]], plain)

    return _WORD.sub(letters, without_accents(normalise(text)))
