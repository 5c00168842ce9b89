"""A base of many times the size, in a store of its own: `python -m benchmarks.growth --times 10`

Copies of every article under other ids are imported as the product imports; then the held-out questions are searched, one
after the other. Prints the median search, the index's bytes, and how long a published article takes to be found.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dalil.home import set_up_django
from dalil.store import store
from knowledge.article import ArticleFolder
from knowledge.content_files import ARTICLES, read_folders, write_folders

QUESTIONS = Path(__file__).resolve().parents[1] / "nlu_data" / "held-out" / "questions.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--state", type=Path, help="a folder to keep the store in; a temporary one when not given")
    arguments = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the product runs
    with tempfile.TemporaryDirectory() as temporary, store(arguments.state or Path(temporary)):
        set_up_django()
        print(json.dumps(_measured(arguments.times), indent=1))


def _measured(times: int) -> dict[str, Any]:
    from django.core.management import call_command

    from connectors.steps import build_searcher
    from knowledge.importing import import_articles

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        write_folders(_copies(times), Path(folder))
        imported, import_seconds = _timed(lambda: import_articles(Path(folder)))
    searcher = build_searcher()
    _, first_build = _timed(searcher.refresh)
    _, second_build = _timed(build_searcher().refresh)
    assert searcher.snapshot is not None
    index = searcher.snapshot.index
    return {
        "articles": len(index.articles),
        "texts": sum(part.size for part in index.parts.values()),
        "refused": len(imported.refused),
        "import_s": round(import_seconds, 1),
        "first_build_s": round(first_build, 1),
        "second_build_s": round(second_build, 1),
        "index_mb": round(index.nbytes / 1e6, 1),
        "resident_mb_peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "search_ms": _search_ms(searcher),
        "publish_to_found_s": [round(_publish(searcher, number), 2) for number in range(3)],
    }


def _copies(times: int) -> list[ArticleFolder]:
    folders, _ = read_folders(ARTICLES)
    copies = [
        replace(folder, id=f"{folder.id}-{n}", figures=(), articles=tuple(replace(a, id=f"{folder.id}-{n}") for a in folder.articles))
        for n in range(2, times + 1)
        for folder in folders
    ]
    return [*folders, *copies]


def _timed(call: Callable[[], Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    result = call()
    return result, time.perf_counter() - started


def _search_ms(searcher: Any) -> dict[str, float]:
    from knowledge.article import Corridor
    from knowledge.language.identify import identify

    times = []
    for line in QUESTIONS.read_text("utf-8").splitlines():
        text = json.loads(line)["text"]
        read = identify(text)
        times.append(_timed(lambda: searcher.search(text, read.variety.value if read else "ar", Corridor()))[1] * 1000)  # noqa: B023
    times.sort()
    return {"median": round(statistics.median(times), 1), "p95": round(times[int(len(times) * 0.95)], 1), "n": len(times)}


def _publish(searcher: Any, number: int) -> float:
    """A new question for an article, published; seconds until the searcher finds it by that question."""
    from knowledge import models
    from knowledge.article import Corridor

    row = models.Article.objects.filter(locale__language_code="en").order_by("slug")[number * 7]
    title = f"Where does the purple heron number {number} sleep?"
    row.title = title
    started = time.perf_counter()
    row.save()
    searcher.refresh()
    found = searcher.search(title, "en", Corridor()).hits[0].article
    seconds = time.perf_counter() - started
    assert found == row.slug, (found, row.slug)
    return seconds


if __name__ == "__main__":
    main()
