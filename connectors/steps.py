"""The collaborators of a turn, built once a process: the searcher, triage, phrases and the engine's HTTP client."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import httpx
from django.db import Error

from connectors import engine, payloads
from connectors.current_turn import Base, Steps
from connectors.events import emit
from connectors.opening import DeskNow
from connectors.turn import Suspicion, Triaged
from knowledge import helpline_sheet, offers, phrases, triage
from knowledge.article import Country
from knowledge.content_files import CONTENT
from knowledge.encoder import Encoder, EncoderUnavailable, load
from knowledge.entities import reader
from knowledge.errors import IndexEmpty
from knowledge.glossary import glossary
from knowledge.helpline import Helpline, choose
from knowledge.language.identify import identify
from knowledge.redaction import redact
from knowledge.retrieval.ranking import shipped_weights
from knowledge.search import Searcher
from knowledge.triage.opinion import listener
from knowledge.unclear import is_unclear

REFRESH_EVERY_S = 0.5


def load_encoder() -> Encoder | None:
    """The encoder of `DALIL_ENCODER`, else the committed one; None, told in the log, when it cannot be had."""
    try:
        return load(os.environ.get("DALIL_ENCODER"))
    except EncoderUnavailable:
        emit("encoder_unavailable")
        return None


def build_searcher() -> Searcher:
    """A searcher of what is published; without an encoder it searches lexically."""
    return Searcher(load_encoder(), reader(), shipped_weights())


def build_steps(searcher: Searcher, client: httpx.AsyncClient, desk: Callable[[], DeskNow | None] = lambda: None) -> Steps:
    """Wire a turn. `client` has the engine's base address and timeout; `desk` knows when somebody of the team is there."""
    sheet, _ = helpline_sheet.parse((CONTENT / helpline_sheet.SHEET).read_text("utf-8"))

    def lines(topics: Sequence[str], country: Country | None) -> Sequence[Helpline]:
        # The committed sheet stands in while there is no database: a number must always be there.
        held = searcher.snapshot.helplines if searcher.snapshot else sheet
        return choose(held or sheet, topics, country)

    def base() -> Base:
        # Triage and menus must work before anything was published, and while there is no database.
        if searcher.snapshot is None:
            return Base(articles={}, figures={})
        return Base(articles=searcher.snapshot.articles, figures=searcher.snapshot.figures)

    def alarm(text: str) -> Triaged | None:
        found = triage.triage(text)
        return Triaged(category=found.category, urgency=found.urgency) if found else None

    def suspects(text: str, variety: str) -> Suspicion | None:
        doubted, vector = triage.doubted(text), searcher.vector(text, variety)
        if vector is None:  # while the encoder is away, what patterns doubt is asked about
            return Suspicion(alarm=Triaged(category=doubted.category, urgency=doubted.urgency), sure=False) if doubted else None
        found = listener().opinion(text, vector, doubted=doubted is not None)
        return Suspicion(alarm=Triaged(category=found.alarm.category, urgency=found.alarm.urgency), sure=found.sure) if found else None

    async def next_acts(text: str, *, sender: str, turn_id: str, language: str, variety: str, asked: str = "") -> list[engine.Act]:
        # The engine remembers what it is told: it needs countries and intents, and no numbers or names of people.
        shown = text if payloads.read(text) else redact(text)
        return await engine.next_acts(client, shown, sender=sender, turn_id=turn_id, language=language, variety=variety, asked=asked)

    return Steps(
        identify=identify,
        triage=alarm,
        suspects=suspects,
        topics=lambda found: triage.topics(triage.Alarm(category=triage.Category(found.category), urgency=triage.Urgency(found.urgency))),
        article_for=lambda found: triage.article(triage.Category(found.category)),
        lines=lines,
        countries=lambda text: reader().read(text).corridor(),
        engine=next_acts,
        search=searcher.search,
        base=base,
        say=phrases.say,
        today=lambda: datetime.now(UTC).date(),
        asked=glossary().asked,
        terms=glossary().find,
        unclear=is_unclear,
        check_offer=lambda text: offers.check(text, base().figures),
        desk=desk,
    )


async def keep_fresh(searcher: Searcher, every_s: float = REFRESH_EVERY_S) -> None:
    """Swap in what was published, within seconds, until cancelled. While the database fails, the last snapshot stands."""
    while True:
        await asyncio.sleep(every_s)
        try:
            if await asyncio.to_thread(searcher.refresh):
                emit("index_refreshed")
        except (Error, IndexEmpty) as exc:
            emit("index_refresh_failed", error=type(exc).__name__)
