"""A whole text for the ear, and which parts of it a voice of another language should say. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.aloud.figures_said import say_amounts, say_dates, say_phones, say_times
from knowledge.aloud.manner import Manner, manner
from knowledge.article import Language

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^\s()]+\)")
_ADDRESS = re.compile(r"\(?https?://[^\s)]+\)?")
_MAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_COMMAND = re.compile(r"(?<![\w/])/([a-z]{2,32})(?![\w/])")
_BULLET = re.compile(r"^[ \t]*(?:[•·*–-]|\d+[.)])[ \t]+", re.M)
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_LETTERED = re.compile(r"(?<![\w.,])(\d+)([a-z])\b")  # 16a of a law
_LINE_END = re.compile(r"[ \t]*\n+[ \t]*")
_ENDED = ".!?:;…؟،,"
_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*(?:[ ,]+[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*)*")
_GERMAN = re.compile(r"[äöüßÄÖÜ]|sch|\b(?:und|für|der|die|das|Arbeit\w*|\w+amt|\w+ung|\w+keit|\w+schein)\b")
_ENGLISH = re.compile(r"\b(?:the|of|and|for|card|work|free|team|hotline|blue)\b", re.I)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text for one voice."""

    language: Language
    text: str


def spoken(text: str, language: Language) -> str:
    """What a voice of the language should say: no marks, no addresses, figures and abbreviations in full.

    >>> spoken("**Call 0800 111 010** (Mon, 09:00-17:00), see [page](https://a.example/b).", Language.EN)
    "Call 0 8 0 0, 1 1 1, 0 1 0 (Mon, 9 o'clock to 17 o'clock), see page."
    """
    how = manner(language)
    text = _LINK.sub(r"\1", _BOLD.sub(r"\1", _MARKS.sub("", text)))
    text = _ADDRESS.sub("", text)
    text = _MAIL.sub(lambda m: f"{m[1].replace('.', f' {how.dot} ')} {how.at} {m[2].replace('.', f' {how.dot} ')}", text)
    text = _COMMAND.sub(r"\1", text)
    text = _abbreviated(_BULLET.sub("", text), how)
    for say in (say_dates, say_phones, say_times, say_amounts):
        text = say(text, how)
    text = text.replace("§§", how.section).replace("§", how.section).replace("%", f" {how.percent}")
    text = _LETTERED.sub(r"\1 \2", _SLASH.sub(f" {how.slash} ", text))
    return re.sub(r"[ \u00a0\u202f]+", " ", _breaths(text)).strip()


def runs(text: str, language: Language) -> tuple[Run, ...]:
    """The text parted for voices: Latin words in Arabic go to the voice of the language they look like.

    >>> [(run.language.value, run.text) for run in runs("اسمها Ausbildung في ألمانيا", Language.AR)]
    [('ar', 'اسمها'), ('de', 'Ausbildung'), ('ar', 'في ألمانيا')]
    """
    if language is not Language.AR:
        return (Run(language, text),)
    parts: list[Run] = []
    end = 0
    for match in _LATIN.finditer(text):
        parts += _run(language, text[end : match.start()])
        parts += _run(_looks_like(match[0]), match[0])
        end = match.end()
    return tuple(parts + _run(language, text[end:]))


def _run(language: Language, text: str) -> list[Run]:
    return [Run(language, text.strip())] if any(letter.isalnum() for letter in text) else []


def _looks_like(words: str) -> Language:
    """French when nothing tells: it is the Latin script that readers of these answers know best."""
    if _GERMAN.search(words):
        return Language.DE
    return Language.EN if _ENGLISH.search(words) else Language.FR


def _abbreviated(text: str, how: Manner) -> str:
    for short in sorted(how.abbreviations, key=len, reverse=True):
        ending = r"(?!\w)" if short[-1].isalnum() else ""
        text = re.sub(rf"(?<!\w){re.escape(short)}{ending}", how.abbreviations[short], text)
    return text


def _breaths(text: str) -> str:
    """A line's end is a pause, as the eye has it."""
    lines = [line for line in _LINE_END.split(text.strip()) if line]
    return " ".join(line if line[-1] in _ENDED else f"{line}." for line in lines)
