"""`dalil doctor` names what keeps the product from working, and what to do about it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from connectors.models import Conversation, Inbox
from dalil import doctor, findings, reaching
from dalil.findings import Finding, Level
from tests.connectors.house import settings
from tests.fakes import whatsapp
from tests.fakes.telegram import fake_telegram
from tests.fakes.whatsapp import fake_whatsapp

PUBLIC = "https://chat.example.org"


def _levels(found: list[Finding]) -> dict[str, Level]:
    return {finding.about: finding.level for finding in found}


@pytest.mark.parametrize(
    ("judge", "fine", "broken"),
    [
        (findings.of_clock, 0.2, -90.0),
        (findings.of_database_version, 180001, 140011),
        (findings.of_migrations, [], ["connectors.0004_rate_buckets"]),
        (findings.of_articles, 262, 0),
        (findings.of_workers, [400.0, 3.0], [400.0]),
        (findings.of_waiting, None, 600.0),
        (findings.of_certificate, 60.0, -3.0),
    ],
)
def test_each_judgement_knows_well_from_bad_and_says_what_to_do(judge: Callable[[Any], Finding], fine: Any, broken: Any) -> None:
    assert (judge(fine).level, judge(fine).do) == (Level.WELL, "")
    assert judge(broken).is_bad and judge(broken).do


def test_dead_letters_are_told_but_keep_nothing_from_working() -> None:
    assert findings.of_dead_letters(0).level is Level.WELL
    assert findings.of_dead_letters(3).level is Level.WATCH


def test_the_report_ends_with_how_many_to_repair() -> None:
    found = [findings.well("a", "fine"), findings.bad("b", "broken", "Mend it.")]
    assert findings.report(found, as_json=False).splitlines() == [
        "ok    a: fine",
        "bad   b: broken",
        "      -> Mend it.",
        "",
        "1 to repair",
    ]
    assert [row["level"] for row in json.loads(findings.report(found, as_json=True))] == ["ok", "bad"]
    assert findings.report(found[:1], as_json=False).endswith("Nothing keeps Dalil from working.")


def test_a_channel_that_is_half_set_is_found() -> None:
    whole = settings(public_url=PUBLIC, whatsapp_template="an_answer_waits")
    assert [finding.level for finding in doctor.channels(whole)] == [Level.WELL, Level.WELL]
    assert [finding.level for finding in doctor.channels(settings(telegram_mode="off", whatsapp_phone_number_id=""))] == [
        Level.WELL,
        Level.BAD,
    ]
    assert doctor.channels(settings(public_url="http://chat.example.org"))[0].is_bad
    assert doctor.channels(settings(public_url=PUBLIC, telegram_secret_token=None))[0].is_bad
    half = doctor.channels(settings(whatsapp_app_secret=None))[1]
    assert half.is_bad and "GATEWAY_WHATSAPP_APP_SECRET" in half.do


def test_a_wrong_setting_is_named_and_its_value_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_TELEGRAM_SECRET_TOKEN", "tooshort")
    (found,) = doctor.examine(reach=False)
    assert found.is_bad and "GATEWAY_TELEGRAM_SECRET_TOKEN" in found.seen
    assert "tooshort" not in f"{found.seen}{found.do}"


@pytest.fixture
def nobody_at_work(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATEWAY_ENGINE_URL", "http://127.0.0.1:9")


def test_an_installation_without_engine_and_worker_is_told_both(nobody_at_work: None) -> None:
    levels = _levels(doctor.examine(reach=False))
    assert levels["engine"] is Level.BAD and levels["workers"] is Level.BAD
    assert {levels[name] for name in ("settings", "database", "schema", "clock", "keys", "dead letters", "waiting messages")} == {
        Level.WELL
    }


def test_a_worker_at_work_and_a_message_that_waits_for_long_are_seen(nobody_at_work: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    row = Inbox.objects.create(
        channel="web",
        account="web",
        external_id="1",
        kind="text",
        conversation=Conversation.objects.create(channel="web", account="web", key="a"),
    )
    Inbox.objects.filter(id=row.id).update(received_at=datetime.now(UTC) - timedelta(minutes=5))
    levels = _levels(doctor.examine(reach=False))
    assert levels["workers"] is Level.WELL and levels["waiting messages"] is Level.BAD


@pytest.mark.anyio
async def test_telegram_is_asked_whether_it_knows_us_and_where_it_sends() -> None:
    async with fake_telegram() as bot_api:
        ours = settings(public_url=PUBLIC, telegram_api_url=bot_api.url)
        assert (await asyncio.to_thread(reaching.telegram, ours)).is_bad
        bot_api.webhook = {"url": f"{PUBLIC}/webhooks/telegram"}
        assert (await asyncio.to_thread(reaching.telegram, ours)).level is Level.WELL
        polling = settings(telegram_mode="polling", telegram_api_url=bot_api.url)
        assert (await asyncio.to_thread(reaching.telegram, polling)).level is Level.WATCH
        stranger = settings(telegram_token="7000000001:AAwrong", telegram_api_url=bot_api.url)
        refused = await asyncio.to_thread(reaching.telegram, stranger)
        assert refused.is_bad and "AAwrong" not in f"{refused.seen}{refused.do}"


@pytest.mark.anyio
async def test_meta_is_asked_whether_it_knows_token_and_number() -> None:
    async with fake_whatsapp() as graph:
        assert (await asyncio.to_thread(reaching.whatsapp, settings(whatsapp_api_url=graph.url))).level is Level.WELL
        for wrong in ({"whatsapp_token": "EAAother"}, {"whatsapp_phone_number_id": "1"}):
            assert (await asyncio.to_thread(reaching.whatsapp, settings(whatsapp_api_url=graph.url, **wrong))).is_bad
    assert whatsapp.TOKEN not in str(reaching.whatsapp(settings(whatsapp_api_url="http://127.0.0.1:9")))


def test_an_address_without_a_trusted_certificate_is_bad() -> None:
    assert reaching.certificate("https://127.0.0.1:9").is_bad
