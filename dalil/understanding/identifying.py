"""Identification: ours, by variety and language, beside detectors that others made."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dalil.home import ROOT
from dalil.understanding.intervals import Share, macro_f1
from knowledge.article import Variety
from knowledge.language.calibration import expected_calibration_error
from knowledge.language.context import Context
from knowledge.language.identify import Identified, identify

DETECTORS = ROOT / ".venv-bench" / "bin" / "python"
NOT_OURS = "other"
_EUROPEAN = frozenset({"fr", "en", "it", "de"})
_ARABIC_CODES = frozenset({"ar", "arz", "ary", "aeb", "apc", "arq"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message whose variety a person, or the set it comes from, has named."""

    text: str
    variety: str

    @property
    def language(self) -> str:
        """Of the answer; a mixed message has two, and is left out where languages are counted."""
        return self.variety if self.variety in _EUROPEAN | {NOT_OURS} else "ar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one identification makes of a set of messages."""

    varieties: Mapping[str, Share]
    languages: Share
    macro_f1: float

    def as_json(self) -> dict[str, object]:
        return {
            "varieties": {name: share.as_json() for name, share in self.varieties.items()},
            "languages": self.languages.as_json(),
            "macro_f1": round(self.macro_f1, 4),
        }


def read(messages: Sequence[Message], said: Sequence[tuple[str, str]]) -> Reading:
    """`said` is the variety and the language of each message."""
    varieties = [variety for variety, _ in said]
    of = {name: [n for n, message in enumerate(messages) if message.variety == name] for name in dict.fromkeys(m.variety for m in messages)}
    shares = {name: Share.of(varieties[n] == name for n in rows) for name, rows in sorted(of.items())}
    shares["all"] = Share.of(message.variety == variety for message, variety in zip(messages, varieties, strict=True))
    languages = Share.of(
        message.language == language for message, (_, language) in zip(messages, said, strict=True) if message.variety != Variety.MIXED
    )
    return Reading(varieties=shares, languages=languages, macro_f1=macro_f1([m.variety for m in messages], varieties))


def ours(messages: Sequence[Message]) -> Reading:
    return read(messages, [_said(identify(message.text)) for message in messages])


def _said(found: Identified | None) -> tuple[str, str]:
    return (found.variety.value, found.language.value if found.language else NOT_OURS) if found else ("", "")


def bare(message: Message) -> Message:
    """Without punctuation and capitals: what sources differ in, and languages do not."""
    return Message(text=" ".join(re.sub(r"[^\w\s]", " ", message.text).casefold().split()), variety=message.variety)


def first_words(message: Message, count: int = 2) -> Message:
    return Message(text=" ".join(message.text.split()[:count]), variety=message.variety)


def in_conversation(messages: Sequence[Message]) -> Share:
    """The first two words of each, after another message of the same person in the same variety."""
    clipped = [first_words(message) for message in messages if message.variety != Variety.MIXED]
    found = [identify(message.text, Context(variety=Variety(message.variety))) for message in clipped]
    return Share.of(read is not None and read.variety.value == m.variety for read, m in zip(found, clipped, strict=True))


def calibration(messages: Sequence[Message]) -> float:
    """Expected calibration error of the confidence that the language is right, 0..1."""
    known = [(identify(m.text), m) for m in messages if m.variety != Variety.MIXED]
    sure = [found.confidence for found, _ in known if found]
    return expected_calibration_error(sure, [_said(found)[1] == m.language for found, m in known if found])


def milliseconds(messages: Sequence[Message]) -> float:
    """Median a message."""
    times = []
    for message in messages:
        started = time.perf_counter()
        identify(message.text)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def others(messages: Sequence[Message], python: Path = DETECTORS, run: Callable[..., str] | None = None) -> dict[str, Reading] | str:
    """The readings of lingua, fastText and py3langid; or one sentence that says why there are none."""
    if not python.exists():
        return "their environment is not there: make bench-detectors"
    lines = "\n".join(json.dumps({"text": message.text}, ensure_ascii=False) for message in messages)
    said = [json.loads(line) for line in (run or _run)(python, lines).splitlines()]
    return {name: read(messages, [_of_code(row[name]) for row in said]) for name in said[0]}


def _run(python: Path, lines: str) -> str:
    command = [str(python), str(ROOT / "benchmarks" / "detectors.py")]
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout


def _of_code(code: str) -> tuple[str, str]:
    """Variety and language of an ISO 639 code; fastText knows Egyptian ("arz"), nobody the others."""
    language = "ar" if code in _ARABIC_CODES else code if code in _EUROPEAN else NOT_OURS
    return ("arz" if code == "arz" else language), language
