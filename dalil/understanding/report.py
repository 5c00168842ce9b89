"""The parts put together, and drawn as one table. Held-out files are read here and nowhere else but in `dalil bench questions`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dalil.home import ROOT
from dalil.understanding import engine, finding, identifying, lexical
from dalil.understanding.engine import Understood
from dalil.understanding.finding import Found
from dalil.understanding.identifying import Message, Reading
from dalil.understanding.intervals import Share
from dalil.understanding.unadapted import UnadaptedEncoder
from knowledge.article import Article
from knowledge.encoder import EncoderUnavailable, load
from knowledge.search import Searcher

DEVELOPMENT = ROOT / "nlu_data" / "dev" / "questions.jsonl"
HELD_OUT = ROOT / "nlu_data" / "held-out"
OTHER_LANGUAGES = ROOT / "nlu_data" / "identification" / "held-out" / "other.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is measured besides identification and search, which always are."""

    engine: bool = True  # intents and entities, where the engine's environment is
    whole: bool = False  # follow-ups through the whole path: some minutes
    baselines: bool = True  # BM25, the encoder before it was adapted, plain Rasa: some minutes the first time
    kept: Path  # where what is made once for the baselines is kept
    messages: Path | None = None  # JSON lines {"text", "variety"} that others wrote


@dataclass(slots=True, kw_only=True)
class Report:
    """Everything measured; `skipped` says in a sentence why a part is missing."""

    identification: dict[str, Reading] = field(default_factory=dict)  # by set of messages
    detectors: dict[str, dict[str, Reading]] = field(default_factory=dict)  # of others, by set
    about: dict[str, float] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)  # of BM25, by variety
    shares: dict[str, dict[str, Share]] = field(default_factory=dict)  # column -> variety -> share
    understood: dict[str, Understood] = field(default_factory=dict)  # by model: "engine", and "plain Rasa"
    skipped: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        return {
            "varieties": {name: {k: v.as_json() for k, v in column.items()} for name, column in self.shares.items()},
            "identification": {name: reading.as_json() for name, reading in self.identification.items()},
            "detectors": {name: {who: r.as_json() for who, r in found.items()} for name, found in self.detectors.items()},
            "about": self.about,
            "bm25": self.settings,
            "entities": {name: _entities(found) for name, found in self.understood.items()},
            "confusions": {name: found.confusions for name, found in self.understood.items()},
            "rasa_test": {name: found.rasa_test for name, found in self.understood.items()},
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
    if wanted.baselines:
        _baselines(report, asked, articles, wanted.kept)
    else:
        report.skipped["baselines"] = "left out with --no-baselines"


def _baselines(report: Report, asked: Sequence[Mapping[str, Any]], articles: Sequence[Article], kept: Path) -> None:
    words = lexical.build(articles)
    settings = lexical.tune(words, rows(DEVELOPMENT))
    report.settings = {name: str(setting) for name, setting in settings.items()}
    report.shares["BM25 first"] = finding.ranked(asked, lexical.ranking(words, settings))
    for name, encoder in (("encoder alone", load()), ("unadapted encoder", UnadaptedEncoder(kept))):
        try:
            report.shares[f"{name} first"] = finding.ranked(asked, finding.nearest(articles, encoder, centred=False))
            report.shares[f"{name}, centred"] = finding.ranked(asked, finding.nearest(articles, encoder, centred=True))
        except EncoderUnavailable as exc:
            report.skipped[name] = str(exc)


def _columns(report: Report, prefix: str, found: Mapping[str, Found]) -> None:
    report.shares[f"{prefix}first"] = {variety: one.first for variety, one in found.items()}
    report.shares[f"{prefix}right"] = {variety: one.right for variety, one in found.items()}
    report.shares[f"{prefix}wrong"] = {variety: one.wrong for variety, one in found.items()}


def _engine(report: Report, wanted: Wanted) -> None:
    if wanted.whole:
        report.shares["follow-up cited"] = engine.followed(rows(HELD_OUT / "follow_ups.jsonl"))
    else:
        report.skipped["follow-ups through the whole path"] = "ask for them with --whole"
    if not wanted.engine:
        report.skipped["intents and entities"] = "left out with --no-engine"
        return
    models = {"engine": engine.understood()}
    if wanted.baselines:
        models["plain Rasa"] = engine.plain(wanted.kept)
    for name, found in models.items():
        if isinstance(found, str):
            report.skipped[f"intents and entities of {name}"] = found
        else:
            report.understood[name] = found
            report.shares["intent" if name == "engine" else f"{name} intent"] = dict(found.intents)


def _entities(found: Understood) -> dict[str, object]:
    return {**{name: score.as_json() for name, score in found.entities.items()}, "country_part": found.country_part}
