"""The studio, in a store of its own: `python -m benchmarks.studio --golden 500 --times 1`

How long golden questions take before a publication, first and again, and how well questions are grouped across languages. Golden
questions and groups are titles and phrasings of the shipped articles: no held-out question is read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.growth import _copies
from dalil.home import set_up_django
from dalil.store import store
from knowledge.content_files import write_folders

THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--golden", type=int, default=500)
    parser.add_argument("--times", type=int, default=1, help="size of the base, in shipped bases")
    parser.add_argument("--groups", type=int, default=60, help="articles whose titles and phrasings are grouped")
    arguments = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the product runs
    with tempfile.TemporaryDirectory() as temporary, store(Path(temporary)):
        set_up_django()
        _fill(arguments.times)
        print(json.dumps({"golden": _golden(arguments.golden), "trial": _trial(), "groups": _groups(arguments.groups)}, indent=1))


def _fill(times: int) -> None:
    from django.core.management import call_command

    from knowledge.importing import import_articles

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        write_folders(_copies(times), Path(folder))
        import_articles(Path(folder))


def _asked() -> list[tuple[str, str, str]]:
    """(article, variety, words) of everything people are known to ask, in an order that does not depend on the base."""
    from knowledge import repository

    rows = [
        (article.id, variety, text)
        for article in repository.published()
        for variety, text in [(article.language.value, article.title), *((p.variety.value, p.text) for p in article.phrasings)]
    ]
    return sorted(rows)


def _drawn(rows: Sequence[Any], count: int, seed: int | str) -> list[Any]:
    return random.Random(seed).sample(list(rows), min(count, len(rows)))


def _golden(count: int) -> dict[str, Any]:
    from knowledge.models import Article
    from staff import asking
    from staff.models import GoldenQuestion

    chosen = _drawn(_asked(), count, 5)
    GoldenQuestion.objects.bulk_create(
        [GoldenQuestion(text=text[:500], variety=variety, expected=slug) for slug, variety, text in chosen], ignore_conflicts=True
    )
    loading = _seconds(asking.searcher)
    draft = Article.objects.get(slug=chosen[0][0], locale__language_code="en")
    draft.title, draft.short_answer, draft.body, draft.phrasings = "How do I feed a heron?", "With fish.", "", []
    found, first = _timed(draft)
    _again, second = _timed(draft)
    return {
        "questions": found.asked,
        "load_s": round(loading, 1),
        "first_s": round(first, 1),
        "again_s": round(second, 1),
        "changed": len(found.changes),
        "broken": found.broken,
        "right_now": _right(),
    }


def _right() -> int:
    from staff import asking, golden

    asked = golden.questions()
    return sum(given.is_right(question.expected) for question, given in zip(asked, golden.run(asking.searcher(), asked), strict=True))


def _timed(draft: Any) -> tuple[Any, float]:
    from staff import golden

    started = time.perf_counter()
    return golden.rehearse(draft), time.perf_counter() - started


def _seconds(call: Any) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _trial() -> dict[str, Any]:
    """One question tried: all languages, all channels."""
    from knowledge.article import Corridor
    from staff import asking
    from staff.trying import attempt

    held = asking.searcher()
    questions = [text for _slug, _variety, text in _drawn(_asked(), 30, 6)]
    times = sorted(_seconds(lambda: attempt(text, Corridor(), held, asking.steps(held))) * 1000 for text in questions)  # noqa: B023
    return {
        "articles": len(held.snapshot.articles) if held.snapshot else 0,
        "median_ms": round(statistics.median(times)),
        "max_ms": round(times[-1]),
    }


def _groups(articles: int) -> dict[str, Any]:
    """Of pairs put together the share that ask the same (precision), and of pairs that ask the same the share put together (recall)."""
    from knowledge.clustering import clusters
    from knowledge.retrieval.entries import encoder_text
    from staff import asking

    rows = _asked()
    slugs = _drawn(sorted({slug for slug, *_rest in rows if not slug[-1].isdigit()}), articles, 7)
    # A few ways to ask of each article, in different varieties: as questions come in, not as an editor collects them.
    chosen = [row for slug in slugs for row in _drawn([other for other in rows if other[0] == slug], 12, slug)]
    encoder, snapshot = asking.encoder(), asking.searcher().snapshot
    assert encoder is not None and snapshot is not None
    import numpy as np

    raw = encoder.encode([encoder_text(text, variety) for _slug, variety, text in chosen])
    vectors = np.stack([snapshot.index.frame.question(vector) for vector in raw])
    started = time.perf_counter()
    found = {threshold: clusters(vectors, threshold) for threshold in THRESHOLDS}
    seconds = (time.perf_counter() - started) / len(THRESHOLDS)
    scores = {str(threshold): _scores(groups, [slug for slug, *_rest in chosen]) for threshold, groups in found.items()}
    return {"questions": len(chosen), "seconds": round(seconds, 2), "by_threshold": scores}


def _scores(groups: Sequence[Sequence[int]], slugs: Sequence[str]) -> dict[str, float]:
    together = {pair for group in groups for pair in combinations(group, 2)}
    same = {(i, j) for i, j in combinations(range(len(slugs)), 2) if slugs[i] == slugs[j]}
    both = len(together & same)
    return {"precision": round(both / max(1, len(together)), 3), "recall": round(both / len(same), 3), "groups": len(groups)}


if __name__ == "__main__":
    main()
