"""What the second opinion learns from: `nlu_data/triage` (all but held-out), and questions and small talk, which call for no help."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.content_files import ARTICLES, read_folders

NLU = Path(__file__).resolve().parents[2] / "nlu_data"
EASE = "at ease"  # the writer of questions and small talk
THRESHOLD_WRITERS = frozenset({"da", "db"})  # the encoder never learns from them: on them the thresholds are set


@dataclass(frozen=True, slots=True)
class Told:
    """A message, who wrote it, and what it calls for ("" = nothing). A writer's texts have ids of one prefix."""

    text: str
    variety: str  # "" = not told
    writer: str
    category: str
    urgency: str


def read_told() -> list[Told]:
    """All that may be learned from."""
    found = []
    for file in ("train", "dev", "dev-indirect"):
        for line in (NLU / "triage" / f"{file}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            alarm = row["alarm"] or {"category": "", "urgency": ""}
            found.append(Told(row["text"], row["variety"], row["id"].rpartition("-")[0], alarm["category"], alarm["urgency"]))
    for file_of_intent in sorted((NLU / "train").glob("*/*.txt")):
        lines = filter(None, map(str.strip, file_of_intent.read_text("utf-8").splitlines()))
        found += [Told(line, "", EASE, "", "") for line in lines if not line.startswith("#")]
    harm = {article.id for folder in read_folders(ARTICLES)[0] for article in folder.articles if article.protection}
    for line in (NLU / "dev" / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if not harm & set(row["relevant"]):
            found.append(Told(row["text"], row["variety"], EASE, "", ""))
    return found
