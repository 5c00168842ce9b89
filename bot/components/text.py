"""Words of a message as people mean them, whatever way they were typed. Pure.

The same word reaches us with and without vowel signs, with three kinds of alef, in two scripts, stretched
("salaaaam") or with French accents. Every component compares `form`, never the raw characters.
"""

import re
import unicodedata
from dataclasses import dataclass

# Combining marks are not word characters for `re`, so an Arabic word with vowel signs would fall apart.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}\u0640])+")
_DROPPED = re.compile(rf"[{_MARKS}\u0640]")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
# Letters that writers of Arabic swap freely; Maghrebi keyboards add the ones for g, p and v.
_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و",
        "گ": "ك", "ڭ": "ك", "ݣ": "ك", "ک": "ك", "پ": "ب", "ڤ": "ف", "ڥ": "ف",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a message; `text[start:end]` is what was typed, `form` what is compared."""

    start: int
    end: int
    form: str


def form_of(typed: str) -> str:
    """Reduce what was typed to the shape that all its spellings share.

    >>> form_of("أَلمانـيا"), form_of("Salaaaam"), form_of("Göttingen"), form_of("٢٠٢٦")
    ('المانيا', 'salam', 'gottingen', '2026')
    """
    folded = unicodedata.normalize("NFKD", typed).casefold()
    bare = _DROPPED.sub("", folded).translate(_LETTERS)
    return "".join(_ascii_digit(sign) for sign in _STRETCHED.sub(r"\1", bare))


def words_of(text: str) -> list[Word]:
    """Split a message into words; apostrophes, signs and emoji separate ("l'Italie" is two words)."""
    return [Word(start=match.start(), end=match.end(), form=form_of(match.group())) for match in _WORD.finditer(text)]


def tidy(text: str) -> str:
    """The message for the encoder: same words and accents, without control characters, stretching and vowel signs."""
    shown = "".join(" " if unicodedata.category(sign) in {"Cc", "Cf"} else sign for sign in text)
    composed = _DROPPED.sub("", unicodedata.normalize("NFKC", shown))
    return " ".join(_STRETCHED.sub(r"\1", composed).split())


def _ascii_digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdigit() and not sign.isascii() else sign
