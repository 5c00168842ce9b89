"""Which languages a line speaks, in the small notation of the helpline sheet. Pure.

Codes parted by spaces, `?` after one that is not always there: `de en? ar?`. Four words stand for more: `local` (the language of
the country), `others`, `interpreters`, and nothing at all when it is not known.
"""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = frozenset("ar ary fr en it de nl es pt sq ro ru uk pl zh fa tr wo".split())
LOCAL, OTHERS, INTERPRETERS = "local", "others", "interpreters"
_WORDS = frozenset({LOCAL, OTHERS, INTERPRETERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """`sure` and `perhaps` hold codes, `local` and `others`, in the order of the sheet."""

    sure: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    interpreters: bool = False

    def __str__(self) -> str:
        """The notation `parse` reads."""
        return " ".join([*self.sure, *(f"{code}?" for code in self.perhaps), *([INTERPRETERS] if self.interpreters else [])])


NOT_KNOWN = Spoken()


def parse(text: str) -> Spoken:
    """Raises ValueError, with the reason, for an unknown code and one that stands twice.

    >>> parse("de en? interpreters")
    Spoken(sure=('de',), perhaps=('en',), interpreters=True)
    """
    words = text.split()
    codes = [word.removesuffix("?") for word in words]
    for code in codes:
        if code not in LANGUAGES | _WORDS:
            raise ValueError(f"'{code}' is no language we have a name for: {' '.join(sorted(LANGUAGES))}, or local, others, interpreters")
        if codes.count(code) > 1:
            raise ValueError(f"'{code}' stands twice")
    named = [word for word in words if word != INTERPRETERS]
    if f"{INTERPRETERS}?" in named:
        raise ValueError("'interpreters' takes no question mark")
    return Spoken(
        sure=tuple(word for word in named if not word.endswith("?")),
        perhaps=tuple(word.removesuffix("?") for word in named if word.endswith("?")),
        interpreters=INTERPRETERS in words,
    )
