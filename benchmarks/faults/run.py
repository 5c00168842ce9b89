"""One run: people talk, providers misbehave, processes are killed; then everybody waits until nothing more comes."""

from __future__ import annotations

import asyncio
import random
import sys
import time
from dataclasses import dataclass

import httpx
import psycopg

from benchmarks.faults import script
from benchmarks.faults.judging import Verdict, Witness, is_answered, judge
from benchmarks.faults.killing import Killer, Step
from benchmarks.faults.people import People
from benchmarks.faults.script import Conversation
from benchmarks.harness.installation import Installation, free_port, installed
from benchmarks.harness.member import Member, start_all, stop_all, supervise
from benchmarks.harness.posting import Post
from benchmarks.harness.weather import BAD_DAY, Weather, WeatheredTelegram, WeatheredWhatsApp
from tests.fakes.telegram import fake_telegram
from tests.fakes.whatsapp import fake_whatsapp

AT_ONCE = 40  # conversations under way
# Longer than the longest pause of the product that the run can cause: a send cut off waits 30 s for WhatsApp's report, and
# the reply behind it may meet the same fate.
GIVE_UP_AFTER_S = 150.0
POLL_MARGIN_S = 10.0  # a long poll answers later than anything else
REPEATS_AFTER_S = 4.0  # after the last answer: a double would come now
_LABELLED = """SELECT c.channel, count(*) FROM connectors_outbox o JOIN connectors_conversation c ON c.id = o.conversation_id
               WHERE o.uncertain GROUP BY c.channel"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    messages: int
    kills: int
    seed: int = 1
    gateways: int = 2
    workers: int = 2
    weather: Weather = BAD_DAY


def measure(wanted: Wanted) -> Verdict:
    """Start an installation, put it through the run, stop it. Raises TimeoutError when a process does not come up."""
    with installed(content=False) as bare:
        return asyncio.run(_measure(wanted, bare))


async def _measure(wanted: Wanted, bare: Installation) -> Verdict:
    engine_port = free_port()
    graph = WeatheredWhatsApp(weather=wanted.weather, chance=random.Random(wanted.seed + 1))
    bot_api = WeatheredTelegram(weather=wanted.weather, chance=random.Random(wanted.seed + 2))
    async with fake_whatsapp(graph), fake_telegram(bot_api):
        installation = bare.among(whatsapp_url=graph.url, telegram_url=bot_api.url, engine_port=engine_port)
        members = _members(installation, wanted, engine_port)
        try:
            await start_all(members)
            return await _suffer(wanted, installation, members, graph, bot_api)
        finally:
            await stop_all(members)


def _members(installation: Installation, wanted: Wanted, engine_port: int) -> list[Member]:
    children = [installation.fake_engine(engine_port)]
    children += [installation.gateway(number + 1) for number in range(wanted.gateways)]
    children += [installation.worker(number + 1) for number in range(wanted.workers)]
    return [Member(child) for child in children]


async def _suffer(
    wanted: Wanted, installation: Installation, members: list[Member], graph: WeatheredWhatsApp, bot_api: WeatheredTelegram
) -> Verdict:
    chance = random.Random(wanted.seed)
    conversations = script.plan(wanted.messages, chance)
    step = Step(wanted.messages, wanted.kills)
    killer = Killer(members, installation.database, random.Random(wanted.seed + 3))
    gateways = [member.child.health.removesuffix("/ready") for member in members if member.name.startswith("gateway")]
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(timeout=10.0 + POLL_MARGIN_S, limits=limits) as client:
        post = Post(client=client, gateways=gateways, chance=random.Random(wanted.seed + 4))
        people = People(post, graph, bot_api, random.Random(wanted.seed + 5), step.next_message)
        graph.on_taken = people.report
        killing = asyncio.create_task(killer.work(step))
        watching = asyncio.create_task(supervise(members))
        try:
            await _all_talk(people, conversations, killing)
            await _come_to_rest(people, conversations, members)
        finally:
            over = (killing, watching, *people.later)
            for task in over:
                task.cancel()
            await asyncio.gather(*over, return_exceptions=True)
    if people.failed:
        raise people.failed[0]
    print(f"killed: {dict(killer.killed)}", file=sys.stderr)
    return judge(conversations, people.witnesses, kills=step.killed, labelled=_labelled(installation.database))


async def _all_talk(people: People, conversations: list[Conversation], killing: asyncio.Task[None]) -> None:
    free = asyncio.Semaphore(AT_ONCE)

    async def one(conversation: Conversation) -> None:
        async with free:
            await people.talk(conversation)

    talking = asyncio.gather(*(one(conversation) for conversation in conversations))
    # When killing fails the talk would wait for it for ever.
    await asyncio.wait([asyncio.ensure_future(talking), killing], return_when=asyncio.FIRST_EXCEPTION)
    if killing.done() and not killing.cancelled() and (exc := killing.exception()) is not None:
        talking.cancel()
        raise exc
    await talking
    await killing


async def _come_to_rest(people: People, conversations: list[Conversation], members: list[Member]) -> None:
    """Wait until every answer is there, or nothing has moved for long enough to call the rest lost."""
    await asyncio.gather(*(member.come_up() for member in members))
    moved_at, before = time.monotonic(), -1
    while (missing := _missing(people, conversations)) and time.monotonic() - moved_at < GIVE_UP_AFTER_S:
        if missing != before:
            moved_at, before = time.monotonic(), missing
        await asyncio.sleep(0.5)
    await asyncio.sleep(REPEATS_AFTER_S)
    people.hear_from_providers()


def _missing(people: People, conversations: list[Conversation]) -> int:
    people.hear_from_providers()
    seen = people.witnesses
    return sum(
        not is_answered(seen.get(conversation.person, Witness()), message.number)
        for conversation in conversations
        for message in conversation.messages
    )


def _labelled(database: str) -> dict[str, int]:
    with psycopg.connect(database) as connection:
        return dict(connection.execute(_LABELLED).fetchall())
