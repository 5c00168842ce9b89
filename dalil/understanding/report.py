"""The parts put together, and drawn as one table. Held-out files are read here and nowhere else but in `dalil bench questions`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dalil.home import ROOT
from dalil.understanding import engine, finding, identifying
from dalil.understanding.finding import Found
from dalil.understanding.identifying import Message, Reading
from dalil.understanding.intervals import Share
from knowledge.encoder import load
from knowledge.search import Searcher

HELD_OUT = ROOT / "nlu_data" / "held-out"
OTHER_LANGUAGES = ROOT / "nlu_data" / "identification" / "held-out" / "other.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is measured besides identification and search, which always are."""

    engine: bool = True  # intents and entities, where the engine's environment is
    whole: bool = False  # follow-ups through the whole path: some minutes
    unadapted: str | None = None  # name or directory of the encoder before it was adapted
    messages: Path | None = None  # JSON lines {"text", "variety"} that others wrote


@dataclass(slots=True, kw_only=True)
class Report:
    """Everything measured; `skipped` says in a sentence why a part is missing."""

    identification: dict[str, Reading] = field(default_factory=dict)  # by set of messages
    detectors: dict[str, dict[str, Reading]] = field(default_factory=dict)  # of others, by set
    about: dict[str, float] = field(default_factory=dict)
    shares: dict[str, dict[str, Share]] = field(default_factory=dict)  # column -> variety -> share
    entities: dict[str, Any] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {
            "varieties": {name: {k: v.as_json() for k, v in column.items()} for name, column in self.shares.items()},
            "identification": {name: reading.as_json() for name, reading in self.identification.items()},
            "detectors": {name: {who: r.as_json() for who, r in found.items()} for name, found in self.detectors.items()},
            "about": self.about,
            "entities": self.entities,
            "skipped": self.skipped,
        }


def measure(searcher: Searcher, wanted: Wanted) -> Report:
    report = Report()
    asked = rows(HELD_OUT / "questions.jsonl")
    _identification(report, asked, wanted)
    _search(report, asked, searcher, wanted)
    _engine(report, wanted)
    return report


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _messages(path: Path) -> list[Message]:
    return [Message(text=row["text"], variety=row["variety"]) for row in rows(path) if not row["variety"].startswith("other-")]


def _identification(report: Report, asked: Sequence[Mapping[str, Any]], wanted: Wanted) -> None:
    own = [Message(text=row["text"], variety=row["variety"]) for row in asked]
    sets = {
        "held-out": own,
        "without punctuation and capitals": [identifying.bare(message) for message in own],
        "first two words": [identifying.first_words(message) for message in own if message.variety != "mixed"],
        "other languages": _messages(OTHER_LANGUAGES),
    }
    if wanted.messages:
        # There, "other" are Arabic dialects that we do not name; they are answered in Arabic, and no class of ours.
        sets["others' messages"] = [message for message in _messages(wanted.messages) if message.variety != "other"]
    report.identification = {name: identifying.ours(messages) for name, messages in sets.items()}
    for name in {"held-out", "others' messages"} & sets.keys():
        found = identifying.others(sets[name])
        if isinstance(found, str):
            report.skipped["detectors"] = found
        else:
            report.detectors[name] = found
    report.shares["variety named"] = dict(report.identification["held-out"].varieties)
    report.about = {
        "expected_calibration_error": round(identifying.calibration(own), 4),
        "ms_median": round(identifying.milliseconds(own), 3),
        "two_words_after_a_turn": round(identifying.in_conversation(own).value, 4),
    }


def _search(report: Report, asked: Sequence[Mapping[str, Any]], searcher: Searcher, wanted: Wanted) -> None:
    assert searcher.snapshot is not None
    articles = [text for texts in searcher.snapshot.articles.values() for text in texts.values()]
    _columns(report, "", finding.questions(asked, searcher))
    _columns(report, "follow-up ", finding.follow_ups(rows(HELD_OUT / "follow_ups.jsonl"), searcher))
    report.shares["not ours, not answered"] = finding.silent(rows(HELD_OUT / "out_of_scope.jsonl"), searcher)
    report.shares["BM25 first"] = finding.ranked(asked, finding.bm25(articles))
    report.shares["encoder alone first"] = finding.ranked(asked, finding.nearest(articles, load()))
    if wanted.unadapted:
        report.shares["unadapted encoder first"] = finding.ranked(asked, finding.nearest(articles, load(wanted.unadapted)))
    else:
        report.skipped["unadapted encoder"] = "name it with --unadapted; docs/decisions/0003-encoder.md says how it is made"


def _columns(report: Report, prefix: str, found: Mapping[str, Found]) -> None:
    report.shares[f"{prefix}first"] = {variety: one.first for variety, one in found.items()}
    report.shares[f"{prefix}right"] = {variety: one.right for variety, one in found.items()}
    report.shares[f"{prefix}wrong"] = {variety: one.wrong for variety, one in found.items()}


def _engine(report: Report, wanted: Wanted) -> None:
    if wanted.whole:
        report.shares["follow-up cited"] = engine.followed(rows(HELD_OUT / "follow_ups.jsonl"))
    else:
        report.skipped["follow-ups through the whole path"] = "ask for them with --whole"
    understood = engine.understood() if wanted.engine else "left out with --no-engine"
    if isinstance(understood, str):
        report.skipped["intents and entities"] = understood
    else:
        report.shares["intent"] = understood["intents"]
        report.entities = understood["entities"]
