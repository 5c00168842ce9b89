"""An offer as words to match: sums and addresses are one word each, sentences and segments keep apart. Pure.

Words are read as triage reads them (`knowledge.triage.tokens`): spellings without clitics, and sounds that Arabic letters and
Arabizi share. A segment is what a denial reaches over: it ends at commas and at words such as "but" and "only".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.article import Language
from knowledge.language.characters import normalise, without_accents
from knowledge.language.identify import identify
from knowledge.offers.amounts import Money, Period, sums
from knowledge.triage.negation import Denial
from knowledge.triage.tokens import forms

CHARACTERS_READ = 20_000
SENTENCE_GAP = 10
LINE_GAP = 5
_SALARY_REACH = 40  # characters before a sum in which a word for pay makes it pay

# Bounded, so that a text of nothing but dots costs no more than any other.
MAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
LINK = r"(?:https?://|www\.)\S+|(?<![\w.-])[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,12}\b(?:/\S*)?"
_TOKEN = re.compile(r"#pay|#money|#mail|#link|#percent|[^\W_]*[3796]'[^\W_]+|[^\W_]+|[.!?;\n,:()]+|\u2013|-")
_MAIL, _LINK = re.compile(MAIL), re.compile(LINK)
_PERCENT = re.compile(r"\d{1,3} ?%")
_CONTRACTED = re.compile(r"n't\b")
_EUROPEAN = frozenset({Language.FR, Language.EN, Language.IT, Language.DE})
_ARABIZI = re.compile(r"[a-z][23579]\w|^[23579]'?[a-df-gi-ln-z]\w{2}|^k(?:ay|at)[b-df-hj-np-tv-z]")
# After these a sentence says something else than before: what was denied is denied no more.
_TURNS = frozenset(
    """
    but only just except however mais seulement juste uniquement sauf par_contre ma pero solo soltanto tranne aber nur lediglich sondern
    لكن ولكن غير بس فقط انما الا وانما walakin lakin lekin wlakin ghir ghi ghier ghayr bess bass faqat fa9at fakat
    """.split()
)
_SALARY = re.compile(
    r"sala(?:ry|ire|rio|r)\b|\bwages?\b|\bpay(?=:| is\b| of\b| rate)|\bwe pay\b|\b(?:be|are|is|get) paid\b|remuneration|"
    r"\bpaie\b|stipendio|retribuzione|\b(?:la|una|di|buona) paga\b|\bpaga (?:di|mensile|oraria|base)\b|"
    r"\bpaga:|compenso|gehalt|\blohn|"
    r"verdien|vergutung|entgelt|\bbrutto?\b|\bbrut\b|\blord[oi]|\bnett?o\b|gross|راتب|مرتب|اجر|خلصه|الخلصه|"
    r"شهريه|\br[ao]t[ei]b|\bmoratt?ab|\bkhal?sa|\bch[ae]hri?ya|\bgagn|\bearn|\bguadagn|تقبض|ت?tq?9?bed|"
    r"\bte9bed|\btekhou?d|\btakhod|salair"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an offer."""

    position: int
    segment: int
    spellings: tuple[str, ...]
    sounds: tuple[str, ...]


def prepared(text: str) -> str:
    """One form of the letters, lines kept: what every rule reads."""
    lines = text[:CHARACTERS_READ].splitlines()
    return without_accents("\n".join(normalise(line) for line in lines))


def read(text: str) -> list[Token]:
    """The words of an offer, in order; linear in its length."""
    found = identify(text)
    european = found is not None and found.language in _EUROPEAN
    return _tokens(_marked(prepared(text)), european=european)


def _marked(text: str) -> str:
    """Sums, shares and addresses replaced by one word each."""
    text = _PERCENT.sub(" #percent ", text)
    parts: list[str] = []
    done = 0
    for money in sums(text):
        parts += [text[done : money.start], " #pay " if is_pay(text, money) else " #money "]
        done = money.end
    marked = "".join([*parts, text[done:]])
    return _CONTRACTED.sub(" not", _LINK.sub(" #link ", _MAIL.sub(" #mail ", marked)))


def is_pay(text: str, money: Money) -> bool:
    """Whether a sum is what the worker gets: it holds for a period, or a word for pay stands before it."""
    before = re.split(r"[.!?;,\n(]", text[max(0, money.start - _SALARY_REACH) : money.start])[-1]
    return money.period not in {Period.NONE} or _SALARY.search(before) is not None


def _tokens(text: str, *, european: bool) -> list[Token]:
    found: list[Token] = []
    position = segment = 0
    denial = Denial()
    for token in _TOKEN.findall(text):
        if token[0] in ".!?;\n,:()-\u2013":
            position += SENTENCE_GAP if token[0] in ".!?;" else LINE_GAP if token[0] == "\n" else 0
            segment += token[0] not in ":-()\u2013"
            denial = denial if token[0] in ":-()\u2013" else Denial()
            continue
        if token in _TURNS:
            segment += 1
            denial = Denial()
        spellings, sounds = _forms(token, european=european)
        found.append(Token(position, segment, spellings, sounds + denial.sounds(token)))
        position += 1
    return found


def _forms(token: str, *, european: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Spellings and sounds; in European texts only spellings, for in long texts sounds meet by chance."""
    if token[0] == "#" or (european and token[0] < "\u0600" and not _ARABIZI.search(token)):
        return (token,), ()
    return forms(token, european=False)


def excerpt(tokens: Sequence[Token], start: int, end: int) -> str:
    """The words between two positions, as they were matched."""
    return " ".join(token.spellings[0] for token in tokens if start <= token.position <= end)
