"""Scripts that none of our languages is written in: no model is needed to know them. Pure."""

from __future__ import annotations

import unicodedata

# The first word of a letter's Unicode name is its script ("CYRILLIC SMALL LETTER A"); letters of no script are not told apart.
_OURS = frozenset({"LATIN", "ARABIC"})
_NEUTRAL = frozenset("MODIFIER FEMININE MASCULINE MICRO FULLWIDTH HALFWIDTH MATHEMATICAL DOUBLE-STRUCK SCRIPT BLACK-LETTER".split())


def is_foreign(text: str) -> bool:
    """Whether more than half of the letters are of a script that is neither Latin nor Arabic.

    >>> is_foreign("как получить визу"), is_foreign("ⴰⵣⵓⵍ"), is_foreign("viza для Italia"), is_foreign("")
    (True, True, False, False)
    """
    if text.isascii():
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return sum(_foreign(letter) for letter in letters) * 2 > len(letters)


def _foreign(letter: str) -> bool:
    if letter < "\u0250" or "\u0600" <= letter <= "\u06ff":
        return False
    script = unicodedata.name(letter, "LATIN").partition(" ")[0]
    return script not in _OURS | _NEUTRAL
