"""Measurements by the product's own code, as a table or as JSON."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from dalil.home import ROOT
from dalil.preparing import NotReady
from knowledge.encoder import load

HELD_OUT = ROOT / "nlu_data" / "held-out"


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def retrieval(corpus: Path, queries: Path, *, as_json: bool) -> str:
    """recall@1, recall@5, MRR and ms a query of each method, over all and by language."""
    from knowledge.retrieval.documents import METHODS, Document, DocumentIndex

    documents = [Document(**{name: str(row[name]) for name in ("id", "language", "title", "text")}) for row in _rows(corpus)]
    index = DocumentIndex(documents, load())
    asked = _rows(queries)
    index.learn_queries([(row["text"], row["language"]) for row in asked])
    order = [document.id for document in documents]
    result = {method: _measured(index, order, asked, method) for method in METHODS}
    if as_json:
        return json.dumps(result)
    head = f"{'':10} {'recall@1':>9} {'recall@5':>9} {'MRR':>7} {'ms':>7}"
    return "\n".join(
        [head, *(f"{m:10} {r['recall@1']:9.1%} {r['recall@5']:9.1%} {r['mrr']:7.3f} {r['ms']:7.2f}" for m, r in result.items())]
    )


def _measured(index: Any, order: list[str], asked: list[dict[str, Any]], method: str) -> dict[str, float]:
    ranks, times = [], []
    for row in asked:
        started = time.perf_counter()
        scores = index.scores(row["text"], row["language"], method)
        times.append((time.perf_counter() - started) * 1000)
        relevant = set(row["relevant"])
        best = next((r for r, i in enumerate(np.argsort(-scores, kind="stable"), 1) if order[i] in relevant), 0)
        ranks.append(best)
    count = len(ranks)
    return {
        "recall@1": sum(r == 1 for r in ranks) / count,
        "recall@5": sum(1 <= r <= 5 for r in ranks) / count,
        "mrr": sum(1 / r for r in ranks if r) / count,
        "ms": statistics.median(times),
    }


def questions(*, as_json: bool) -> str:
    """The held-out questions: right article first, answered, wrongly answered, by variety; and what is not ours."""
    from connectors.steps import build_searcher
    from knowledge.article import Corridor
    from knowledge.language.identify import identify
    from knowledge.retrieval.ranking import Decision, Verdict

    searcher = build_searcher()
    searcher.refresh()

    def decided(text: str) -> Decision:
        read = identify(text)
        return searcher.search(text, read.variety.value if read else "ar", Corridor(), Corridor())

    by_variety: dict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for row in _rows(HELD_OUT / "questions.jsonl"):
        decision = decided(row["text"])
        first = decision.hits[0].article in row["relevant"]
        answered = decision.verdict is Verdict.ANSWER
        by_variety[row["variety"]].append((first, answered, answered and not first))
    others = [decided(row["text"]).verdict is Verdict.ANSWER for row in _rows(HELD_OUT / "out_of_scope.jsonl")]
    table = {variety: _shares(found) for variety, found in sorted(by_variety.items())}
    table["all"] = _shares([row for found in by_variety.values() for row in found])
    silent = 1 - float(np.mean(others))
    if as_json:
        return json.dumps({"questions": table, "out_of_scope": {"n": len(others), "not_answered": silent}})
    lines = [f"{'variety':10} {'n':>5} {'first':>7} {'answered':>9} {'wrong':>7}"]
    lines += [f"{v:10} {r['n']:5.0f} {r['first']:7.1%} {r['answered']:9.1%} {r['wrong']:7.1%}" for v, r in table.items()]
    lines.append(f"out of scope: {len(others)}, not answered with an article {silent:.1%}")
    return "\n".join(lines)


def _shares(found: list[tuple[bool, bool, bool]]) -> dict[str, float]:
    first, answered, wrong = np.array(found, float).mean(axis=0)
    return {"n": len(found), "first": float(first), "answered": float(answered), "wrong": float(wrong)}


def beside(name: str, arguments: list[str]) -> int:
    """Run a measurement over real processes, a process itself, from the checkout; its exit code. Raises NotReady outside one."""
    if not (ROOT / "benchmarks" / name).is_dir():
        raise NotReady("This measurement needs the checkout: its harness is not part of the installed product.")
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], cwd=ROOT, check=False).returncode
