"""Which words of an Arabic message are denied: "ma khllsnich", "مبيدفعليش", "ما بقاش كيجاوب", "لم يدفع", "رفض أن يعطيني". Pure.

Dialects wrap the verb ("ma ...ch"), put a helper before it ("ma 3adch", "مش راضي") or use a small word. A pattern says `!word`
for "word, denied", so that no list of every person, tense and spelling is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.arabizi import skeleton

MARK = "!"  # before a sound: the word is denied

_WORDS = frozenset(
    """
    ما وما ma وماعاد ومش وموش ومحدش محدش ma7adesh ma7addesh مش mesh mch msh mosh mouch moch موش
    موشي ماشي لا لم لن ليس ولا ولم ولن فلا فلم دون بدون blech bila بلا bla men_gher
    """.split()
)
_JOINING = frozenset("أن ان an en ما ma باش bach bech bch بش ش عشان 3achan 3ashan حتى 7atta 7ta hatta عن".split())
# "every time that I ask", "before he pays": a "ma" that denies nothing.
_TIMES = frozenset(
    """
    كل kol koll kull قبل 9bel 9bal qbel abl 2abl بعد ba3d kif كيف ki كي بحال b7al زي zay متل لما lamma أول awel وقت w9t wa9t
    """.split()
)
# Helpers and refusals hand the denial on to the verb after them.
_HELPERS = re.compile(r"bG|hb|b?qdr|dr$|njm|bnjm|Ed$|Edt$|b?q$|bqt$|qbl|rd$|rdn$|smh|Es$|Est$|stE|kn$|xln|xlh|sbn|wfq|wft|Erf|rf$|mCn$")
_REFUSALS = re.compile(r"^rfd|^mtnE|^mnE|^rfs")
_LATIN_WRAP = re.compile(r"^m(?:a|e|i)?(?=\w{3})|(?:i|e|a)?(?:ch|sh|x)$")
_ARABIC_WRAP = re.compile(r"^(?:ما|م)(?=\w{3})|ش$")
_TENSE = "kbthGnfs"  # what may stand before the stem of a verb


@dataclass(slots=True)
class Denial:
    """Reads the words of one sentence in order and says which are denied."""

    carried: bool = False
    previous: str = ""

    def sounds(self, token: str) -> tuple[str, ...]:
        """The sounds of a denied word behind `MARK`; empty when nothing denies it."""
        before, self.previous = self.previous, token
        if token in _PLAIN:
            self.carried = before not in _PLAIN_TIMES
            return ()
        if self.carried and token in _PLAIN_JOINING:
            return ()
        wrapped, bare = _bare(token)
        denied = wrapped or self.carried
        stems = tuple(dict.fromkeys((*_stems(bare), *_stems(token)))) if denied else _stems(token)
        self.carried = any(_REFUSALS.search(stem) for stem in stems) or (denied and any(_HELPERS.match(stem) for stem in stems))
        return tuple(MARK + stem for stem in stems) if denied else ()


def _plain(words: frozenset[str]) -> frozenset[str]:
    return words | {word.replace("أ", "ا") for word in words}


_PLAIN, _PLAIN_JOINING, _PLAIN_TIMES = _plain(_WORDS), _plain(_JOINING) - {"ما", "ma"}, _plain(_TIMES)


@lru_cache(maxsize=20_000)
def _bare(token: str) -> tuple[bool, str]:
    """Whether "ma ...ch" is wrapped around a word, and the word without it."""
    wrap = _ARABIC_WRAP if "\u0600" <= token[0] <= "\u06ff" else _LATIN_WRAP
    ends = [match.start() > 0 for match in wrap.finditer(token)]
    bare = wrap.sub("", token) if True in ends else token
    return ends == [False, True], bare or token


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    """The sound of a word, also without the prefixes of a verb."""
    sound = skeleton(word)
    found = [sound] if sound else []
    while len(sound) > 2 and sound[0] in _TENSE:
        sound = sound[1:]
        found.append(sound)
    return tuple(found)
