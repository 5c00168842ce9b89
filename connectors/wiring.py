"""Root of the gateway's processes: builds every edge from the settings and passes it down."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
from telegram import Bot

from connectors import keyfile, rates
from connectors.answering import Answering, Respond
from connectors.channels.telegram import bot as telegram_bot
from connectors.channels.telegram import media as telegram_media
from connectors.channels.telegram import render as telegram_render
from connectors.channels.telegram import voice as telegram_voice
from connectors.channels.whatsapp import graph as whatsapp_graph
from connectors.channels.whatsapp import media as whatsapp_media
from connectors.channels.whatsapp import render as whatsapp_render
from connectors.channels.whatsapp import voice as whatsapp_voice
from connectors.delivery import Delivery, Sender
from connectors.gateway import Gateway, group_commit
from connectors.hearing.listening import Download
from connectors.hearing.transcript import Transcriber
from connectors.inbox import Intake
from connectors.message import Reply
from connectors.notice import Terms
from connectors.phrasing import Say
from connectors.reading_aloud import piece
from connectors.reading_aloud.recordings import Recordings
from connectors.retention import Rules
from connectors.rounds import Worker
from connectors.settings import Settings
from connectors.store_threads import StoreThreads
from connectors.vault import vault
from connectors.voice_wiring import allowance, build_listening, build_reading, build_recordings

# A call that was cut off may still have arrived: WhatsApp reports it within seconds, Telegram never.
_WHATSAPP_GRACE = timedelta(seconds=30)
_FILE_TIMEOUT_S = 10.0  # between two chunks of a voice message


@dataclass(frozen=True, slots=True, kw_only=True)
class Mind:
    """What answers: the phrase catalogue, and the conversation, open as long as its collaborators are."""

    say: Say
    open_respond: Callable[[], AbstractAsyncContextManager[Respond]]
    transcriber: Transcriber | None = None  # of voice messages; None: the model of the settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Senders:
    by_channel: Mapping[str, Sender]
    bot: Bot | None
    downloads: Mapping[str, Download] = field(default_factory=dict)  # of voice messages
    recordings: Recordings | None = None  # None: nothing is read aloud


def identity_secret(settings: Settings) -> bytes:
    """The configured identity key, else the random one on disk. Raises OSError, ValueError."""
    if settings.identity_key is not None:
        return settings.identity_key.get_secret_value()
    return keyfile.read_or_create(settings.identity_key_path)


def build_gateway(settings: Settings) -> Gateway:
    """Raises KeysUnavailable: without keys nothing could be kept, and it must not start."""
    vault().check()
    intake = Intake(secret=identity_secret(settings), text_limit=settings.text_limit)
    threads = StoreThreads(settings.store_threads)
    return Gateway(settings=settings, threads=threads, intake=intake, incoming=group_commit(threads, intake, settings.incoming_room))


def build_worker(gateway: Gateway, respond: Respond, say: Say, senders: Senders, transcriber: Transcriber | None = None) -> Worker:
    settings = gateway.settings
    answering = Answering(
        threads=gateway.threads,
        respond=respond,
        say=say,
        default_language=settings.default_language,
        turn_timeout_s=settings.turn_timeout_s,
        person_messages=settings.person_messages,
        terms=Terms(words_days=settings.words_days, idle_days=settings.idle_days) if settings.notice else None,
        listening=build_listening(settings, senders.downloads, transcriber),
        reading=build_reading(settings, senders.recordings, frozenset(senders.by_channel)),
    )
    rules = Rules(
        words=settings.words_days,
        idle=settings.idle_days,
        message_ids=settings.message_ids_days,
        questions=settings.questions_days,
        audit=settings.audit_days,
    )
    delivery = Delivery(threads=gateway.threads, senders=senders.by_channel, secret=gateway.intake.secret)
    return Worker(
        answering=answering,
        delivery=delivery,
        concurrency=settings.worker_concurrency,
        sweep_every_s=settings.sweep_every_s,
        rules=rules,
        tidy_every_s=settings.tidy_every_s,
    )


@asynccontextmanager
async def open_senders(settings: Settings, say: Say) -> AsyncIterator[Senders]:
    """The channels that can send, with their network clients open."""
    async with AsyncExitStack() as clients:
        by_channel: dict[str, Sender] = {}
        bot: Bot | None = None
        downloads: dict[str, Download] = {}
        recordings = build_recordings(settings)
        files = await clients.enter_async_context(httpx.AsyncClient(timeout=_FILE_TIMEOUT_S))
        if settings.telegram_sends() and settings.telegram_token is not None:
            token = settings.telegram_token.get_secret_value()
            bot = await clients.enter_async_context(telegram_bot.connected(token, settings.telegram_api_url))
            by_channel["telegram"] = _telegram(bot, say, settings, recordings)
            downloads["telegram"] = telegram_media.download(bot, files, settings.telegram_api_url, allowance(settings))
        if settings.whatsapp_on() and settings.whatsapp_token is not None:
            token = settings.whatsapp_token.get_secret_value()
            client = await clients.enter_async_context(_graph_client(settings, token))
            by_channel["whatsapp"] = _whatsapp(client, say, settings, recordings)
            at = (settings.whatsapp_api_url, settings.whatsapp_api_version, token)
            downloads["whatsapp"] = whatsapp_media.download(files, *at, allowance(settings))
        yield Senders(by_channel=by_channel, bot=bot, downloads=downloads, recordings=recordings)


def _telegram(bot: Bot, say: Say, settings: Settings, recordings: Recordings | None) -> Sender:
    def render(reply: Reply, outbox_id: int, address: str) -> list[Mapping[str, object]]:
        return [*telegram_render.render(reply, outbox_id, address, say), *piece.pieces(reply, {"chat_id": int(address)}, recordings)]

    async def send(payload: Mapping[str, object]) -> str:
        if recordings is not None and piece.is_one(payload):
            return await telegram_voice.send(bot, payload, recordings)
        return await telegram_bot.send(bot, payload)

    return Sender(render=render, send=send, limits=rates.telegram(settings.telegram_per_s))


def _whatsapp(client: httpx.AsyncClient, say: Say, settings: Settings, recordings: Recordings | None) -> Sender:
    def render(reply: Reply, outbox_id: int, address: str) -> list[Mapping[str, object]]:
        texts = whatsapp_render.render(reply, outbox_id, address, say)
        # The last text stands for the reply; what became of its recording is told apart.
        around = whatsapp_render.envelope(f"{outbox_id}.{len(texts) + 1}", address)
        return [*texts, *piece.pieces(reply, around, recordings)]

    def remind(language: str, outbox_id: int, address: str) -> list[Mapping[str, object]]:
        return whatsapp_render.remind(settings.whatsapp_template, settings.whatsapp_template_languages, language, outbox_id, address)

    async def send(payload: Mapping[str, object]) -> str:
        if recordings is not None and piece.is_one(payload):
            return await whatsapp_voice.send(client, payload, recordings)
        return await whatsapp_graph.send(client, payload)

    limits = rates.whatsapp(settings.whatsapp_per_s)
    return Sender(render=render, send=send, remind=remind if settings.whatsapp_template else None, grace=_WHATSAPP_GRACE, limits=limits)


def _graph_client(settings: Settings, token: str) -> httpx.AsyncClient:
    base = f"{settings.whatsapp_api_url.rstrip('/')}/{settings.whatsapp_api_version}/{settings.whatsapp_phone_number_id}/"
    return httpx.AsyncClient(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=whatsapp_graph.TIMEOUT_S)
