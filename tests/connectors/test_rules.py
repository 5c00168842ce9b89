"""The pure rules of the edge: identity, intake, commands, choices, retries, events, settings."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors import choices, commands, events, identity, keyfile
from connectors.delivery_rules import GiveUp, Stop, TryAgain, WaitForPerson, decide, full_jitter
from connectors.errors import DeliveryFailed, Remedy
from connectors.intake import clean, settle
from connectors.message import Button, Incoming, Kind
from connectors.settings import Settings

KEY = b"k" * 32


def _incoming(text: str, kind: Kind = Kind.TEXT, hint: str | None = None) -> Incoming:
    return Incoming(channel="web", account="a", external_id="1", sender="s", address="", kind=kind, text=text, language_hint=hint)


def test_an_identity_needs_the_key_and_keeps_accounts_apart() -> None:
    mine = identity.person_key(KEY, "whatsapp", "1", "MA.1")
    assert mine == identity.person_key(KEY, "whatsapp", "1", "MA.1")
    others = [
        (b"x" * 32, "whatsapp", "1", "MA.1"),
        (KEY, "telegram", "1", "MA.1"),
        (KEY, "whatsapp", "2", "MA.1"),
        (KEY, "whatsapp", "1M", "A.1"),
    ]
    assert len({mine, *(identity.person_key(*other) for other in others)}) == 5
    assert mine != identity.message_key(KEY, "whatsapp", "1", "MA.1")


def test_the_key_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "identity.key"
    key = keyfile.read_or_create(path)
    assert len(key) == keyfile.KEY_BYTES
    assert keyfile.read_or_create(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_damaged_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(ValueError, match="32 bytes"):
        keyfile.read_or_create(tmp_path / "key")


@given(st.text())
def test_a_cleaned_text_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert "\x00" not in cleaned
    cleaned.encode()
    assert clean(cleaned) == cleaned


@given(st.text(max_size=300), st.sampled_from(Kind))
def test_a_settled_text_of_a_person_is_never_a_payload_they_made_up(text: str, kind: Kind) -> None:
    settled = settle(_incoming(text, kind), text_limit=100)
    assert len(settled.text) <= 100
    if settled.kind is Kind.TEXT:
        assert settled.text
        assert not settled.text.startswith("/")


@pytest.mark.parametrize(("hint", "kept"), [("fr", "fr"), ("pt-BR", "pt-BR"), ("x" * 50, None), ("../etc", None), ("", None), (None, None)])
def test_only_a_hint_that_looks_like_a_language_is_kept(hint: str | None, kept: str | None) -> None:
    assert settle(_incoming("hi", hint=hint), text_limit=100).language_hint == kept


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("/start", "/greet"),
        ("/Menu", "/menu"),
        ("/language", "/change_language"),
        ("/language DE", '/change_language{"language": "de"}'),
        ("/language klingon", "/change_language"),
        ("/person please", "/handoff"),
        ("/delete@dalil_bot", "/delete_data"),
        ("/unknown", None),
        ("menu", None),
        ("/", None),
        ("", None),
    ],
)
def test_commands(text: str, payload: str | None) -> None:
    assert commands.payload(text) == payload


OPTIONS = [Button(label="a", payload="/a"), Button(label="page", url="https://www.example.org"), Button(label="b", payload="/b")]


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", "/a"),
        ("2", "/b"),
        ("3", None),
        ("0", None),
        ("٢", "/b"),
        ("۲", "/b"),
        ("२", "/b"),
        ("2.", "/b"),
        ("(2)", "/b"),
        ("2 years", None),
        ("²", None),
        ("", None),
    ],
)
def test_a_bare_number_chooses(text: str, payload: str | None) -> None:
    assert choices.pick(OPTIONS, text) == payload


@given(st.text(min_size=1, max_size=200))
def test_a_button_carries_at_most_64_bytes_and_leads_back(payload: str) -> None:
    twice = [Button(label="x", payload=payload), Button(label="y", payload=payload)]
    first, second = choices.references(twice, 12).values()
    assert len(first.encode()) <= 64
    assert first == payload or choices.read_reference(first) == (12, 0)
    assert choices.read_reference(second) == (12, 1)


def _decide(failure: DeliveryFailed, *, attempt: int = 1, age: timedelta = timedelta(0)) -> object:
    return decide(failure, attempt=attempt, age=age, chance=0.5, grace=timedelta(seconds=30))


def test_each_remedy_has_its_decision() -> None:
    assert _decide(DeliveryFailed("w", "131047", Remedy.WAIT_FOR_PERSON)) == WaitForPerson()
    assert _decide(DeliveryFailed("t", "403", Remedy.STOP)) == Stop()
    assert _decide(DeliveryFailed("t", "400", Remedy.GIVE_UP)) == GiveUp()
    assert _decide(DeliveryFailed("t", "5xx", Remedy.RETRY)) == TryAgain(timedelta(seconds=0.5), False)


def test_a_day_of_trying_is_enough() -> None:
    failure = DeliveryFailed("t", "5xx", Remedy.RETRY)
    assert isinstance(_decide(failure, age=timedelta(hours=23)), TryAgain)
    assert _decide(failure, age=timedelta(hours=25)) == GiveUp()


def test_a_provider_that_names_a_pause_is_obeyed_within_reason() -> None:
    assert _decide(DeliveryFailed("t", "429", Remedy.RETRY, retry_after_s=40)) == TryAgain(timedelta(seconds=40), False)
    assert _decide(DeliveryFailed("t", "429", Remedy.RETRY, retry_after_s=10**9)) == TryAgain(timedelta(hours=1), False)


def test_an_uncertain_call_waits_for_its_report() -> None:
    assert _decide(DeliveryFailed("w", "timeout", Remedy.RETRY, uncertain=True)) == TryAgain(timedelta(seconds=30), True)


@given(st.integers(min_value=1, max_value=10_000), st.floats(min_value=0, max_value=1))
def test_a_pause_is_never_over_a_quarter_of_an_hour(attempt: int, chance: float) -> None:
    assert timedelta(0) <= full_jitter(attempt, chance) <= timedelta(minutes=15)


def test_an_event_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(events.NotAnEvent):
        events.emit("user_said")
    with pytest.raises(events.NotAnEvent):
        events.emit("turn_answered", text="hello")


@pytest.mark.parametrize("value", ["hello world", "+212600000001", "ليلى", "a@b.example", "x" * 65, "call0800111010"])
def test_a_value_that_looks_like_content_is_refused(value: str) -> None:
    with pytest.raises(events.NotAnEvent):
        events.emit("turn_failed", error=value)


def test_codes_ids_and_numbers_may_be_logged() -> None:
    events.emit("reply_dead", conversation=uuid4(), channel="whatsapp", code="131026", attempts=3)
    events.emit("turn_failed", conversation=uuid4(), channel="telegram", attempt=1, error="RuntimeError")


def test_every_setting_is_described_and_no_secret_has_a_default() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        if "token" in name or "secret" in name or name == "identity_key":
            assert field.default is None, name


def test_secrets_may_come_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("123:abc\n")
    monkeypatch.setenv("GATEWAY_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    settings = Settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "123:abc"
    assert settings.telegram_account() == "123"
    assert "123:abc" not in repr(settings)


def test_a_missing_secret_switches_its_channel_off() -> None:
    settings = Settings.model_validate({"whatsapp_token": "t", "whatsapp_phone_number_id": "1", "whatsapp_verify_token": "v"})
    assert not settings.whatsapp_on()
    webhook = Settings.model_validate({"telegram_token": "1:a", "telegram_mode": "webhook"})
    assert webhook.telegram_sends()
    assert not webhook.telegram_receives_webhooks()


def test_a_short_identity_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"identity_key": b"short"})
